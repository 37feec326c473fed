"""Regular opening hours, as OpenStreetMap writes them, turned into intervals of instants.

The library evaluates each day on the bare clock face. Three things stay ours: which days are holidays,
since it has a calendar of its own for each country and takes no other; nights, since it drops their hours
past midnight when the next day has a rule of its own; and the way from the clock to instants, since it
chooses otherwise than the slots do in the hour that October repeats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.hours import opening_hours_fault
from garde.calendar import hours_text
from garde.calendar.intervals import Interval, clip, intersection, subtraction, union
from garde.calendar.localtime import resolve_handover, zone_named
from garde.calendar.public_holidays import holidays_of
from garde.errors import BadInput

if TYPE_CHECKING:
    from opening_hours import OpeningHours

_DAY = timedelta(days=1)
_LAST_MINUTE = timedelta(hours=23, minutes=59)


def open_intervals(
    opening_hours: str, start: datetime, end: datetime, *, config: BasinConfig
) -> tuple[Interval, ...]:
    """When these hours say open, from ``start`` up to ``end``, instants in UTC; ``unknown`` is not open.

    ``PH`` means the basin's holidays. Hours past midnight belong to the day on which they begin. Raises
    BadInput when the hours cannot be understood.
    """
    fault = opening_hours_fault(opening_hours, config.country)
    if fault:
        raise BadInput(fault[0], where="opening hours", remedy=fault[1])
    zone = zone_named(config.timezone)
    # A day before: hours may have begun the evening before.
    first = start.astimezone(zone).date() - _DAY
    last = end.astimezone(zone).date()
    holidays = holidays_of(config, range(first.year - 1, last.year + 2)).keys()
    face = _on_the_clock(hours_text.tidied(opening_hours), first, last, holidays)
    return clip(_at_instants(face, zone), start.astimezone(UTC), end.astimezone(UTC))


def _on_the_clock(text: str, first: date, last: date, holidays: Collection[date]) -> tuple[Interval, ...]:
    """The hours that begin from ``first`` to ``last``, both included, as naive readings of the clock."""
    offsets = hours_text.holiday_offsets(text)

    def which_holidays(midnight: datetime) -> tuple[bool, ...]:
        return tuple((midnight - offset * _DAY).date() in holidays for offset in offsets)

    own: list[Interval] = []
    gained: list[Interval] = []
    lost: list[Interval] = []
    days = [datetime.combine(first, time()) + n * _DAY for n in range((last - first).days + 1)]
    for kept, group in groupby(days, which_holidays):
        same = [*group]
        plain = hours_text.with_holidays(text, dict(zip(offsets, kept, strict=True)))
        own.extend(_evaluated(hours_text.until_midnight(plain), same))
        if hours_text.has_nights(plain):
            more, less = _past_midnight(plain, same)
            gained.extend(_a_day_later(more))
            lost.extend(_a_day_later(less))
    return subtraction(union(own, gained), lost)


def _past_midnight(text: str, days: list[datetime]) -> tuple[tuple[Interval, ...], tuple[Interval, ...]]:
    """The hours that nights add to the next day, and those that closed nights (``22:00-06:00 off``) take.

    Both still stand on the day on which the night begins. The days are evaluated with the morning half of
    each night moved to their own morning, and without: the difference is what the nights do.
    """
    mornings = [Interval(midnight, midnight + _LAST_MINUTE) for midnight in days]
    moved = intersection(_evaluated(hours_text.mornings_of_nights(text), days), mornings)
    without = intersection(_evaluated(hours_text.without_hours(text), days), mornings)
    return subtraction(moved, without), subtraction(without, moved)


def _evaluated(text: str, days: Iterable[datetime]) -> tuple[Interval, ...]:
    """What the library calls open, day by day: over a longer stretch it loses days after ``||``."""
    from opening_hours import State

    parsed = _parsed(text)
    return union(
        Interval(begins, ends)
        for midnight in days
        for begins, ends, state, _ in parsed.intervals(midnight, midnight + _DAY)
        if state == State.OPEN and begins < ends
    )


@lru_cache(maxsize=4096)
def _parsed(text: str) -> OpeningHours:
    from opening_hours import OpeningHours

    # Without a country PH never applies; without a zone the times are those of the clock.
    return OpeningHours(text, auto_country=False, auto_timezone=False)


def _at_instants(face: Iterable[Interval], zone: ZoneInfo) -> Iterator[Interval]:
    for hours in face:
        start = resolve_handover(hours.start.date(), hours.start.time(), zone)
        end = resolve_handover(hours.end.date(), hours.end.time(), zone)
        if start < end:
            yield Interval(start, end)


def _a_day_later(intervals: Iterable[Interval]) -> Iterator[Interval]:
    for interval in intervals:
        yield Interval(interval.start + _DAY, interval.end + _DAY)
