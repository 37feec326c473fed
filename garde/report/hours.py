"""The hours of each line over a period: those it should be open, by itself, by duty, and with nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas

from garde.basin.config import BasinConfig, Line
from garde.basin.service import Service
from garde.calendar.intervals import Interval, intersection, subtraction, union
from garde.calendar.over import Eras, regular_over, target_over
from garde.report.tables import moment, records


@dataclass(frozen=True)
class LineHours:
    """The hours of a line, as sets of instants.

    ``target``: when somebody should be there. Of these, ``regular``: at least one service is open by its own
    opening hours; ``duty``: nobody is, but somebody was on duty, as served; ``missing``: nobody at all.
    ``faults`` are services whose opening hours cannot be understood, and which count as closed.
    """

    line: Line
    target: tuple[Interval, ...]
    regular: tuple[Interval, ...]
    duty: tuple[Interval, ...]
    missing: tuple[Interval, ...]
    faults: tuple[str, ...] = ()


def line_hours(
    config: BasinConfig, services: Sequence[Service], stints: pandas.DataFrame, eras: Eras
) -> tuple[LineHours, ...]:
    """The hours of every line over these ``eras``, by the same timeline as the lookup and coverage.

    Raises BadInput when the target hours of a line cannot be understood.
    """
    found = []
    for line in config.lines:
        hours, faults = regular_over(eras, services, line)
        open_ = union(*set(hours.values()))
        target = target_over(eras, line)
        held = stints[stints["line"] == line.id]
        found.append(_line(line, target, open_, _intervals(held), faults))
    return tuple(found)


def _line(
    line: Line,
    target: tuple[Interval, ...],
    open_: tuple[Interval, ...],
    held: tuple[Interval, ...],
    faults: tuple[str, ...],
) -> LineHours:
    regular = intersection(target, open_)
    closed = subtraction(target, open_)
    return LineHours(line, target, regular, intersection(closed, held), subtraction(closed, held), faults)


def _intervals(stints: pandas.DataFrame) -> tuple[Interval, ...]:
    hours = records(stints[["start", "end"]].drop_duplicates())
    return union(Interval(moment(one["start"]), moment(one["end"])) for one in hours)
