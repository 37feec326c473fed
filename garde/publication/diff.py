"""What differs between two rotas, place by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class Change:
    """A place of a slot that is not what it was. ``before`` or ``after`` None: nobody, or no such place."""

    slot: str
    line: str
    place: int
    start: datetime
    end: datetime
    before: str | None
    after: str | None


def changes(before: Iterable[FilledSlot], after: Iterable[FilledSlot]) -> tuple[Change, ...]:
    """The places that another service holds, or that moved in time, by start and slot."""
    old = {slot.key: slot for slot in before}
    new = {slot.key: slot for slot in after}
    found: list[Change] = []
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        shown = now or was
        if shown is None:
            continue
        moved = was is not None and now is not None and (was.start, was.end) != (now.start, now.end)
        for place in range(max(was.required if was else 0, now.required if now else 0)):
            former = _holder(was, place)
            latter = _holder(now, place)
            if former != latter or (moved and latter is not None):
                found.append(Change(key, shown.line, place, shown.start, shown.end, former, latter))
    return tuple(sorted(found, key=lambda change: (change.start, change.slot, change.place)))


def _holder(slot: FilledSlot | None, place: int) -> str | None:
    return slot.places[place] if slot is not None and place < slot.required else None
