"""Published duties that a service's windows speak against. Nothing published changes by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from garde.availability.window import Window
from garde.basin.service import Service
from garde.calendar.intervals import Interval, union
from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class Collision:
    """A duty in force, and the window that forbids it; None when no window allows it any more."""

    slot: FilledSlot
    window: Window | None


def collisions(
    service: Service, windows: Iterable[Window], in_force: Iterable[FilledSlot], now: datetime
) -> tuple[Collision, ...]:
    """The service's duties that have not ended and that one of its windows forbids, or none allows.

    A duty collides with an unavailable window that overlaps it, and, of a service that declares when it can
    serve, with the absence of available windows that together hold it whole.
    """
    duties = [slot for slot in in_force if service.external_id in slot.services and slot.end > now]
    given = list(windows)
    forbidding = sorted(
        (window for window in given if window.kind == "unavailable"), key=lambda window: window.start
    )
    allowed = union(Interval(window.start, window.end) for window in given if window.kind == "available")
    found = []
    for slot in duties:
        window = _overlapping(forbidding, slot)
        if window is not None:
            found.append(Collision(slot, window))
        elif service.availability == "declared" and not any(
            interval.start <= slot.start and slot.end <= interval.end for interval in allowed
        ):
            found.append(Collision(slot, None))
    return tuple(found)


def _overlapping(windows: Sequence[Window], slot: FilledSlot) -> Window | None:
    """The first of the windows, sorted by start, that overlaps the slot."""
    before = bisect_left(windows, slot.end, key=lambda window: window.start)
    return next((window for window in windows[:before] if window.end > slot.start), None)
