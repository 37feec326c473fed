"""How much of a line's target hours somebody is there, measured on the timeline that the lookup compiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from garde.basin.config import BasinConfig, Line, Mode
from garde.basin.service import Service
from garde.calendar.attendance import attendances
from garde.calendar.fill import needed_hours
from garde.calendar.intervals import Interval, clip
from garde.calendar.localtime import zone_named
from garde.calendar.month import Month
from garde.calendar.over import Eras, one_era, regular_over, target_over
from garde.calendar.public_holidays import holidays_of
from garde.calendar.timeline import coverage_gaps, minutes_of
from garde.errors import BadInput, NotFound
from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class LineCoverage:
    """One line in one month: its target hours, and the ``gaps`` in which nobody is there.

    With a ``mode``, only those reached in that way count as there. ``published`` says whether a rota of the
    line and month is in force, ``duty_needed`` whether the month asks for any duty at all: a line that is
    filled does not where enough services are open by themselves. ``faults`` are services whose opening hours
    cannot be understood, and which therefore count as closed.
    """

    line: str
    month: Month
    mode: Mode | None
    target: tuple[Interval, ...]
    gaps: tuple[Interval, ...]
    published: bool
    faults: tuple[str, ...] = ()
    duty_needed: bool = True

    @property
    def target_minutes(self) -> Fraction:
        """Exact length of the target hours."""
        return minutes_of(self.target)

    @property
    def missing_minutes(self) -> Fraction:
        """Exact length of the gaps."""
        return minutes_of(self.gaps)


def line_coverage(
    config: BasinConfig,
    line: Line,
    month: Month,
    services: Sequence[Service],
    duties: Sequence[FilledSlot],
    *,
    mode: Mode | None = None,
    eras: Eras | None = None,
) -> LineCoverage:
    """The coverage of a line from the month's first local midnight to the next month's.

    ``eras`` are those of the month, by default one, of ``config``.

    ``duties`` are those in force that touch the month, of any line, as they were served where that is
    known. Raises BadInput when the line's target hours cannot be understood.
    """
    zone = zone_named(config.timezone)
    lived = eras or one_era(config, month.start(zone), month.end(zone))
    target = target_over(lived, line)
    hours, faults = regular_over(lived, services, line)
    there = (
        one.interval
        for one in attendances(line, {s.external_id: s for s in services}, duties, hours)
        if mode is None or mode in one.modes
    )
    return LineCoverage(
        line=line.id,
        month=month,
        mode=mode,
        target=target,
        gaps=coverage_gaps(target, there),
        published=any(duty.line == line.id and duty.month == str(month) for duty in duties),
        faults=faults,
        duty_needed=_duty_needed(config, line, month, services),
    )


def _duty_needed(config: BasinConfig, line: Line, month: Month, services: Sequence[Service]) -> bool:
    if line.fill is None:
        return True
    zone = zone_named(config.timezone)
    start, end = month.start(zone), month.end(zone)
    holidays = holidays_of(config, range(month.year - 1, month.year + 2))
    return bool(clip(needed_hours(config, line, line.fill, services, holidays, start, end), start, end))


def lines_offering(config: BasinConfig, line_id: str | None, mode: Mode | None) -> tuple[Line, ...]:
    """The line of that id, or all of them, as far as they are ever reached by ``mode``.

    Raises NotFound for an unknown line, BadInput when none of those asked for has the mode.
    """
    lines = config.lines
    if line_id is not None:
        line = config.line(line_id)
        if line is None:
            known = ", ".join(each.id for each in config.lines)
            raise NotFound(f"basin {config.id} has no line {line_id!r}", remedy=f"its lines are {known}")
        lines = (line,)
    offering = tuple(line for line in lines if mode is None or mode in line.modes)
    if not offering:
        who = f"line {line_id}" if line_id else f"any line of basin {config.id}"
        offered = sorted({each for line in lines for each in line.modes})
        raise BadInput(
            f"{mode} is no mode of {who}", where="--mode", remedy=f"use one of {', '.join(offered)}"
        )
    return offering
