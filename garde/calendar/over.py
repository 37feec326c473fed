"""Target hours and regular hours over a span of time in which the basin's file may have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from garde.basin.config import BasinConfig, Line
from garde.basin.service import Service
from garde.calendar.intervals import Interval, union
from garde.calendar.regular import Evaluated, regular_hours
from garde.calendar.timeline import target_intervals


@dataclass(frozen=True)
class Era:
    """A stretch of time under one and the same file of the basin; ``evaluated`` are opening hours in it."""

    interval: Interval
    config: BasinConfig
    evaluated: Evaluated = field(default_factory=dict, compare=False, repr=False)


Eras = tuple[Era, ...]
"""One after the other, without a gap."""


def one_era(config: BasinConfig, start: datetime, end: datetime) -> Eras:
    """A span under one file."""
    return (Era(Interval(start, end), config),)


def target_over(eras: Eras, line: Line) -> tuple[Interval, ...]:
    """When the line should have been open, or should be.

    Raises BadInput when its target hours cannot be understood.
    """
    return union(
        *(
            target_intervals(then, era.interval.start, era.interval.end, config=era.config)
            for era in eras
            for then in era.config.lines
            if then.id == line.id
        )
    )


def regular_over(
    eras: Eras, services: Iterable[Service], line: Line
) -> tuple[Mapping[str, tuple[Interval, ...]], tuple[str, ...]]:
    """When each service was, or will be, open by its own hours on a line, and the faults found.

    The one reading of hours for coverage and report: see `regular_hours`.
    """
    found: dict[str, list[tuple[Interval, ...]]] = {}
    faults: dict[str, None] = {}
    known = [*services]
    for era in eras:
        start, end = era.interval.start, era.interval.end
        hours, bad = regular_hours(era.config, known, start, end, line=line.id, evaluated=era.evaluated)
        faults |= dict.fromkeys(bad)
        for name, open_ in hours.items():
            found.setdefault(name, []).append(open_)
    joined = {name: sets[0] if len(sets) == 1 else union(*sets) for name, sets in found.items()}
    return joined, tuple(faults)
