"""What a swap makes of the places of a rota. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from garde.errors import Conflict
from garde.rota import FilledSlot
from solver import Assignment


@dataclass(frozen=True, slots=True)
class Change:
    """``taker`` serves in ``slot`` instead of ``giver``, which serves in ``return_slot``, if any, instead."""

    giver: str
    taker: str
    slot: str
    return_slot: str | None = None

    @property
    def lost(self) -> tuple[Assignment, ...]:
        """The duties that are no more."""
        back = () if self.return_slot is None else (Assignment(self.return_slot, self.taker),)
        return (Assignment(self.slot, self.giver), *back)

    @property
    def gained(self) -> tuple[Assignment, ...]:
        """The duties that are new, that of the taker first."""
        back = () if self.return_slot is None else (Assignment(self.return_slot, self.giver),)
        return (Assignment(self.slot, self.taker), *back)

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots that it touches."""
        return (self.slot,) if self.return_slot is None else (self.slot, self.return_slot)

    @property
    def back(self) -> Change:
        """The change that undoes it."""
        return Change(self.taker, self.giver, self.slot, self.return_slot)


def misfit(change: Change, slots: Mapping[str, FilledSlot]) -> str | None:
    """Why a change does not fit who serves in these slots, by key; None when it does."""
    for lost, gained in zip(change.lost, change.gained, strict=True):
        slot = slots.get(lost.slot)
        if slot is None:
            return f"{lost.slot} is not in the rota in force"
        holders = " and ".join(slot.services) or "nobody"
        if lost.service not in slot.services:
            return f"{lost.service} no longer serves {slot.key}; on duty there: {holders}"
        if gained.service in slot.services:
            return f"{gained.service} serves {slot.key} already"
    return None


def swapped(slots: Iterable[FilledSlot], change: Change) -> tuple[FilledSlot, ...]:
    """The slots with the change made, each duty in the very place it had.

    Raises Conflict when it does not fit who serves.
    """
    found = tuple(slots)
    wrong = misfit(change, {slot.key: slot for slot in found})
    if wrong is not None:
        raise Conflict(wrong, remedy="see: garde swaps list")
    by_slot = {lost.slot: (lost.service, gained.service)
               for lost, gained in zip(change.lost, change.gained, strict=True)}  # fmt: skip
    return tuple(_seated(slot, *by_slot[slot.key]) if slot.key in by_slot else slot for slot in found)


def _seated(slot: FilledSlot, former: str, latter: str) -> FilledSlot:
    return replace(slot, places=tuple(latter if one == former else one for one in slot.places))
