"""What the feed's bytes are: golden files, and what no feed may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from exports.ical import render_feed
from exports.views import Feed, FeedEvent

GOLDEN = Path(__file__).parent / "golden"
NOON = datetime(2027, 5, 3, 10, tzinfo=UTC)

MakeEvent = Callable[..., FeedEvent]


@pytest.mark.parametrize("name", ["clock_changes", "elsewhere", "nothing_left", "not_certain"])
def test_a_feed_is_printed_byte_for_byte_as_its_golden_file(
    name: str, request: pytest.FixtureRequest
) -> None:
    assert render_feed(request.getfixturevalue(name)) == (GOLDEN / f"{name}.ics").read_bytes()


def test_the_order_in_which_events_are_given_changes_no_byte(clock_changes: Feed) -> None:
    events = list(clock_changes.events)
    Random(7).shuffle(events)
    assert tuple(events) != clock_changes.events
    assert render_feed(replace(clock_changes, events=tuple(events))) == render_feed(clock_changes)


def test_events_that_start_together_come_by_uid(event: MakeEvent) -> None:
    twins = tuple(event(NOON, NOON + timedelta(hours=1), uid=uid) for uid in ("b", "a"))
    lines = render_feed(Feed(name="Garde", language="nl", events=twins)).decode().split("\r\n")
    assert [line for line in lines if line.startswith("UID:")] == ["UID:a", "UID:b"]


def test_a_feed_has_no_method_and_no_alarm(clock_changes: Feed) -> None:
    printed = render_feed(clock_changes)
    assert b"METHOD" not in printed
    assert b"VALARM" not in printed


def test_every_line_ends_with_crlf_and_no_other_line_break_occurs(clock_changes: Feed) -> None:
    printed = render_feed(clock_changes)
    assert printed.endswith(b"END:VCALENDAR\r\n")
    assert printed.count(b"\n") == printed.count(b"\r") == printed.count(b"\r\n")


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is(event: MakeEvent) -> None:
    # "SUMMARY:" has 8 octets, which leaves 67 for the text.
    for length, parts in ((67, 1), (68, 2)):
        feed = Feed(
            name="Garde",
            language="fr",
            events=(event(NOON, NOON + timedelta(hours=1), summary="x" * length),),
        )
        unfolded = b"SUMMARY:" + b"x" * 67 + (b"\r\n x" if parts == 2 else b"")
        assert unfolded + b"\r\nSTATUS" in render_feed(feed)


def test_folding_never_cuts_a_character(event: MakeEvent) -> None:
    # 7 octets of name and 17 × 4 of emoji make 75 + 1: the last emoji must move to the next line whole.
    feed = Feed(
        name="🍁" * 18, language="fr", events=(event(NOON, NOON + timedelta(hours=1), summary="🍁" * 17),)
    )
    printed = render_feed(feed)
    assert b"SUMMARY:" + "🍁".encode() * 16 + b"\r\n " + "🍁".encode() + b"\r\n" in printed
    for line in printed.split(b"\r\n"):
        line.decode()


def test_the_feed_s_last_change_is_that_of_its_latest_event(event: MakeEvent) -> None:
    early, late = datetime(2027, 1, 2, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)
    events = (
        event(NOON, NOON + timedelta(hours=1), uid="a", changed_at=late),
        event(NOON, NOON + timedelta(hours=1), uid="b", changed_at=early),
    )
    head = render_feed(Feed(name="Garde", language="fr", events=events)).split(b"BEGIN:VTIMEZONE")[0]
    assert b"LAST-MODIFIED:20270103T000000Z\r\n" in head


def test_a_dropped_event_shows_in_the_feed_s_last_change(event: MakeEvent) -> None:
    feed = Feed(
        name="Garde",
        language="fr",
        events=(event(NOON, NOON + timedelta(hours=1)),),
        changed_at=datetime(2027, 2, 1, tzinfo=UTC),
    )
    assert b"LAST-MODIFIED:20270201T000000Z\r\n" in render_feed(feed).split(b"BEGIN:VTIMEZONE")[0]


def test_control_characters_are_gone_and_line_breaks_are_escaped(event: MakeEvent) -> None:
    feed = Feed(
        name="Garde",
        language="fr",
        events=(
            event(NOON, NOON + timedelta(hours=1), summary="a\x00b\x1bc\x7f", description="1\r\n2\r3\u20284"),
        ),
    )
    printed = render_feed(feed)
    assert b"SUMMARY:abc\r\n" in printed
    assert b"DESCRIPTION:1\\n2\\n3\\n4\r\n" in printed


def test_a_year_of_a_basin_is_printed_in_well_under_a_second(event: MakeEvent) -> None:
    from time import perf_counter

    events = tuple(
        event(
            NOON + timedelta(hours=3 * number),
            NOON + timedelta(hours=3 * number + 12),
            uid=f"pharmacy/{number}@garde.example",
            summary=f"Pharmacie de garde: service {number % 80}",
            description=f"Téléphone {number % 80}, " * 12,
            location=f"Rue de l’Essai {number % 80}, 1030 Schaerbeek",
        )
        for number in range(3000)
    )
    feed = Feed(name="Garde", language="fr", events=events)
    began = perf_counter()
    printed = render_feed(feed)
    assert perf_counter() - began < 1  # about 0.06 s on an idle core: room for a busy machine
    assert printed.count(b"BEGIN:VEVENT") == 3000


def test_what_is_cancelled_or_free_takes_no_time_and_what_is_proposed_is_tentative(event: MakeEvent) -> None:
    def marks(**more: bool) -> list[str]:
        one = event(NOON, NOON + timedelta(hours=1), **more)
        printed = render_feed(Feed(name="Garde", language="fr", events=(one,))).decode()
        return [line for line in printed.split("\r\n") if line.startswith(("STATUS", "TRANSP"))]

    assert marks() == ["STATUS:CONFIRMED", "TRANSP:OPAQUE"]
    assert marks(cancelled=True) == ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"]
    assert marks(tentative=True) == ["STATUS:TENTATIVE", "TRANSP:OPAQUE"]
    assert marks(busy=False) == ["STATUS:CONFIRMED", "TRANSP:TRANSPARENT"]
