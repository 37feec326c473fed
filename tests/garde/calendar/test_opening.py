from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.calendar.opening import open_intervals
from garde.calendar.public_holidays import holidays_of
from garde.errors import BadInput

Basin = Callable[..., BasinConfig]
BRUSSELS = ZoneInfo("Europe/Brussels")


def opened(config: BasinConfig, hours: str, first: str, last: str) -> list[str]:
    """The open hours from one local midnight to another, as the local clock shows them."""
    zone = ZoneInfo(config.timezone)
    start, end = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in (first, last))
    return [
        f"{interval.start.astimezone(zone):%a %d %H:%M} - {interval.end.astimezone(zone):%a %d %H:%M}"
        for interval in open_intervals(hours, start, end, config=config)
    ]


def test_ordinary_hours(basin: Basin) -> None:
    # 1 January 2027, a Friday, is a holiday.
    hours = "Mo-Fr 08:30-12:30,14:00-18:30; Sa 09:00-12:30; PH off"
    assert opened(basin(), hours, "2027-01-01", "2027-01-05") == [
        "Sat 02 09:00 - Sat 02 12:30",
        "Mon 04 08:30 - Mon 04 12:30",
        "Mon 04 14:00 - Mon 04 18:30",
    ]


def test_hours_are_instants_in_utc(basin: Basin) -> None:
    start, end = datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 7, 2, tzinfo=UTC)
    (interval,) = open_intervals("09:00-12:00", start, end, config=basin())
    assert (interval.start, interval.end) == (
        datetime(2027, 7, 1, 7, tzinfo=UTC),
        datetime(2027, 7, 1, 10, tzinfo=UTC),
    )


def test_hours_are_cut_at_the_window(basin: Basin) -> None:
    start, end = datetime(2027, 7, 1, 8, tzinfo=UTC), datetime(2027, 7, 1, 9, tzinfo=UTC)
    (interval,) = open_intervals("24/7", start, end, config=basin())
    assert (interval.start, interval.end) == (start, end)
    assert open_intervals("24/7", end, end, config=basin()) == ()


def test_a_night_lasts_an_hour_less_in_march_and_more_in_october(basin: Basin) -> None:
    nights = []
    for first, last in (("2027-03-27", "2027-03-29"), ("2027-10-30", "2027-11-01")):
        start, end = (
            datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=BRUSSELS) for day in (first, last)
        )
        nights.append(open_intervals("Sa 22:00-06:00", start, end, config=basin())[0].length)
    assert nights == [timedelta(hours=7), timedelta(hours=9)]


def test_hours_in_the_repeated_hour_meet_the_slots(basin: Basin) -> None:
    # As a hand-over does, 02:30 means the first of the two: 00:30 UTC.
    start, end = datetime(2027, 10, 30, 22, tzinfo=UTC), datetime(2027, 10, 31, 12, tzinfo=UTC)
    (until,) = open_intervals("Su 01:00-02:30", start, end, config=basin())
    (since,) = open_intervals("Su 02:30-05:00", start, end, config=basin())
    assert until.end == since.start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_hours_inside_the_skipped_hour_vanish(basin: Basin) -> None:
    assert opened(basin(), "02:00-03:00", "2027-03-27", "2027-03-30") == [
        "Sat 27 02:00 - Sat 27 03:00",
        "Mon 29 02:00 - Mon 29 03:00",
    ]


@pytest.mark.parametrize(
    "hours",
    [
        "Fr 22:00-06:00; Sa 10:00-12:00",
        "Fr 22:00-30:00; Sa 10:00-12:00",
        "Fr 22:00-06:00, Sa 10:00-12:00",
    ],
)
def test_a_night_goes_on_when_the_next_day_has_hours_of_its_own(basin: Basin, hours: str) -> None:
    assert opened(basin(), hours, "2027-05-07", "2027-05-09") == [
        "Fri 07 22:00 - Sat 08 06:00",
        "Sat 08 10:00 - Sat 08 12:00",
    ]


def test_a_night_belongs_to_the_day_on_which_it_begins(basin: Basin) -> None:
    # Ascension is Thursday 6 May: the night before goes on into it, its own night is off.
    assert opened(basin(), "Mo-Su 22:00-06:00; PH off", "2027-05-05", "2027-05-08") == [
        "Wed 05 00:00 - Wed 05 06:00",
        "Wed 05 22:00 - Thu 06 06:00",
        "Fri 07 22:00 - Sat 08 00:00",
    ]


