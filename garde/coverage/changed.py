"""What new opening hours, holidays or rules of a basin mean for months that are published already.

Lines of fixed duties are not looked at: their duties do not follow the opening hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.fill import needed_hours
from garde.calendar.intervals import Interval, clip, subtraction
from garde.calendar.localtime import zone_named
from garde.calendar.month import Month
from garde.calendar.public_holidays import holidays_of
from garde.calendar.timeline import minutes_of
from garde.storage.repositories.rotas import published_months, slots_in_force


@dataclass(frozen=True, slots=True)
class Basis:
    """What decides where a line of ``fill`` needs duties: the basin's file and the directory."""

    config: BasinConfig
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Outdated:
    """A published month of a line whose duties no longer fit, from now on.

    ``uncovered`` are hours that need a duty now, and have none; ``needless`` are hours of duties that enough
    services are open in by themselves now. Both only as far as they were not so before.
    """

    line: str
    month: Month
    uncovered: tuple[Interval, ...]
    needless: tuple[Interval, ...]

    @property
    def uncovered_minutes(self) -> Fraction:
        """Exact length of the hours that have become uncovered."""
        return minutes_of(self.uncovered)

    @property
    def needless_minutes(self) -> Fraction:
        """Exact length of the hours of duty that have become needless."""
        return minutes_of(self.needless)


def outdated_months(session: Session, before: Basis, after: Basis, now: datetime) -> tuple[Outdated, ...]:
    """The published months that a change from ``before`` to ``after`` leaves with duties that do not fit."""
    zone = zone_named(after.config.timezone)
    current = Month.of(now, zone)
    names = published_months(session, after.config.id)
    months = [month for month in map(Month.parse, names) if month >= current]
    if not months or _alike(before, after):
        return ()
    in_force = slots_in_force(session, after.config.id, start=now)
    found = []
    for line in (line for line in after.config.lines if line.fill is not None):
        duties = [Interval(slot.start, slot.end) for slot in in_force if slot.line == line.id]
        for month in months:
            start, end = max(now, month.start(zone)), month.end(zone)
            held = clip(duties, start, end)
            needed = [_needed(basis, line.id, start, end) for basis in (before, after)]
            uncovered = subtraction(subtraction(needed[1], held), subtraction(needed[0], held))
            needless = subtraction(subtraction(held, needed[1]), subtraction(held, needed[0]))
            if uncovered or needless:
                found.append(Outdated(line.id, month, uncovered, needless))
    return tuple(found)


def directory_after(services: Sequence[Service], saved: Sequence[Service]) -> tuple[Service, ...]:
    """The directory with these services added, or in place of those of the same external id."""
    return tuple({service.external_id: service for service in (*services, *saved)}.values())


def _alike(before: Basis, after: Basis) -> bool:
    """Whether nothing differs, announced hours included."""
    announced = ([service.in_force for service in basis.services] for basis in (before, after))
    return before == after and next(announced) == next(announced)


def _needed(basis: Basis, line_id: str, start: datetime, end: datetime) -> tuple[Interval, ...]:
    """The hours in which the line needs a duty; a line that was not filled before needed what it has."""
    line = basis.config.line(line_id)
    if line is None or line.fill is None:
        return (Interval(start, end),)
    years = range(start.year - 1, end.year + 2)
    needed = needed_hours(
        basis.config, line, line.fill, basis.services, holidays_of(basis.config, years), start, end
    )
    return clip(needed, start, end)
