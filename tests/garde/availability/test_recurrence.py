"""Rules of recurrence against two oracles: dateutil's, and the clock read every half hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from garde.availability.recurrence import occurrences, read_rule
from garde.availability.refusal import CalendarRefused
from tests.garde.availability.agenda import calendar, read

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST, LAST = datetime(2026, 11, 1), datetime(2028, 4, 30)  # noqa: DTZ001


def found(text: str, start: datetime, first: datetime = FIRST, last: datetime = LAST) -> list[datetime]:
    return list(occurrences(read_rule(text), start, first, last, lambda steps: None))


def on(day: str) -> datetime:
    return datetime.fromisoformat(day)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that fit some day of every year, so that dateutil ends its search."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 80))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    if frequency in ("DAILY", "WEEKLY", "MONTHLY") and draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
        if frequency == "MONTHLY" and draw(st.booleans()):
            days = [f"{draw(st.sampled_from([1, 2, 4, -1, -2]))}{day}" for day in days]
        parts.append(f"BYDAY={','.join(days)}")
        if frequency == "MONTHLY" and draw(st.booleans()):
            parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-1']))}")
    elif frequency in ("MONTHLY", "YEARLY"):
        days = draw(st.lists(st.sampled_from([1, 2, 13, 28, -1, -2, -28]), min_size=1, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, days))}")
    if frequency == "YEARLY":
        parts.append(f"BYMONTH={draw(st.sampled_from(['1', '2,7', '3,10,12']))}")
    if draw(st.integers(0, 4)) == 0:
        parts.append(f"BYHOUR={draw(st.sampled_from(['6', '8,20']))}")
    return ";".join(parts)


@given(rules(), st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_a_rule_gives_what_dateutil_gives(text: str, near: datetime) -> None:
    near = near.replace(second=0, microsecond=0)
    unbounded = ";".join(part for part in text.split(";") if not part.startswith("COUNT"))
    start = next(iter(rrulestr(unbounded, dtstart=near)))
    bounded = text if "COUNT" in text else f"{text};UNTIL=20280430T000000"
    oracle = [moment for moment in rrulestr(bounded, dtstart=start) if FIRST <= moment <= LAST]
    assert found(text, start) == oracle


@pytest.mark.parametrize("weeks", ["1", "20", "52,53", "-1", "-52"])
def test_weeks_of_the_year_are_those_of_iso(weeks: str) -> None:
    wanted = {int(week) for week in weeks.split(",")}
    start = on("2026-11-02T09:00")
    days = (start + timedelta(days=number) for number in range(545))

    def fits(day: datetime) -> bool:
        year, week, weekday = day.isocalendar()
        length = date(year, 12, 28).isocalendar().week
        return weekday == 3 and bool(wanted & {week, week - length - 1})

    expected = [day for day in days if day <= LAST and fits(day)]
    assert found(f"FREQ=YEARLY;BYWEEKNO={weeks};BYDAY=WE", start) == [start, *expected]


def test_a_rule_keeps_the_day_of_its_start_where_it_names_none() -> None:
    assert found("FREQ=MONTHLY", on("2027-01-31T08:00"), last=on("2027-05-31T23:00")) == [
        on(f"2027-{month}T08:00") for month in ("01-31", "03-31", "05-31")
    ]
    assert found("FREQ=YEARLY", on("2024-02-29T08:00")) == [on("2028-02-29T08:00")]


def test_the_start_is_the_first_occurrence_even_where_the_rule_does_not_fit_it() -> None:
    # 1 January 2027 is a Friday.
    assert found("FREQ=WEEKLY;BYDAY=MO;COUNT=3", on("2027-01-01T08:00")) == [
        on(f"2027-01-{day}T08:00") for day in ("01", "04", "11")
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("FREQ=SECONDLY;COUNT=1000000000", "repeats SECONDLY; only daily and longer is read"),
        ("FREQ=MINUTELY", "repeats MINUTELY"),
        ("FREQ=HOURLY;BYDAY=MO", "repeats HOURLY"),
        ("FREQ=FORTNIGHTLY", "malformed"),
        ("COUNT=3", "has no FREQ"),
        ("", "has no FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "impossible INTERVAL"),
        ("FREQ=DAILY;COUNT=-1", "impossible COUNT"),
        ("FREQ=DAILY;COUNT=many", "malformed"),
        ("FREQ=YEARLY;BYMONTH=13", "impossible BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "impossible BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "malformed"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "follows another calendar"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_rule(text)


ZONES = ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC")
HALF = timedelta(minutes=30)
CHANGES = ((3, 12), (3, 26), (4, 2), (10, 29), (11, 5))
AROUND = [datetime(2027, month, day, tzinfo=UTC) for month, day in CHANGES]


@given(
    zone=st.sampled_from(ZONES),
    around=st.sampled_from(AROUND),
    start=st.integers(0, 23).filter(lambda hour: hour != 2),
    hours=st.integers(1, 30),
    weekdays=st.lists(st.sampled_from(DAYS), unique=True),
)
def test_repetitions_cover_exactly_the_half_hours_that_the_clock_says(
    zone: str, around: datetime, start: int, hours: int, weekdays: list[str]
) -> None:
    # A start between two and three is left out: where the clock jumps over it, it is read as an hour later.
    # No end is: where the clock jumps over two o'clock, it is the same instant as three.
    clock = ZoneInfo(zone)
    day = date(2026, 11, 2)
    while weekdays and DAYS[day.weekday()] not in weekdays:
        day += timedelta(days=1)
    begin = datetime.combine(day, time(start))
    end = begin + timedelta(hours=hours)
    rule = f"FREQ=WEEKLY;BYDAY={','.join(weekdays)}" if weekdays else "FREQ=DAILY"
    lines = f"UID:a\nDTSTART;TZID={zone}:{begin:%Y%m%dT%H%M%S}\nDTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"
    lines += f"\nRRULE:{rule}"
    windows = read(calendar(lines)).windows

    def says(instant: datetime) -> bool:
        """Whether the clock shows a time between start and end of an event."""
        local = instant.astimezone(clock).replace(tzinfo=None, fold=0)
        for back in range(3):
            event = local.date() - timedelta(days=back)
            if weekdays and DAYS[event.weekday()] not in weekdays:
                continue
            opens = datetime.combine(event, time(start))
            if opens <= local < opens + timedelta(hours=hours):
                return True
        return False

    halves = [around + HALF * number for number in range(48 * 5)]
    covered = [any(w.start <= half < w.end for w in windows) for half in halves]
    assert covered == [says(half) for half in halves]


@given(
    start=st.datetimes(datetime(2027, 1, 1), datetime(2028, 3, 1)),  # noqa: DTZ001
    minutes=st.integers(-3000, 3000),
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(["", "RRULE:FREQ=DAILY;COUNT=400", "RRULE:FREQ=WEEKLY"]),
)
def test_no_window_ends_before_it_starts(start: datetime, minutes: int, zone: str, rule: str) -> None:
    end = start + timedelta(minutes=minutes)
    lines = f"UID:a\nDTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nDTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}\n{rule}"
    content = calendar(lines)
    if f"{end:%Y%m%dT%H%M%S}" < f"{start:%Y%m%dT%H%M%S}":
        with pytest.raises(CalendarRefused, match=r"line 6 .DTEND.: ends before it starts"):
            read(content)
        return
    windows = read(content).windows
    assert all(window.start < window.end for window in windows)
    assert bool(windows) == (minutes > 0)
