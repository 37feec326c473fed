"""When one service is there on one line: duty and regular hours laid over each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from garde.basin.config import Mode
from garde.calendar.attendance import Attendance, Basis
from garde.calendar.intervals import Interval


@dataclass(frozen=True, slots=True)
class Presence:
    """A stretch in which one service is there in one way, ``start`` in and ``end`` out.

    ``opens`` and ``closes`` bound the whole opening that it is part of: duty and regular hours that touch
    or overlap. ``closes`` is None when no end is in sight. Where the modes change within the opening,
    they do at ``modes_until``, to ``then_modes``.
    """

    service: str
    start: datetime
    end: datetime
    basis: Basis
    modes: tuple[Mode, ...]
    modes_until: datetime | None
    then_modes: tuple[Mode, ...]
    opens: datetime
    closes: datetime | None


_State = tuple[Basis, tuple[Mode, ...]]


def presences(service: str, attended: Sequence[Attendance], sight_ends: datetime) -> tuple[Presence, ...]:
    """The presences of one service on one line, in order, from all its attendances there.

    A duty goes before regular hours; where both or two duties hold, all their modes are offered. Openings
    that reach ``sight_ends`` have no end in sight.
    """
    found: list[Presence] = []
    for opening in _openings(_stretches(attended)):
        opens, ends = opening[0][0].start, opening[-1][0].end
        for index, (interval, (basis, modes)) in enumerate(opening):
            other = next((later for later in opening[index:] if later[1][1] != modes), None)
            found.append(
                Presence(
                    service=service,
                    start=interval.start,
                    end=interval.end,
                    basis=basis,
                    modes=modes,
                    modes_until=other[0].start if other else None,
                    then_modes=other[1][1] if other else (),
                    opens=opens,
                    closes=None if ends >= sight_ends else ends,
                )
            )
    return tuple(found)


def _stretches(attended: Sequence[Attendance]) -> Iterator[tuple[Interval, _State]]:
    """The time covered by any attendance, cut where the basis or the modes change."""
    edges = sorted({edge for one in attended for edge in (one.interval.start, one.interval.end)})
    cells: list[tuple[Interval, _State]] = []
    running: list[Attendance] = []
    waiting = sorted(attended, key=lambda one: one.interval, reverse=True)
    for start, end in pairwise(edges):
        running = [one for one in running if one.interval.end > start]
        while waiting and waiting[-1].interval.start <= start:
            running.append(waiting.pop())
        if running:
            basis: Basis = "duty" if any(one.basis == "duty" for one in running) else "regular_hours"
            offered = {mode for one in running for mode in one.modes}
            modes = tuple(mode for mode in ("door", "telephone", "visit") if mode in offered)
            cells.append((Interval(start, end), (basis, modes)))
    for state, run in groupby(_numbered(cells), key=lambda cell: (cell[0], cell[2])):
        together = [interval for _, interval, _ in run]
        yield Interval(together[0].start, together[-1].end), state[1]


def _numbered(
    cells: Sequence[tuple[Interval, _State]],
) -> Iterator[tuple[int, Interval, _State]]:
    """Each cell with the number of the unbroken run of time that it lies in."""
    run = 0
    for index, (interval, state) in enumerate(cells):
        if index and cells[index - 1][0].end < interval.start:
            run += 1
        yield run, interval, state


def _openings(
    stretches: Iterator[tuple[Interval, _State]],
) -> Iterator[list[tuple[Interval, _State]]]:
    opening: list[tuple[Interval, _State]] = []
    for stretch in stretches:
        if opening and opening[-1][0].end < stretch[0].start:
            yield opening
            opening = []
        opening.append(stretch)
    if opening:
        yield opening
