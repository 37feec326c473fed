"""The hours in which a line should be open, and those of them in which nobody is.

Coverage, lookup and slot generation all speak of time through these intervals: UTC instants, half open,
made by `opening` from regular hours and by `slots` from templates, both through `localtime`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from garde.basin.config import BasinConfig, Line
from garde.calendar.intervals import Interval, subtraction, total
from garde.calendar.opening import open_intervals
from garde.errors import BadInput

_MINUTE = timedelta(minutes=1)


def target_intervals(
    line: Line, start: datetime, end: datetime, *, config: BasinConfig
) -> tuple[Interval, ...]:
    """The target hours of a line from ``start`` up to ``end``, instants in UTC.

    Raises BadInput, naming the line, when they cannot be understood.
    """
    try:
        return open_intervals(line.target_hours, start, end, config=config)
    except BadInput as fault:
        raise BadInput(
            fault.what, where=f"basin {config.id}, line {line.id}, target_hours", remedy=fault.remedy
        ) from None


def coverage_gaps(target: Iterable[Interval], *open_: Iterable[Interval]) -> tuple[Interval, ...]:
    """The parts of the target hours in which none of the sets is open.

    The sets are regular hours and duties of any number of services, in any order, overlapping or not.
    """
    return subtraction(target, (interval for one in open_ for interval in one))


def minutes_of(intervals: Iterable[Interval]) -> Fraction:
    """Exact length of a set in minutes, each instant counted once."""
    return Fraction(total(intervals) // timedelta(microseconds=1), _MINUTE // timedelta(microseconds=1))
