from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import Burden
from garde.calendar.intervals import Interval
from garde.calendar.localtime import instants
from garde.calendar.weight import Weight, weigh

BRUSSELS = ZoneInfo("Europe/Brussels")
CLOCK_ONLY = Burden(day=1, evening=2, night=3, weekend=0, holiday=0)
FULL = Burden(day=1, evening=2, night=3, weekend=2, holiday=4)
NONE: frozenset[date] = frozenset()


def hours(start: str, end: str) -> Interval:
    first, last = (instants(datetime.fromisoformat(text), BRUSSELS)[0] for text in (start, end))
    return Interval(first, last)


def test_an_ordinary_night() -> None:
    # 21-22 evening 1 h x 2, 22-07 night 9 h x 3, 07-09 day 2 h x 1: 2 + 27 + 2 = 31.
    assert weigh(hours("2027-01-05T21:00", "2027-01-06T09:00"), CLOCK_ONLY, NONE, BRUSSELS) == Weight(
        31, ("night",)
    )


def test_the_october_night_weighs_an_hour_more() -> None:
    # 22-07 lasts 10 hours: 1 x 2 + 10 x 3 + 2 x 1 = 34. Saturday 21:00 to Sunday: all 13 hours weekend.
    assert weigh(hours("2027-10-30T21:00", "2027-10-31T09:00"), CLOCK_ONLY, NONE, BRUSSELS) == Weight(
        34, ("night", "weekend")
    )


def test_the_march_night_weighs_an_hour_less() -> None:
    # 22-07 lasts 8 hours: 1 x 2 + 8 x 3 + 2 x 1 = 28.
    assert weigh(hours("2027-03-27T21:00", "2027-03-28T09:00"), CLOCK_ONLY, NONE, BRUSSELS) == Weight(
        28, ("night", "weekend")
    )


def test_the_heaviest_kind_that_applies_counts() -> None:
    # Friday 1 January 21-24 holiday 3 h x 4, Saturday 00-07 night 7 h x 3, 07-09 weekend 2 h x 2.
    new_year = {date(2027, 1, 1)}
    assert weigh(hours("2027-01-01T21:00", "2027-01-02T09:00"), FULL, new_year, BRUSSELS) == Weight(
        12 + 21 + 4, ("night", "weekend")
    )


def test_a_holiday_on_a_sunday_is_of_both_kinds() -> None:
    # Sunday 15 August 2027, Assumption: 09-21, 12 h x 4 = 48.
    assert weigh(
        hours("2027-08-15T09:00", "2027-08-15T21:00"), FULL, {date(2027, 8, 15)}, BRUSSELS
    ) == Weight(48, ("weekend", "holiday"))


WITH_EVE = Burden(day=1, evening=2, night=3, weekend=2, holiday=4, eve=5)
CHRISTMAS = frozenset({date(2026, 12, 25)})


def test_the_eve_of_a_holiday_counts_where_the_basin_has_points_for_it() -> None:
    # Thursday 24 December: from 16:00 2 h x 1, from 18:00 6 h x 5; without eves 2 + 4 h x 2 + 2 h x 3.
    evening = hours("2026-12-24T16:00", "2026-12-25T00:00")
    assert weigh(evening, WITH_EVE, CHRISTMAS, BRUSSELS) == Weight(32, ("evening", "eve"))
    assert weigh(evening, FULL, CHRISTMAS, BRUSSELS) == Weight(16, ("evening",))


def test_the_eve_begins_when_the_basin_says() -> None:
    all_day = WITH_EVE.model_copy(update={"eve_from": time(0)})
    # 09-21 of 24 December: 12 h x 5.
    day = hours("2026-12-24T09:00", "2026-12-24T21:00")
    assert weigh(day, all_day, CHRISTMAS, BRUSSELS) == Weight(60, ("eve",))
    # From 18:00 it is three hours of twelve: 9 h x 1 + 3 h x 5, and no duty of the eve.
    assert weigh(day, WITH_EVE, CHRISTMAS, BRUSSELS) == Weight(24, ())


def test_a_holiday_before_a_holiday_is_no_eve() -> None:
    two = CHRISTMAS | {date(2026, 12, 26)}
    # Christmas evening, before a Boxing Day that this basin keeps: 4 h x 4.
    evening = hours("2026-12-25T18:00", "2026-12-25T22:00")
    assert weigh(evening, WITH_EVE, two, BRUSSELS) == Weight(16, ("evening", "holiday"))


def test_a_night_may_be_lighter_than_a_day() -> None:
    # Passive nights: 20-22 evening 2 h x 1, 22-07 night 9 h x 1, 07-08 day 1 h x 5: 2 + 9 + 5 = 16.
    passive = Burden(day=5, evening=1, night=1, weekend=0, holiday=0)
    assert weigh(hours("2027-01-05T20:00", "2027-01-06T08:00"), passive, NONE, BRUSSELS).points == 16


@pytest.mark.parametrize(
    ("minutes", "points"),
    # At a point an hour: 30 minutes are half a point, rounded up; 89 are 1.48; 90 are 1.5.
    [(1, 1), (29, 1), (30, 1), (60, 1), (89, 1), (90, 2), (149, 2), (150, 3)],
)
def test_points_are_rounded_half_up_and_are_never_zero(minutes: int, points: int) -> None:
    start = hours("2027-01-05T09:00", "2027-01-05T10:00").start
    interval = Interval(start, start + timedelta(minutes=minutes))
    assert weigh(interval, CLOCK_ONLY, NONE, BRUSSELS).points == points


