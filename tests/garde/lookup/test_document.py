from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.backups.guests import Guest, guest
from garde.basin.load import load_basin, shipped_basins
from garde.basin.service import Service
from garde.errors import BadInput
from garde.lookup import Timetable, compile_timetable, who_is_open
from garde.lookup.around import NOTHING_AROUND, Around
from garde.lookup.document import encode, timeline_document, write_timeline
from garde.lookup.rebuilding import read_timeline
from garde.rota import FilledSlot
from garde.signs.saturation import Saturation
from tests.garde.lookup import example

WRITTEN = datetime(2027, 1, 1, 9, 30, tzinfo=UTC)
TOLD = timeline_document(example.timetable(), WRITTEN)
SECRETS = ("Refuge", "Secret 1", "50.8655", "4.3777", "mail@", "share", "max_", "burden")


def written(timetable: Timetable) -> Timetable:
    read = read_timeline(write_timeline(timetable, WRITTEN))
    assert read.written_at == WRITTEN
    return read.timetable


def test_what_was_written_is_read_again() -> None:
    before = example.timetable()
    after = written(before)
    assert (after.start, after.end, after.version, after.stamp) == (
        before.start,
        before.end,
        3,
        before.stamp,
    )
    assert after.published_until == example.local("2027-01-03T09:00")
    assert after.published_at == example.local("2026-12-15T12:00")
    assert after.spoken == before.spoken
    assert after.points == before.points
    assert list(after.lines) == ["pharmacy", "nurse", "reception", "practice"]
    assert write_timeline(after, WRITTEN) == write_timeline(before, WRITTEN)


def test_nothing_that_citizens_do_not_read_is_in_it() -> None:
    services = (
        *example.SERVICES,
        Service("fir", "Sapin", "1030", ("nurse",), email="mail@example.org", share=0.5, max_duties=2),
    )
    text = write_timeline(example.timetable(services=services), WRITTEN).decode()
    assert [secret for secret in SECRETS if secret in text] == []
    (dune,) = [one for one in json.loads(text)["services"] if one["id"] == "dune"]
    # Where its distances are told from: the middle of all of 1210, which has one quarter.
    assert dune == {
        "id": "dune",
        "name": "Dune",
        "postcode": "1210",
        "call_first": True,
        "phone": "+32 2 555 02 01",
        "call_cost": ["ordinary", 0],
        "languages": ["fr", "tr"],
        "point": [50.86, 4.35],
    }


def test_the_local_clock_is_told_with_its_changes() -> None:
    table = example.timetable(start="2027-03-27T00:00", end="2027-04-01T00:00")
    told = timeline_document(table, WRITTEN)["clock"]
    # The night of 27 to 28 March: at 02:00, 26 hours after the start of the 27th, it becomes 03:00.
    assert [26 * 60, 120] in told
    assert {offset for _, offset in told} == {60, 120}


def test_a_shortened_document_says_so_and_has_what_is_still_to_come() -> None:
    table = example.timetable()
    until = example.local("2027-01-02T12:00")
    told = timeline_document(table, WRITTEN, until=until)
    # From 30 December 00:00 to 2 January 12:00: 84 hours.
    assert told["whole_until"] == 84 * 60
    pharmacy = told["lines"][0]["presences"]
    # Berk's night from 1 January 19:00 (67 h after the start) and Cedar's Saturday from 08:30 (13.5 h later);
    # the night that ended before it was written, and the duty of 2 January 19:00, are left out.
    assert pharmacy == [[1, 67 * 60, 14 * 60], [2, 13 * 60 + 30, 10 * 60 + 30, 1]]
    with pytest.raises(BadInput, match="no garde-timeline/1 document"):
        read_timeline(encode(told))


@pytest.mark.parametrize("basin", sorted(shipped_basins()))
def test_every_shipped_basin_goes_there_and_back(basin: str) -> None:
    config = load_basin(shipped_basins()[basin])
    table = compile_timetable(config, (), (), start=WRITTEN, end=WRITTEN + timedelta(days=9))
    found = who_is_open(written(table), WRITTEN)
    assert found == who_is_open(table, WRITTEN)


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_damaged_document_is_refused_in_one_line(cut: int) -> None:
    whole = write_timeline(example.timetable(), WRITTEN)
    with pytest.raises(BadInput, match="write it again: garde export site"):
        read_timeline(whole[:cut])


