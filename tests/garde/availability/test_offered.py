"""Hours that a calendar calls available (VAVAILABILITY, RFC 7953), from 1 November 2026 to April 2028."""

from __future__ import annotations

import pytest

from garde.availability.refusal import CalendarRefused
from garde.availability.verdicts import Means
from tests.garde.availability.agenda import calendar, read, times


def offer(lines: str, *parts: str) -> str:
    inner = "".join(f"BEGIN:AVAILABLE\nUID:part\n{part.strip()}\nEND:AVAILABLE\n" for part in parts)
    return f"BEGIN:VAVAILABILITY\nUID:offer\n{lines.strip()}\n{inner}END:VAVAILABILITY\n"


MORNINGS = """
DTSTART;TZID=Europe/Brussels:20270329T090000
DTEND;TZID=Europe/Brussels:20270329T120000
RRULE:FREQ=DAILY;COUNT=2
"""
WEEK = "DTSTART;TZID=Europe/Brussels:20270329T000000\nDTEND;TZID=Europe/Brussels:20270331T000000"


def test_outside_its_available_hours_a_busy_calendar_forbids() -> None:
    assert times(calendar(extra=offer(WEEK, MORNINGS))) == [
        "2027-03-29 00:00+02:00 to 2027-03-29 09:00+02:00",
        "2027-03-29 12:00+02:00 to 2027-03-30 09:00+02:00",
        "2027-03-30 12:00+02:00 to 2027-03-31 00:00+02:00",
    ]


def test_its_available_hours_allow_where_events_mean_available() -> None:
    assert times(calendar(extra=offer(WEEK, MORNINGS)), "available") == [
        "2027-03-29 09:00+02:00 to 2027-03-29 12:00+02:00",
        "2027-03-30 09:00+02:00 to 2027-03-30 12:00+02:00",
    ]


@pytest.mark.parametrize("busy", ["BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE"])
def test_every_kind_of_busy_forbids(busy: str) -> None:
    assert len(times(calendar(extra=offer(f"BUSYTYPE:{busy}\n{WEEK}", MORNINGS)))) == 3


def test_without_a_start_or_an_end_all_that_is_read_is_meant() -> None:
    found = times(calendar(extra=offer("BUSYTYPE:BUSY", MORNINGS)))
    assert (found[0], found[-1]) == (
        "2026-11-01 00:00+01:00 to 2027-03-29 09:00+02:00",
        "2027-03-30 12:00+02:00 to 2028-05-01 00:00+02:00",
    )
    from_june = offer("DTSTART:20270601T000000Z")
    assert times(calendar(extra=from_june)) == ["2027-06-01 02:00+02:00 to 2028-05-01 00:00+02:00"]
    a_day = offer("DTSTART:20270601T000000Z\nDURATION:P1D")
    assert times(calendar(extra=a_day)) == ["2027-06-01 02:00+02:00 to 2027-06-02 02:00+02:00"]


def test_available_hours_outside_of_its_time_say_nothing() -> None:
    early = "DTSTART;TZID=Europe/Brussels:20270328T200000\nDTEND;TZID=Europe/Brussels:20270329T030000"
    assert times(calendar(extra=offer(WEEK, early)), "available") == [
        "2027-03-29 00:00+02:00 to 2027-03-29 03:00+02:00"
    ]


def test_a_higher_priority_goes_before_the_usual_week() -> None:
    # Usually free all day; on the 29th only in the morning.
    usual = offer(WEEK, "DTSTART:20270328T220000Z\nDTEND:20270330T220000Z")
    holiday = offer(
        "PRIORITY:1\nDTSTART;TZID=Europe/Brussels:20270329T000000\nDURATION:P1D",
        MORNINGS.replace(";COUNT=2", ";COUNT=1"),
    )
    expected = [
        "2027-03-29 00:00+02:00 to 2027-03-29 09:00+02:00",
        "2027-03-29 12:00+02:00 to 2027-03-30 00:00+02:00",
    ]
    assert times(calendar(extra=usual + holiday)) == times(calendar(extra=holiday + usual)) == expected
    assert times(calendar(extra=usual + holiday), "available") == [
        "2027-03-29 09:00+02:00 to 2027-03-29 12:00+02:00",
        "2027-03-30 00:00+02:00 to 2027-03-31 00:00+02:00",
    ]
    # 0 is no priority, and lies below 9.
    low = holiday.replace("PRIORITY:1", "PRIORITY:0")
    assert times(calendar(extra=low + usual.replace("UID:offer", "UID:other\nPRIORITY:9"))) == []


@pytest.mark.parametrize("means", ["busy", "available"])
def test_among_equals_not_available_goes_first(means: Means) -> None:
    both = offer(WEEK, MORNINGS) + offer(WEEK, MORNINGS.replace("090000", "100000"))
    found = times(calendar(extra=both), means)
    assert found[0] == (
        "2027-03-29 00:00+02:00 to 2027-03-29 10:00+02:00"
        if means == "busy"
        else "2027-03-29 10:00+02:00 to 2027-03-29 12:00+02:00"
    )


def test_events_are_read_beside_it() -> None:
    event = "UID:one\nDTSTART:20270329T080000Z\nDTEND:20270329T090000Z"
    found = read(calendar(event, extra=offer(WEEK, MORNINGS))).windows
    assert len(found) == 4
    assert {window.kind for window in found} == {"unavailable"}


@pytest.mark.parametrize(
    ("lines", "part", "what"),
    [
        ("DTSTART:whenever", MORNINGS, "is no date and time"),
        ("DTSTART:20270329T000000Z\nDTEND:20270328T000000Z", MORNINGS, "ends before it starts"),
        (WEEK, "DTEND:20270329T000000Z", "has no DTSTART"),
        (WEEK, MORNINGS.replace("DAILY", "SECONDLY"), "repeats SECONDLY"),
        (WEEK, MORNINGS.replace("DAILY;COUNT=2", "YEARLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1"), ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_or_harmless(lines: str, part: str, what: str) -> None:
    content = calendar(extra=offer(lines, part))
    if what:
        with pytest.raises(CalendarRefused, match=what):
            read(content)
    else:
        assert len(read(content).windows) == 2
