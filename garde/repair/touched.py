"""Which published duties an absence takes away, and which of them have begun. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from garde.repair.absence import Absence
from garde.rota import FilledSlot
from garde.served import Record, as_served


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A duty that has begun and that the absence cuts: somebody must serve the rest, from ``left_at`` on.

    ``left_at`` is the slot's start when the service did not come at all.
    """

    slot: FilledSlot
    left_at: datetime

    @property
    def came(self) -> bool:
        """Whether the absent service served a part of it."""
        return self.left_at > self.slot.start


@dataclass(frozen=True, slots=True)
class Touched:
    """The duties of the absent service, by start: those still to begin, and those under way."""

    freed: tuple[FilledSlot, ...]
    under_way: tuple[UnderWay, ...]


def touched(
    absence: Absence, in_force: Iterable[FilledSlot], records: Iterable[Record], at: datetime
) -> Touched:
    """The duties in force that overlap the absence and are not over at ``at``.

    One that is under way counts as long as the service is said (by ``records``) to be there still.
    """
    known = tuple(records)
    freed: list[FilledSlot] = []
    under_way: list[UnderWay] = []
    for slot in in_force:
        overlaps = slot.start < absence.end and absence.start < slot.end
        if absence.service not in slot.services or not overlaps or slot.end <= at:
            continue
        if not slot.begun(at):
            freed.append(slot)
            continue
        left_at = max(slot.start, absence.start)
        there = (stint for stint in as_served([slot], known) if absence.service in stint.services)
        if any(stint.end > max(left_at, at) for stint in there):
            under_way.append(UnderWay(slot, left_at))
    return Touched(tuple(freed), tuple(under_way))
