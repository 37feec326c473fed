"""Duties made for just the hours in which too few services of a line are open by themselves.

A stretch of such hours is cut into duties by rules of which an earlier one goes before a later one:

1. the duties hold exactly the hours needed, no minute more or less;
2. none is longer than the maximum;
3. none is shorter than the minimum;
4. they change at the hand-over times.

Cut at each hand-over, only the first and the last duty of a stretch can be too short. Such a one is joined
with the one beside it; where both together would be too long, the hand-over between them is moved so
that it is just long enough; where that would make the other too short, or where it stands alone, it stays
short. Lengths are those of the clock, so that a night is not cut for October's hour.

A duty's cut thus depends on its own hand-overs and at most two stretches of hand-overs beside it, and each
month can be made alone: its duties meet those of the months beside it. Where hours have changed since those
were made, or have begun, the duties take up where those end, and end where those begin.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig, Fill, Line
from garde.basin.service import Service
from garde.calendar.beside import OPENING, Beside
from garde.calendar.days import days_between, kind_of, whole_day
from garde.calendar.intervals import Interval, held_by, intersection, subtraction
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.calendar.regular import regular_hours
from garde.calendar.timeline import target_intervals

FILL = "fill"
"""The template that fill duties name; their key says ``fill-`` and the local hour and minute of the start."""

_MARGIN = timedelta(days=5)
"""Longer than four times the longest distance between hand-overs, a day: no cut sees further."""


def fill_duties(
    config: BasinConfig,
    line: Line,
    fill: Fill,
    month: Month,
    services: Sequence[Service],
    holidays: Container[date],
    around: Beside,
) -> Iterator[tuple[str, Interval]]:
    """The duties that start in the month, each with its key.

    Where it opens, also what is left, at the month's first midnight, of the duty that would be running.
    """
    zone = ZoneInfo(config.timezone)
    midnight, end = month.start(zone), month.end(zone)
    first, last = whole_day(month.first_day - _MARGIN, zone), whole_day(month.last_day + _MARGIN, zone)
    for stretch in needed_hours(config, line, fill, services, holidays, first.start, last.end):
        for duty in _onwards(stretch, fill, zone, midnight, around):
            if around.settled <= duty.start < end:
                if around.past is None or around.past < duty.end:
                    yield _key(line, duty.start, zone), _ended(duty, around)
            elif around.opens and duty.start < midnight == around.settled < duty.end:
                yield f"{line.id}/{month.first_day}/{OPENING}{FILL}", Interval(midnight, duty.end)


def _onwards(
    stretch: Interval, fill: Fill, zone: tzinfo, midnight: datetime, around: Beside
) -> tuple[Interval, ...]:
    """The duties of a stretch, cut anew from where a duty that stands ends in the midst of one."""
    duties = cut(stretch, fill, zone)
    if around.settled > midnight and any(duty.start < around.settled < duty.end for duty in duties):
        return cut(Interval(around.settled, stretch.end), fill, zone)
    return duties


def _ended(duty: Interval, around: Beside) -> Interval:
    """The duty, ended where the next month's first one begins."""
    if around.next is not None and duty.start < around.next < duty.end:
        return Interval(duty.start, around.next)
    return duty


def needed_hours(
    config: BasinConfig,
    line: Line,
    fill: Fill,
    services: Iterable[Service],
    holidays: Container[date],
    start: datetime,
    end: datetime,
) -> tuple[Interval, ...]:
    """The target hours on the days of ``fill`` in which fewer than ``at_least`` services are open.

    ``holidays`` are those of the years of the days from ``start`` to ``end``, instants in UTC.
    """
    zone = ZoneInfo(config.timezone)
    target = target_intervals(line, start, end, config=config)
    first, last = (instant.astimezone(zone).date() for instant in (start, end))
    days = (
        whole_day(day, zone)
        for day in days_between(first, last)
        if kind_of(day, line, config, holidays) in fill.days
    )
    # Hours that cannot be understood count as closed: rather a duty too many than nobody there.
    hours, _ = regular_hours(config, services, start, end, line=line.id)
    return subtraction(intersection(target, days), held_by(fill.at_least, hours.values()))


def cut(stretch: Interval, fill: Fill, zone: tzinfo) -> tuple[Interval, ...]:
    """The duties of one stretch of needed hours, in order; together they are the stretch."""
    first, last = (instant.astimezone(zone).date() for instant in (stretch.start, stretch.end))
    handovers = {
        resolve_handover(day, at, zone) for day in days_between(first, last) for at in fill.handovers
    }
    inside = sorted(at for at in handovers if stretch.start < at < stretch.end)
    edges = [stretch.start, *inside, stretch.end]
    _settle(edges, (0, 1, 2), fill, zone)
    _settle(edges, (-1, -2, -3), fill, zone)
    return tuple(Interval(start, end) for start, end in pairwise(edges))


def _settle(edges: list[datetime], at: tuple[int, int, int], fill: Fill, zone: tzinfo) -> None:
    """Joins the duty at one end of a stretch, if it is too short, with the one beside it, or lengthens it.

    ``at`` are the places of that end, of the hand-over next to it and of the one after.
    """
    if len(edges) < 3:
        return
    end, near, far = (edges[place].astimezone(zone).replace(tzinfo=None, fold=0) for place in at)
    shortest, longest = timedelta(minutes=fill.minimum_minutes), timedelta(minutes=fill.maximum_minutes)
    if abs(near - end) >= shortest:
        return
    whole = abs(far - end)
    if whole <= longest:
        del edges[at[1]]
    elif whole >= 2 * shortest:
        moved = end + (shortest if far > end else -shortest)
        handover = resolve_handover(moved.date(), moved.time(), zone)
        # Within the hour that March skips, it may fall together with the one after.
        if min(edges[at[0]], edges[at[2]]) < handover < max(edges[at[0]], edges[at[2]]):
            edges[at[1]] = handover


def _key(line: Line, start: datetime, zone: tzinfo) -> str:
    local = start.astimezone(zone)
    # Starts are read from the clock, as the first of two; should one ever not be, it is told apart.
    again = "-again" if local.fold else ""
    return f"{line.id}/{local.date()}/{FILL}-{local:%H%M}{again}"
