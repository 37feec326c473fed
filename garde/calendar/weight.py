"""What a stretch of duty weighs, and of which kinds it is, from its hours to the second.

Each moment is ``day``, ``evening`` or ``night`` by the local clock, and besides ``weekend``, ``holiday`` or
(where the basin has points for it) ``eve`` of a holiday by its local date. Lengths are real elapsed time,
so that October's night weighs an hour more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from garde.basin.config import CATEGORIES, WEEKDAYS, Burden
from garde.calendar.intervals import Interval
from garde.calendar.localtime import clock_changes, instants

_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Weight:
    """``points`` of burden, at least 1, and the ``categories`` that fill half of the time or more."""

    points: int
    categories: tuple[str, ...]


def weigh(interval: Interval, burden: Burden, holidays: Collection[date], zone: tzinfo) -> Weight:
    """The burden and the categories of a duty over an interval of instants.

    Points are the sum, over its moments, of the heaviest rate that applies, per hour, rounded half up.
    Each category is judged by itself: a duty may be of several kinds, or of none.
    """
    rates = {kind: getattr(burden, kind) or 0 for kind in ("day", *CATEGORIES)}
    weighted = 0
    lasting = dict.fromkeys(CATEGORIES, 0)
    for piece, kinds in pieces(interval, burden, holidays, zone):
        seconds = int(piece.length.total_seconds())
        weighted += seconds * max(rates[kind] for kind in kinds)
        for kind in kinds & lasting.keys():
            lasting[kind] += seconds
    # Whole numbers only: half up of w/3600 is the floor of (2w + 3600) / 7200.
    points = (2 * weighted + _SECONDS_PER_HOUR) // (2 * _SECONDS_PER_HOUR)
    length = int(interval.length.total_seconds())
    return Weight(max(1, points), tuple(kind for kind in CATEGORIES if 2 * lasting[kind] >= length))


def pieces(
    interval: Interval, burden: Burden, holidays: Collection[date], zone: tzinfo
) -> Iterator[tuple[Interval, frozenset[str]]]:
    """Cuts an interval where the kind of time or the date may change: the kinds that hold throughout each."""
    cuts = {interval.start, interval.end, *clock_changes(interval.start, interval.end, zone)}
    day = interval.start.astimezone(zone).date()
    last = interval.end.astimezone(zone).date()
    while day <= last:
        for at in (time(), burden.eve_from, burden.evening_from, burden.night_from, burden.night_until):
            cuts.update(instants(datetime.combine(day, at), zone))
        day += timedelta(days=1)
    inside = sorted(cut for cut in cuts if interval.start <= cut <= interval.end)
    for start, end in pairwise(inside):
        yield Interval(start, end), kinds_at(start.astimezone(zone), burden, holidays)


def kinds_at(local: datetime, burden: Burden, holidays: Collection[date]) -> frozenset[str]:
    """The kinds of time at a moment of the local clock: ``day``, ``evening`` or ``night``, and its date's."""
    at = local.time()
    kinds = set()
    if _within(at, burden.evening_from, burden.night_from):
        kinds.add("evening")
    if _within(at, burden.night_from, burden.night_until):
        kinds.add("night")
    if not kinds:
        kinds.add("day")
    if WEEKDAYS[local.weekday()] in burden.weekend_days:
        kinds.add("weekend")
    if local.date() in holidays:
        kinds.add("holiday")
    elif burden.eve is not None and at >= burden.eve_from and local.date() + timedelta(days=1) in holidays:
        kinds.add("eve")
    return frozenset(kinds)


def _within(at: time, start: time, end: time) -> bool:
    """Whether a window of the clock, that may pass midnight, holds a time; equal ends hold none."""
    if start <= end:
        return start <= at < end
    return at >= start or at < end
