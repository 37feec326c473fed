"""Programs that read feeds get back the text and the instants that were put in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser.property import unescape_backslash

from exports.ical import render_feed
from exports.text import printable
from exports.views import Feed, FeedEvent

NOON = datetime(2027, 5, 3, 10, tzinfo=UTC)

AWKWARD = st.lists(
    st.one_of(
        st.sampled_from(
            [",", ";", "\\", "\\n", "\\N", "\\,", "\n", "\r\n", "🍁", "👩🏽‍⚕️", "صيدلية", '"', ":", "  "]
        ),
        st.text(max_size=12),
        st.text(alphabet="aé€🍁 ", max_size=120),
    ),
    max_size=8,
).map("".join)
ONE_LINE = AWKWARD.map(lambda text: "x" + text.replace("\n", " "))
INSTANTS = st.integers(
    int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2037, 12, 31, tzinfo=UTC).timestamp())
).map(lambda second: datetime.fromtimestamp(second, UTC))
NEAR_CLOCK_CHANGES = st.tuples(
    st.sampled_from([datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]),
    st.integers(-180, 180),
).map(lambda pair: pair[0] + timedelta(minutes=pair[1]))


def one_event(start: datetime, end: datetime, **more: str) -> Feed:
    event = FeedEvent(
        uid="pharmacy/1@garde.example",
        sequence=1,
        changed_at=NOON,
        start=start,
        end=end,
        summary=more.get("summary", "Garde"),
        description=more.get("description", ""),
        location=more.get("location", ""),
        categories=(more["category"],) if "category" in more else (),
    )
    return Feed(name=more.get("name", "Garde"), language="fr", events=(event,))


@given(name=ONE_LINE, summary=AWKWARD, description=AWKWARD, location=AWKWARD, category=ONE_LINE)
def test_icalendar_reads_every_text_back(
    name: str, summary: str, description: str, location: str, category: str
) -> None:
    printed = render_feed(
        one_event(
            NOON,
            NOON + timedelta(hours=1),
            name=name,
            summary=summary,
            description=description,
            location=location,
            category=category,
        )
    )
    assert max(len(line) for line in printed.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(printed)
    event = calendar.events[0]
    # icalendar 7.3 takes NAME for an unknown property and leaves its text escaped, against RFC 7986.
    assert unescape_backslash(calendar.calendar_name) == printable(name)
    assert event.get("SUMMARY") == printable(summary)
    assert event.get("DESCRIPTION", "") == printable(description)
    assert event.get("LOCATION", "") == printable(location)
    assert event.categories == [printable(category)]


@given(summary=AWKWARD, description=AWKWARD, location=AWKWARD, category=ONE_LINE)
def test_vobject_reads_every_text_back(summary: str, description: str, location: str, category: str) -> None:
    printed = render_feed(
        one_event(
            NOON,
            NOON + timedelta(hours=1),
            summary=summary,
            description=description,
            location=location,
            category=category,
        )
    )
    calendar = vobject.readOne(printed.decode(), validate=True)
    event = calendar.vevent
    assert event.summary.value == printable(summary)
    if printable(description):
        assert event.description.value == printable(description)
    if printable(location):
        assert event.location.value == printable(location)
    assert event.categories.value == [printable(category)]


@given(start=st.one_of(INSTANTS, NEAR_CLOCK_CHANGES), minutes=st.integers(1, 60 * 24 * 8))
def test_icalendar_and_vobject_read_every_instant_back(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    printed = render_feed(one_event(start, end))
    event = icalendar.Calendar.from_ical(printed).events[0]
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (start, end)
    other = vobject.readOne(printed.decode(), validate=True).vevent
    assert (other.dtstart.value.astimezone(UTC), other.dtend.value.astimezone(UTC)) == (start, end)


def test_vobject_finds_every_golden_feed_valid(clock_changes: Feed, elsewhere: Feed) -> None:
    for feed in (clock_changes, elsewhere):
        calendar = vobject.readOne(render_feed(feed).decode(), validate=True)
        assert calendar.validate(raiseException=True)
        assert len(calendar.vevent_list) == len(feed.events)


def khal(folder: Path, zone: str, *arguments: str) -> str:
    """Run the real khal in that folder, with its own configuration and in that time zone."""
    configuration = folder / "khal.conf"
    (folder / "calendar").mkdir(exist_ok=True)
    formats = "\n".join(
        f"{name} = {pattern}"
        for name, pattern in {
            "timeformat": "%H:%M",
            "dateformat": "%Y-%m-%d",
            "longdateformat": "%Y-%m-%d",
            "datetimeformat": "%Y-%m-%d %H:%M",
            "longdatetimeformat": "%Y-%m-%d %H:%M",
        }.items()
    )
    configuration.write_text(
        f"[calendars]\n[[duties]]\npath = {folder / 'calendar'}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n{formats}\n"
    )
    command = [sys.executable, "-m", "khal", "-c", str(configuration), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[Feed, str], list[tuple[str, str, str, str]]]:
    """Start, end, length and status of the events that khal lists after importing the feed."""

    def read(feed: Feed, zone: str) -> list[tuple[str, str, str, str]]:
        (tmp_path / "feed.ics").write_bytes(render_feed(feed))
        khal(tmp_path, zone, "import", "--batch", "-a", "duties", str(tmp_path / "feed.ics"))
        fields = ("start-long", "end-long", "duration", "status")
        wanted = [part for field in fields for part in ("--json", field)]
        days = khal(tmp_path, zone, "list", "--once", *wanted, "2027-01-01", "2027-12-31").splitlines()
        return [tuple(event[field] for field in fields) for day in days for event in json.loads(day)]

    return read


def test_khal_lists_local_times_and_real_lengths_across_both_clock_changes(
    clock_changes: Feed, listed: Callable[[Feed, str], list[tuple[str, str, str, str]]]
) -> None:
    # 21:00 to 09:00 is 12 hours on the clock: 11 in March's night, 13 in October's.
    assert [
        (start, end, length, status.strip())
        for start, end, length, status in listed(clock_changes, "Europe/Brussels")
    ] == [
        ("2027-03-27 21:00", "2027-03-28 09:00", "11h", "CONFIRMED"),
        ("2027-07-21 09:00", "2027-07-21 21:00", "12h", "CANCELLED"),
        ("2027-10-30 21:00", "2027-10-31 09:00", "13h", "CONFIRMED"),
        ("2027-10-31 02:30", "2027-10-31 02:30", "1h", "CONFIRMED"),
    ]


def test_khal_of_somebody_abroad_lists_the_same_instants(
    clock_changes: Feed, listed: Callable[[Feed, str], list[tuple[str, str, str, str]]]
) -> None:
    assert [(start, end) for start, end, _, _ in listed(clock_changes, "UTC")] == [
        ("2027-03-27 20:00", "2027-03-28 07:00"),
        ("2027-07-21 07:00", "2027-07-21 19:00"),
        ("2027-10-30 19:00", "2027-10-31 08:00"),
        ("2027-10-31 00:30", "2027-10-31 01:30"),
    ]


def test_khal_sees_an_event_move_when_its_sequence_rises(
    listed: Callable[[Feed, str], list[tuple[str, str, str, str]]],
) -> None:
    first = one_event(NOON, NOON + timedelta(hours=1))
    assert [row[0] for row in listed(first, "UTC")] == ["2027-05-03 10:00"]
    later = one_event(NOON + timedelta(hours=2), NOON + timedelta(hours=3))
    assert [row[0] for row in listed(later, "UTC")] == ["2027-05-03 12:00"]
