"""Guests: accepted backups, seated in the places that stay empty. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from garde.backups.backup import guest_id
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class Guest:
    """A neighbour's service that stands in, in the slot of that key.

    ``service`` bears its `guest_id`; here it takes part in no line and has no opening hours, since it is here
    for its duty alone. ``home`` is its own basin's id, ``names`` that basin's names by language.
    """

    slot: str
    service: Service
    home: str
    names: Mapping[str, str]

    @property
    def id(self) -> str:
        """What it is called here."""
        return self.service.external_id


def guest(slot: str, service: Service, home: BasinConfig) -> Guest:
    """The service of ``home`` as a guest in a slot of another basin."""
    here = replace(
        service,
        external_id=guest_id(home.id, service.external_id),
        lines=(),
        opening_hours=None,
        group=None,
        quarter=None,
        active_from=None,
        active_until=None,
        history=(),
    )
    return Guest(slot, here, home.id, home.names)


def seated(slots: Iterable[FilledSlot], guests: Iterable[Guest]) -> tuple[FilledSlot, ...]:
    """The slots with guests in their empty places, in the order in which they accepted.

    Where fewer places are empty than guests accepted, the last ones are not needed.
    """
    waiting: dict[str, list[str]] = {}
    for one in guests:
        waiting.setdefault(one.slot, []).append(one.id)
    return tuple(_seated(slot, waiting[slot.key]) if slot.key in waiting else slot for slot in slots)


def _seated(slot: FilledSlot, coming: list[str]) -> FilledSlot:
    queue = iter(coming)
    return replace(slot, places=tuple(next(queue, None) if place is None else place for place in slot.places))


def by_guest_id(guests: Iterable[Guest]) -> dict[str, Guest]:
    """Guests by what they are called here."""
    return {one.id: one for one in guests}