def test_a_closed_night_closes_the_morning_after(basin: Basin) -> None:
    assert opened(basin(), "24/7; Fr 22:00-06:00 off", "2027-05-07", "2027-05-09") == [
        "Fri 07 00:00 - Fri 07 22:00",
        "Sat 08 06:00 - Sun 09 00:00",
    ]


def test_the_same_hour_twice_is_a_whole_day(basin: Basin) -> None:
    assert opened(basin(), "Sa 08:00-08:00; Su 10:00-12:00", "2027-05-07", "2027-05-10") == [
        "Sat 08 08:00 - Sun 09 08:00",
        "Sun 09 10:00 - Sun 09 12:00",
    ]


def test_holidays_are_those_of_the_basin(basin: Basin) -> None:
    bridge = {"date": "2027-05-07", "names": {"fr": "Pont", "nl": "Brugdag"}}
    config = basin(holidays={"add": [bridge], "skip": ["2027-05-17"]})
    hours = "Mo-Fr 09:00-17:00; PH 10:00-12:00"
    assert opened(config, hours, "2027-05-06", "2027-05-08") == [
        "Thu 06 10:00 - Thu 06 12:00",
        "Fri 07 10:00 - Fri 07 12:00",
    ]
    assert opened(config, hours, "2027-05-17", "2027-05-18") == ["Mon 17 09:00 - Mon 17 17:00"]


def test_easter_sunday_is_a_sunday_like_any_other(basin: Basin) -> None:
    assert opened(basin(), "Su 10:00-12:00; PH off", "2027-03-28", "2027-03-30") == [
        "Sun 28 10:00 - Sun 28 12:00"
    ]


def test_holidays_are_known_far_ahead(basin: Basin) -> None:
    # 25 December 2090 is a Monday.
    assert opened(basin(), "Mo 10:00-12:00; PH off", "2090-12-24", "2090-12-27") == []


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        # Ascension is Thursday 6 May 2027.
        ("PH 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00"]),
        ("Fr,PH 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00", "Fri 07 10:00 - Fri 07 12:00"]),
        ("PH,Fr 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00", "Fri 07 10:00 - Fri 07 12:00"]),
        ("Fr, PH 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00", "Fri 07 10:00 - Fri 07 12:00"]),
        ("Fr PH 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00", "Fri 07 10:00 - Fri 07 12:00"]),
        ("PH Mo-We 10:00-12:00", []),
        ("PH Mo-Fr 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00"]),
        ("PH +1 day 10:00-12:00", ["Fri 07 10:00 - Fri 07 12:00"]),
        ("PH -1 day 10:00-12:00", ["Wed 05 10:00 - Wed 05 12:00"]),
        ("2027 PH 10:00-12:00", ["Thu 06 10:00 - Thu 06 12:00"]),
        ("Jun PH 10:00-12:00", []),
        ("Th 08:00-09:00, PH 10:00-12:00", ["Thu 06 08:00 - Thu 06 09:00", "Thu 06 10:00 - Thu 06 12:00"]),
        ('Th 08:00-09:00 "not on PH"', ["Thu 06 08:00 - Thu 06 09:00"]),
    ],
)
def test_the_ways_of_naming_holidays(basin: Basin, hours: str, expected: list[str]) -> None:
    assert opened(basin(), hours, "2027-05-05", "2027-05-08") == expected


def test_unknown_is_not_open(basin: Basin) -> None:
    hours = 'Mo-Fr 10:00-12:00; Sa 10:00-12:00 unknown "call" || unknown "ask"'
    assert opened(basin(), hours, "2027-05-07", "2027-05-11") == [
        "Fri 07 10:00 - Fri 07 12:00",
        "Mon 10 10:00 - Mon 10 12:00",
    ]


def test_a_fallback_does_not_swallow_later_days(basin: Basin) -> None:
    assert opened(basin(), 'Mo-Su 10:00-12:00 || unknown "call"', "2027-05-03", "2027-05-06") == [
        "Mon 03 10:00 - Mon 03 12:00",
        "Tue 04 10:00 - Tue 04 12:00",
        "Wed 05 10:00 - Wed 05 12:00",
    ]


