"""Sets of instants as sorted, disjoint, half-open intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """The time from ``start`` up to, not including, ``end``, which lies after it.

    Both are instants in UTC, or both naive readings of one clock.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"an interval ends after its start, not {self.start} to {self.end}")

    @property
    def length(self) -> timedelta:
        """Real elapsed time from start to end."""
        return self.end - self.start

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies inside."""
        return self.start <= instant < self.end


def union(*sets: Iterable[Interval]) -> tuple[Interval, ...]:
    """Every instant of any of the sets; the sets need neither be sorted nor disjoint."""
    merged: list[Interval] = []
    for interval in sorted(interval for one in sets for interval in one):
        if merged and interval.start <= merged[-1].end:
            if interval.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, interval.end)
        else:
            merged.append(interval)
    return tuple(merged)


def intersection(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants that are in both sets."""
    ours, theirs = union(left), union(right)
    found = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start = max(ours[i].start, theirs[j].start)
        end = min(ours[i].end, theirs[j].end)
        if start < end:
            found.append(Interval(start, end))
        if ours[i].end <= theirs[j].end:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtraction(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants of ``left`` that are not in ``right``."""
    taken = union(right)
    found = []
    j = 0
    for interval in union(left):
        start = interval.start
        while j < len(taken) and taken[j].end <= start:
            j += 1
        # One that outlasts this interval may reach into the next: it is left in place.
        k = j
        while k < len(taken) and taken[k].start < interval.end:
            if start < taken[k].start:
                found.append(Interval(start, taken[k].start))
            start = taken[k].end
            k += 1
        if start < interval.end:
            found.append(Interval(start, interval.end))
    return tuple(found)


def held_by(count: int, sets: Iterable[Iterable[Interval]]) -> tuple[Interval, ...]:
    """The instants that are in ``count`` of the sets or more; each set counts once, however it overlaps."""
    edges = [edge for one in sets for part in union(one) for edge in ((part.start, 1), (part.end, -1))]
    found = []
    depth = 0
    start: datetime | None = None
    # At one instant those that end come first: an interval never holds its end.
    for instant, change in sorted(edges):
        depth += change
        if start is None and depth >= count:
            start = instant
        elif start is not None and depth < count:
            found.append(Interval(start, instant))
            start = None
    return union(found)


def clip(intervals: Iterable[Interval], start: datetime, end: datetime) -> tuple[Interval, ...]:
    """The part of a set from ``start`` up to ``end``; nothing when ``end`` is not after ``start``."""
    return intersection(intervals, (Interval(start, end),)) if start < end else ()


def total(intervals: Iterable[Interval]) -> timedelta:
    """Real elapsed time in the set, each instant counted once."""
    return sum((interval.length for interval in union(intervals)), timedelta())