@pytest.mark.parametrize("name", ["start", "end", "published_until"])
def test_a_text_in_the_place_of_minutes_is_refused_and_fills_no_memory(name: str) -> None:
    # A million letters times the microseconds of a minute would be 60 terabytes.
    whole = json.dumps({**TOLD, name: "x" * 1_000_000}).encode()
    with pytest.raises(BadInput, match="str instead of minutes"):
        read_timeline(whole)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists), st.data())
def test_a_document_with_a_wrong_part_is_refused_or_read_and_nothing_else(wrong: Any, data: Any) -> None:
    told = {**TOLD, data.draw(st.sampled_from(sorted(TOLD))): wrong}
    try:
        read_timeline(json.dumps(told).encode())
    except BadInput as error:
        said = error.one_line()
        assert_one_line(said)


def assert_one_line(text: str) -> None:
    assert "\n" not in text


DAY = timedelta(days=1)
MINUTES = st.integers(0, 9 * 24 * 60)
STARTS = st.sampled_from(["2026-12-30T00:00", "2027-03-25T00:00", "2027-10-28T00:00"])
HOURS = st.sampled_from([None, "24/7", "Mo-Fr 09:00-18:30; PH off", "Mo-Su 22:00-03:30", "Sa 08:00-12:00"])


@st.composite
def timetables(draw: Any) -> Timetable:
    """The example's basin and services with other hours, any duties, and a guest now and then."""
    start = draw(STARTS)
    services = tuple(replace(one, opening_hours=draw(HOURS)) for one in example.SERVICES)
    home = example.basin().model_copy(update={"id": "next", "names": {"fr": "À côté", "nl": "Hiernaast"}})
    stranger = guest("x", Service("oak", "Chêne", "1030", ("nurse",), phone="1", languages=("fr",)), home)
    guests: tuple[Guest, ...] = (stranger,) if draw(st.booleans()) else ()
    who = st.sampled_from([*(one.external_id for one in services), *(one.id for one in guests), None])
    begin = example.local(start)
    slots = []
    for number in range(draw(st.integers(0, 8))):
        first, length = draw(MINUTES), draw(st.integers(1, 3 * 24 * 60))
        line = draw(st.sampled_from(["pharmacy", "nurse", "reception", "practice"]))
        key = f"{line}/{number}/{draw(st.sampled_from(['evening', 'night']))}"
        seconds = draw(st.sampled_from([0, 0, 0, 17]))
        at = begin + timedelta(minutes=first, seconds=seconds)
        places = tuple(draw(st.lists(who, min_size=1, max_size=3, unique=True)))
        slots.append(FilledSlot(key, line, start[:7], at, at + timedelta(minutes=length), 1, places))
    around = NOTHING_AROUND
    if draw(st.booleans()):
        abroad = (Service("ash", "Frêne", "1030", ("nurse",), opening_hours=draw(HOURS)),)
        other = compile_timetable(home, abroad, (), start=begin - DAY, end=begin + 5 * DAY)
        around = Around(*draw(st.sampled_from([(("next",), ()), ((), ("next",))])), {"next": other}.get)
    compiled = compile_timetable(
        example.basin(),
        services,
        slots,
        start=begin,
        end=begin + timedelta(days=9),
        version=draw(st.sampled_from([None, 2])),
        guests=guests,
        saturation={} if not guests else {"alder": Saturation("full", begin, begin + DAY, "service")},
        entrances={} if not guests else {"alder": {"fr": "Sonnez", "nl": "Bel"}},
    )
    return replace(compiled, around=around)


@settings(max_examples=20)
@given(
    table=timetables(),
    near=st.sampled_from([None, "canal", "1210", "1140"]),
    language=st.sampled_from([None, "fr", "nl"]),
    step_free=st.booleans(),
)
def test_a_document_answers_as_the_timetable_did_at_every_change_and_around_it(
    table: Timetable, near: str | None, language: str | None, step_free: bool
) -> None:
    again = written(table)
    cuts = {cut for line in table.lines.values() for cut in line.cuts} | {table.start}
    around = {cut + timedelta(minutes=step) for cut in cuts for step in (-1, 0, 1)}
    for at in sorted(at for at in around if table.start <= at < table.end):
        asked = {"near": near, "language": language, "step_free": step_free}
        assert who_is_open(again, at, **asked) == who_is_open(table, at, **asked)