@pytest.mark.parametrize("hours", ["whenever", "", "Mo-Fr 9-17", "SH off", 'Mo-Fr 10:00-12:00 || "call"'])
def test_hours_that_cannot_be_understood_are_refused(basin: Basin, hours: str) -> None:
    start, end = datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 7, 2, tzinfo=UTC)
    with pytest.raises(BadInput, match=r"^opening hours: ") as refusal:
        open_intervals(hours, start, end, config=basin())
    assert refusal.value.remedy


MINUTES = st.integers(0, 24 * 60 - 1)


@given(
    weekdays=st.sets(st.sampled_from(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]), min_size=1),
    opens=MINUTES,
    closes=MINUTES,
    on_holidays=st.sampled_from(["", "off", "08:00-20:00", "21:00-03:00"]),
    first=st.dates(date(2026, 1, 1), date(2028, 12, 25)),
    zone=st.sampled_from(["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
@settings(max_examples=40, deadline=None)
def test_each_minute_of_a_week_is_open_as_its_clock_says(
    basin: Basin, weekdays: set[str], opens: int, closes: int, on_holidays: str, first: date, zone: str
) -> None:
    config = basin(timezone=zone)
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (opens, closes)]
    rule = f"{','.join(sorted(weekdays))} {'-'.join(clock)}"
    hours = f"{rule}; PH {on_holidays}" if on_holidays else rule
    holidays = holidays_of(config, range(2025, 2030))

    def ranges(day: date) -> tuple[int, int] | None:
        """Minutes of the day from which, and to which (beyond midnight too), it is open."""
        if on_holidays and day in holidays:
            return {"off": None, "08:00-20:00": (480, 1200), "21:00-03:00": (1260, 1620)}[on_holidays]
        if ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day.weekday()] not in weekdays:
            return None
        return opens, closes if closes > opens else closes + 24 * 60

    def is_open(local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        today, yesterday = ranges(local.date()), ranges(local.date() - timedelta(days=1))
        return (today is not None and today[0] <= minute < today[1]) or (
            yesterday is not None and yesterday[0] <= minute + 24 * 60 < yesterday[1]
        )

    start = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    found = open_intervals(hours, start, start + timedelta(days=5), config=config)
    for step in range(0, 5 * 24 * 60, 7):
        instant = start + timedelta(minutes=step)
        local = instant.astimezone(ZoneInfo(zone))
        repeated = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
        if not repeated:
            assert any(interval.holds(instant) for interval in found) == is_open(local), local


@pytest.mark.parametrize(
    ("hours", "open_days"),
    [
        # A service that keeps the basin's holidays, and one that works on them. Ascension is Thursday 6 May.
        ("Mo-Fr 09:00-12:00; PH off", ["Wed 05", "Fri 07", "Mon 10", "Tue 11"]),
        ("Mo-Fr 09:00-12:00", ["Wed 05", "Thu 06", "Fri 07", "Mon 10", "Tue 11"]),
        # Its own bridge, its own week, days of every year, the same day twice a year.
        ("Mo-Fr 09:00-12:00; PH off; 2027 May 07 off", ["Wed 05", "Mon 10", "Tue 11"]),
        ("Mo-Fr 09:00-12:00; 2027 May 06-May 10 off", ["Wed 05", "Tue 11"]),
        ("Mo-Fr 09:00-12:00; May 05,May 11 off", ["Thu 06", "Fri 07", "Mon 10"]),
        ("Mo-Fr 09:00-12:00; 2026 Dec 20-2027 May 10 off", ["Tue 11"]),
    ],
)
def test_each_service_keeps_closing_days_of_its_own(basin: Basin, hours: str, open_days: list[str]) -> None:
    assert [found[:6] for found in opened(basin(), hours, "2027-05-05", "2027-05-12")] == open_days


def test_a_closing_day_of_its_own_lets_the_night_before_it_end(basin: Basin) -> None:
    assert opened(basin(), "Mo-Su 20:00-06:00; 2028 Feb 29 off", "2028-02-28", "2028-03-02") == [
        "Mon 28 00:00 - Mon 28 06:00",
        "Mon 28 20:00 - Tue 29 06:00",
        "Wed 01 20:00 - Thu 02 00:00",
    ]
