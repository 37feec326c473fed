"""Opening hours as somebody takes them who reads only the words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import WEEKDAYS
from garde.basin.weekly import Dates, Weekly
from garde.calendar.days import days_between, whole_day
from garde.calendar.intervals import Interval, clip, union

BRUSSELS = ZoneInfo("Europe/Brussels")


def as_told(found: Weekly, first: date, last: date, holidays: set[date]) -> tuple[Interval, ...]:
    """The hours of all days from first to last, both included."""
    told = union(
        part
        for day in days_between(first - timedelta(days=1), last)
        for part in _begun_on(found, day, holidays)
    )
    return clip(told, whole_day(first, BRUSSELS).start, whole_day(last, BRUSSELS).end)


def _begun_on(found: Weekly, day: date, holidays: set[date]) -> list[Interval]:
    if any(_closed_on(dates, day) for dates in found.closed):
        return []
    own = found.days[WEEKDAYS[day.weekday()]]
    hours = found.holidays if day in holidays and found.holidays is not None else own
    midnight = datetime.combine(day, time(), BRUSSELS)
    return [
        Interval(
            (midnight + timedelta(minutes=start)).astimezone(UTC),
            (midnight + timedelta(minutes=end)).astimezone(UTC),
        )
        for start, end in hours
    ]


def _closed_on(dates: Dates, day: date) -> bool:
    today = (day.month, day.day)
    if dates.first_year is None and dates.first > dates.last:
        return today >= dates.first or today <= dates.last
    first = (dates.first_year or day.year, *dates.first)
    return first <= (day.year, *today) <= (dates.last_year or day.year, *dates.last)
