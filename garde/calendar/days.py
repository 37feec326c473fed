"""Which kind of day a local date is, for the ``days`` of duties."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import BRIDGE, HOLIDAY, SCHOOL_HOLIDAY, WEEKDAYS, BasinConfig, Line
from garde.calendar.intervals import Interval
from garde.calendar.localtime import resolve_handover


def kind_of(day: date, line: Line, config: BasinConfig, holidays: Container[date]) -> str:
    """One of `config.DAYS`: a day is of one kind only for the duties of a line.

    A holiday goes before its weekday. So do a bridge and a school holiday, on lines of which a duty names
    them: other lines do not notice, so that no duty of theirs is lost. A day of the weekend in such a period
    stays what it is.
    """
    if day in holidays:
        return HOLIDAY
    weekday = WEEKDAYS[day.weekday()]
    if weekday not in config.burden.weekend_days:
        for kind in (BRIDGE, SCHOOL_HOLIDAY):
            if line.notices(kind) and _lies_in(day, kind, config):
                return kind
    return weekday


def _lies_in(day: date, kind: str, config: BasinConfig) -> bool:
    return any(
        period.first <= day <= period.last for period in config.holidays.periods if period.kind == kind
    )


def whole_day(day: date, zone: ZoneInfo) -> Interval:
    """A local date from midnight to midnight, as instants in UTC."""
    return Interval(
        resolve_handover(day, time(), zone), resolve_handover(day + timedelta(days=1), time(), zone)
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from ``first`` to ``last``, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
