"""Calendars that cannot be used: refused in bounded time and memory, naming line and component."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.availability.content import LARGEST_CALENDAR
from garde.availability.refusal import CalendarRefused
from tests.garde.availability.agenda import CALENDARS, calendar, read

EVENT = "UID:one\nDTSTART:20270101T080000Z\nDTEND:20270101T090000Z"


def refusal(content: bytes) -> str:
    with pytest.raises(CalendarRefused) as refused:
        read(content)
    line = refused.value.one_line()
    assert line.startswith("agenda.ics")
    assert line.endswith("; nothing was taken from this calendar")
    return (
        line.removeprefix("agenda.ics").removesuffix("; nothing was taken from this calendar").lstrip(", :")
    )


def zone(inner: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:Ours\n{inner}\nEND:VTIMEZONE\n"


STANDARD = "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n{}END:STANDARD"
IN_OURS = "UID:one\nDTSTART;TZID=Ours:20270101T080000\nDTEND;TZID=Ours:20270101T090000"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"  \r\n ", "is empty"),
        (b"<!DOCTYPE html><html>Sign in</html>", "is no calendar: it does not begin with BEGIN:VCALENDAR"),
        ("BEGIN:VCALENDAR".encode("utf-16"), "is no calendar"),
        (b"\x00\x01\x02", "is no calendar"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "is no calendar"),
        (calendar(EVENT)[:-15], "line 1 (VCALENDAR): never ends: the file breaks off"),
        (calendar(EVENT)[:60], "line 3 (VEVENT): never ends: the file breaks off"),
        (calendar("nonsense"), "line 4 (VEVENT): is no line of a calendar"),
        (calendar("DTSTART;TZID:x"), "line 4 (VEVENT): DTSTART cannot be read"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "line 3 (END): ends something else than"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nUID:x\n", "line 3: stands outside VCALENDAR"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\n", "line 3 (BEGIN): stands outside VCALENDAR"),
        (calendar("UID:one"), "line 3 (VEVENT): has no DTSTART"),
        (calendar("DTSTART:tomorrow"), "line 4 (DTSTART): is no date and time"),
        (calendar("DTSTART:20270230T080000Z"), "line 4 (DTSTART): is no date and time"),
        (calendar("DTSTART:20270201T250000Z"), "line 4 (DTSTART): is no date and time"),
        (calendar(EVENT.replace("T090000", "T070000")), "line 6 (DTEND): ends before it starts"),
        (calendar("DTSTART:20270201\nDTEND;VALUE=DATE:20270131"), "line 5 (DTEND): ends before it starts"),
        (calendar("DTSTART:20270201T080000\nDURATION:-PT1H"), "line 5 (DURATION): ends before it starts"),
        (calendar("DTSTART:20270201T080000\nDURATION:an hour"), "line 5 (DURATION): is no duration"),
        (calendar("DTSTART:20270201T080000\nDURATION:P99999999999D"), "line 5 (DURATION): is no duration"),
        (calendar(EVENT + "\nEXDATE:often"), "line 7 (EXDATE): is no date and time"),
        (calendar(EVENT + "\nRRULE:FREQ=WEEKLY;UNTIL=x"), "line 7 (RRULE): the rule of recurrence is"),
        (calendar(EVENT + "\nRRULE:BYDAY=MO"), "line 7 (RRULE): the rule of recurrence has no FREQ"),
        (calendar(IN_OURS), "line 5 (DTSTART): is in a time zone that is neither known nor defined"),
        (calendar(IN_OURS, extra=zone("X-NONE:")), "line 3 (VTIMEZONE): defines no offset"),
        (
            calendar(IN_OURS, extra=zone(STANDARD.format("").replace("+0200", "two"))),
            "line 7 (STANDARD): has no readable TZOFFSETFROM",
        ),
        (
            calendar(IN_OURS, extra=zone("BEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD")),
            "line 5 (STANDARD): has no DTSTART",
        ),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY:20270101T080000Z\nEND:VFREEBUSY\nEND:VCALENDAR\n",
            "line 3 (FREEBUSY): is no period",
        ),
    ],
)  # fmt: skip
def test_a_broken_calendar_is_refused_by_line_and_component(content: bytes, what: str) -> None:
    assert refusal(content).startswith(what)


def test_a_refusal_never_repeats_what_the_calendar_says() -> None:
    assert "Dupont" not in refusal(calendar("Madame Dupont, pansement"))
    assert "Dupont" not in refusal(b"BEGIN:VCALENDAR\nBEGIN:DUPONT \n2\n")
    assert "Dupont" not in refusal(calendar("DTSTART:Dupont"))


NEVER = "\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9"
ENDLESS = [
    ("every second", calendar(EVENT + "\nRRULE:FREQ=SECONDLY;COUNT=1000000000"), "repeats SECONDLY"),
    ("every minute", calendar(EVENT + "\nRRULE:FREQ=MINUTELY"), "repeats MINUTELY"),
    (
        "every second of the day",
        calendar(
            f"{EVENT}\nRRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}"
            f";BYMINUTE={','.join(map(str, range(60)))};BYSECOND={','.join(map(str, range(60)))}"
        ),
        "repeats more than can be reckoned with",
    ),
    (
        "every minute by hours and minutes",
        calendar(
            f"{EVENT}\nRRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}"
            f";BYMINUTE={','.join(map(str, range(60)))}"
        ),
        "repeats more than can be reckoned with",
    ),
    (
        "every ten minutes",
        calendar(
            f"{EVENT}\nRRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,10,20,30,40,50"
        ),
        "repeats more than can be reckoned with",
    ),
    (
        "thirty thousand events",
        calendar(*(f"UID:{n}\nDTSTART:20270101T{n % 24:02}{n // 24 % 60:02}{n // 1440:02}Z\nDURATION:PT1M"
                   for n in range(30_000))),
        "gives more than 20000 windows",
    ),
    (
        "thousands of counted rules",
        calendar(
            *(
                f"UID:{number}\nDTSTART:20000101T080000Z\nDTEND:20000101T090000Z\nRRULE:FREQ=DAILY;COUNT=1000000000"
                for number in range(5000)
            )
        ),
        "more than",
    ),
    (
        "many rules of one event",
        calendar(EVENT + "\nRRULE:FREQ=DAILY;BYMONTHDAY=1,2,3;COUNT=999999" * 30_000),
        "repeats more than can be reckoned with",
    ),
    (
        "a rule for a day that never comes",
        calendar(*(EVENT.replace("one", str(number)) + NEVER for number in range(9000))),
        None,
    ),
    (
        "a zone that changes every second",
        calendar(IN_OURS, extra=zone(STANDARD.format("RRULE:FREQ=SECONDLY\n"))),
        "line 9 (VTIMEZONE): a rule repeats SECONDLY",
    ),
    (
        "a zone that changes at every second of every day",
        calendar(
            IN_OURS,
            extra=zone(
                STANDARD.format(
                    f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}"
                    f";BYMINUTE={','.join(map(str, range(60)))};BYSECOND={','.join(map(str, range(60)))}\n"
                )
            ),
        ),
        "repeats more than can be reckoned with",
    ),
    (
        "thousands of offers of hours without end",
        calendar(
            extra=(
                "BEGIN:VAVAILABILITY\nPRIORITY:5\n"
                + "".join(
                    f"BEGIN:AVAILABLE\nDTSTART:20000101T{n % 24:02}0000Z\nDURATION:PT30M\n"
                    "RRULE:FREQ=DAILY\nEND:AVAILABLE\n"
                    for n in range(30)
                )
                + "END:VAVAILABILITY\n"
            )
            * 300
        ),
        "repeats more than can be reckoned with",
    ),
    ("200,000 components", b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 200_000, "holds more than 100000"),
    ("one line without end", b"BEGIN:VCALENDAR\nX:" + b"a" * 9_000_000, "never ends"),
    ("millions of folds", b"BEGIN:VCALENDAR\nUID:\n" + b" a\n" * 3_000_000, "never ends"),
    ("millions of parameters", calendar("DTSTART" + ";A=b" * 2_000_000), "DTSTART cannot be read"),
    ("millions of quotes", calendar("DTSTART;A=" + '"' * 5_000_000), "DTSTART cannot be read"),
    ("fifty megabytes", b"BEGIN:VCALENDAR\n" + b"X:y\n" * 13_000_000, "has more than 10 million bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "what"), [case[1:] for case in ENDLESS], ids=[c[0] for c in ENDLESS])
def test_a_calendar_that_asks_too_much_is_answered_in_seconds(content: bytes, what: str | None) -> None:
    before = time.process_time()
    if what is None:
        assert len(read(content).windows) == 1  # the start of each, all at the same time
    else:
        assert what in refusal(content)
    assert time.process_time() - before < 15


def test_a_bomb_in_an_event_that_does_not_count_is_never_lit() -> None:
    assert read(calendar(f"{EVENT}\nTRANSP:TRANSPARENT\nRRULE:FREQ=SECONDLY")).left_out == {
        "marked as free": 1
    }


def test_a_file_of_fifty_megabytes_is_refused_without_being_unfolded() -> None:
    content = b"BEGIN:VCALENDAR\n" + b"X:y\n" * 13_000_000
    tracemalloc.start()
    try:
        refusal(content)
        assert tracemalloc.get_traced_memory()[1] < LARGEST_CALENDAR
    finally:
        tracemalloc.stop()


@given(
    name=st.sampled_from(sorted(path.name for path in CALENDARS.glob("*.ics"))),
    at=st.integers(0, 4000),
    length=st.integers(0, 60),
    noise=st.binary(max_size=30),
)
def test_a_calendar_damaged_anywhere_is_read_or_refused_in_one_line(
    name: str, at: int, length: int, noise: bytes
) -> None:
    content = (CALENDARS / name).read_bytes()
    damaged = content[:at] + noise + content[at + length :]
    try:
        windows = read(damaged).windows
    except CalendarRefused as refused:
        if not refused.one_line().startswith("agenda.ics"):
            raise
    else:
        assert all(window.start < window.end for window in windows)