@pytest.mark.parametrize(
    ("start", "end", "kinds"),
    [
        # 18-22 is evening: 3 of 6 hours are half, 2:59 of 6 are not.
        ("2027-01-05T15:00", "2027-01-05T21:00", ("evening",)),
        ("2027-01-05T14:59", "2027-01-05T20:59", ()),
        # 4 hours of evening and 4 of night: both are half.
        ("2027-01-05T18:00", "2027-01-06T02:00", ("evening", "night")),
        # Friday 12:00 to Sunday 00:00: 24 of 36 hours are weekend, 9 + 2 are night.
        ("2027-01-08T12:00", "2027-01-10T00:00", ("weekend",)),
        ("2027-01-05T09:00", "2027-01-05T17:00", ()),
    ],
)
def test_a_category_needs_half_of_the_time(start: str, end: str, kinds: tuple[str, ...]) -> None:
    assert weigh(hours(start, end), CLOCK_ONLY, NONE, BRUSSELS).categories == kinds


def test_the_basin_sets_its_own_windows_and_weekend() -> None:
    # Evening 19-23 and night 23-06, weekend from Friday: 18-19 day 1, 19-23 evening 4 x 2, 23-06 night 7 x 3.
    own = Burden(
        day=1,
        evening=2,
        night=3,
        weekend=0,
        holiday=0,
        evening_from=time(19),
        night_from=time(23),
        night_until=time(6),
        weekend_days=("fr", "sa"),
    )
    # Thursday 18:00 to Friday 06:00: 1 + 8 + 21 = 30; 6 of 12 hours are Friday.
    assert weigh(hours("2027-01-07T18:00", "2027-01-08T06:00"), own, NONE, BRUSSELS) == Weight(
        30, ("night", "weekend")
    )


def test_a_night_that_ends_in_the_repeated_hour_comes_back_for_half_of_it() -> None:
    # The clock shows 00:00 to 02:59, then 02:00 to 05:00. Before 02:30 it is night: 2.5 h, and half an hour
    # again; the rest is day: 3 h x 3 + 3 h x 1 = 12.
    short = CLOCK_ONLY.model_copy(update={"night_until": time(2, 30)})
    assert weigh(hours("2027-10-31T00:00", "2027-10-31T05:00"), short, NONE, BRUSSELS).points == 12


def test_a_night_that_ends_in_the_skipped_hour_ends_at_the_jump() -> None:
    # 00-02 night 2 h x 3, 03-05 day 2 h x 1 = 8.
    short = CLOCK_ONLY.model_copy(update={"night_until": time(2, 30)})
    assert weigh(hours("2027-03-28T00:00", "2027-03-28T05:00"), short, NONE, BRUSSELS).points == 8


def weighed_minute_by_minute(
    interval: Interval, burden: Burden, holidays: Collection[date], zone: ZoneInfo
) -> Weight:
    minute = timedelta(minutes=1)
    points = Fraction()
    counts = {"evening": 0, "night": 0, "weekend": 0, "holiday": 0, "eve": 0}
    length = (interval.end - interval.start) // minute
    for number in range(length):
        local = (interval.start + number * minute).astimezone(zone)
        evening = burden.evening_from <= local.time() < burden.night_from
        night = local.time() >= burden.night_from or local.time() < burden.night_until
        kinds = {
            "evening": evening,
            "night": night,
            "weekend": local.weekday() in (5, 6),
            "holiday": local.date() in holidays,
            "eve": burden.eve is not None
            and local.time() >= burden.eve_from
            and local.date() not in holidays
            and local.date() + timedelta(days=1) in holidays,
        }
        rates = [getattr(burden, kind) for kind, applies in kinds.items() if applies]
        if not evening and not night:
            rates.append(burden.day)
        points += Fraction(max(rates), 60)
        for kind, applies in kinds.items():
            counts[kind] += applies
    rounded = int(points + Fraction(1, 2))
    return Weight(max(1, rounded), tuple(kind for kind, count in counts.items() if 2 * count >= length))


RATES = st.integers(0, 9)
CLOCK_CHANGE_DAYS = [datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 10, 30, tzinfo=UTC)]


@given(
    burden=st.builds(
        Burden,
        day=RATES,
        evening=RATES,
        night=RATES,
        weekend=RATES,
        holiday=RATES,
        eve=st.none() | RATES,
        eve_from=st.times(time(12), time(23)).map(lambda at: at.replace(second=0, microsecond=0)),
        evening_from=st.times(time(16), time(19)).map(lambda at: at.replace(second=0, microsecond=0)),
        night_from=st.times(time(20), time(23, 30)).map(lambda at: at.replace(second=0, microsecond=0)),
        # Ends of the night fall into the hour that is skipped, repeated, and beside it.
        night_until=st.times(time(1), time(4)).map(lambda at: at.replace(second=0, microsecond=0)),
    ),
    day=st.sampled_from(CLOCK_CHANGE_DAYS),
    offset=st.integers(0, 2880),
    minutes=st.integers(1, 1500),
    holidays=st.sets(st.sampled_from([date(2027, 3, 28), date(2027, 10, 31), date(2027, 11, 1)])),
    zone=st.sampled_from([BRUSSELS, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")]),
)
@settings(max_examples=60, deadline=None)
def test_the_weight_is_that_of_its_minutes(
    burden: Burden, day: datetime, offset: int, minutes: int, holidays: set[date], zone: ZoneInfo
) -> None:
    start = day + timedelta(minutes=offset)
    interval = Interval(start, start + timedelta(minutes=minutes))
    assert weigh(interval, burden, holidays, zone) == weighed_minute_by_minute(
        interval, burden, holidays, zone
    )
