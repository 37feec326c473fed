"""Who is there on a line, when, why, and how they are reached: the one timeline.

The lookup compiles it and coverage measures it, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from garde.basin.config import Line, Mode
from garde.basin.service import Service
from garde.calendar.beside import OPENING
from garde.calendar.intervals import Interval
from garde.rota import FilledSlot

Basis = Literal["duty", "regular_hours"]

RegularHours = Mapping[str, Iterable[Interval]]
"""When each service is open by its own hours on a line, by external id (`regular.regular_hours`)."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """A service is there over an interval of instants, by duty or by its own hours."""

    service: str
    interval: Interval
    basis: Basis
    modes: tuple[Mode, ...]


def attendances(
    line: Line, services: Mapping[str, Service], duties: Iterable[FilledSlot], regular: RegularHours
) -> Iterator[Attendance]:
    """All that somebody is there for on a line: the duties held, and the ``regular`` hours of its services.

    ``services`` is the directory by external id; a duty of a service that is not in it is left aside, for
    nobody could find it. Attendances of one service may overlap or touch.
    """
    for duty in duties:
        if duty.line == line.id:
            modes = duty_modes(line, duty.key)
            for name in duty.services:
                if name in services:
                    yield Attendance(name, Interval(duty.start, duty.end), "duty", modes)
    modes = line.modes_by_regular_hours()
    for name in services:
        for interval in regular.get(name, ()):
            yield Attendance(name, interval, "regular_hours", modes)


def duty_modes(line: Line, key: str) -> tuple[Mode, ...]:
    """How somebody is reached during the duty of that key: as its template says, else the line."""
    name = key.rpartition("/")[2]
    if line.fill is not None:
        return line.modes_of(line.fill)
    for template in line.slots:
        if template.id in (name, name.removeprefix(OPENING)):
            return line.modes_of(template)
    return line.modes
