"""What calendars were told of each place of a slot, so that they hear of a change once and surely."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from garde.rota import FilledSlot

CANCELLED = "cancelled"

PlaceName = tuple[str, int]
"""A slot's key and the place's number in it."""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The event of one place: its sequence rises with each change, dated ``changed_at`` (RFC 5545 §3.8.7)."""

    slot: str
    number: int
    sequence: int
    changed_at: datetime
    fingerprint: str

    @property
    def cancelled(self) -> bool:
        """Nobody serves there any more."""
        return self.fingerprint == CANCELLED


def fingerprint(slot: FilledSlot, service: str) -> str:
    """Stands for what an event says: when, and who."""
    text = "|".join([slot.start.isoformat(), slot.end.isoformat(), slot.line, service])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def told(
    known: Mapping[PlaceName, PlaceState],
    before: Iterable[FilledSlot],
    after: Iterable[FilledSlot],
    at: datetime,
) -> tuple[PlaceState, ...]:
    """The states that publishing ``after`` in place of ``before`` adds or changes.

    A place that is the same keeps its state untouched; one that lost its service is cancelled.
    """
    now = {
        (slot.key, number): fingerprint(slot, service)
        for slot in after
        for number, service in enumerate(slot.places)
        if service is not None
    }
    gone = {(slot.key, number) for slot in before for number in range(slot.required)} - now.keys()
    result: list[PlaceState] = []
    for name, mark in sorted([*now.items(), *((name, CANCELLED) for name in gone)]):
        state = known.get(name)
        if state is None:
            if mark != CANCELLED:
                result.append(PlaceState(name[0], name[1], 0, at, mark))
        elif state.fingerprint != mark:
            result.append(replace(state, sequence=state.sequence + 1, changed_at=at, fingerprint=mark))
    return tuple(result)
