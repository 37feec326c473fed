"""Which kind of day a local date is, for the ``days`` of duties."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import HOLIDAY, WEEKDAYS
from garde.calendar.intervals import Interval
from garde.calendar.localtime import resolve_handover


def kind_of(day: date, holidays: Container[date]) -> str:
    """``mo`` to ``su``, or ``holiday``: a holiday is of that kind only, whatever its weekday."""
    return HOLIDAY if day in holidays else WEEKDAYS[day.weekday()]


def whole_day(day: date, zone: ZoneInfo) -> Interval:
    """A local date from midnight to midnight, as instants in UTC."""
    return Interval(
        resolve_handover(day, time(), zone), resolve_handover(day + timedelta(days=1), time(), zone)
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from ``first`` to ``last``, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
