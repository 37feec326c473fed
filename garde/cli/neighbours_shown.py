"""How neighbours who could stand in, and backups in a rota, are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from garde.repair.neighbours import Helper, told_obstacle, willing

if TYPE_CHECKING:
    from sqlmodel import Session

    from garde.rota import FilledSlot


def helper_lines(found: Sequence[Helper], most: int) -> Iterator[str]:
    """Those who can come, nearest first; where nobody can, what keeps the first ones out."""
    able = willing(found)
    if not found:
        yield "No neighbour basin stored here has a service on this line."
    for one in able[:most]:
        how = ", ".join(filter(None, (one.service.phone, one.service.email)))
        yield f"{_who(one)}{_far(one)}" + (f", {how}" if how else "")
    if len(able) > most:
        yield f"… and {len(able) - most} more"
    if not able:
        for one in found[:most]:
            yield f"{_who(one)}: {told_obstacle(one)}"


def helper_as_json(one: Helper) -> dict[str, Any]:
    """A neighbour's service for a program; ``reasons`` are the codes of what keeps it out."""
    return {
        "id": f"{one.home.id}/{one.service.external_id}",
        "basin": one.home.id,
        "service": one.service.external_id,
        "name": one.service.name,
        "km": None if one.km is None else round(one.km, 2),
        "phone": one.service.phone,
        "email": one.service.email,
        "reasons": [obstacle.code for obstacle in one.obstacles],
    }


def guests_by_slot(
    session: Session, basin: str, slots: Iterable[FilledSlot]
) -> Mapping[str, tuple[str, ...]]:
    """The accepted backups in the empty places of these slots, by slot, as their guest ids."""
    from garde.backups.guests import by_guest_id, seated
    from garde.backups.reading import guests_of

    guests = guests_of(session, basin)
    known = by_guest_id(guests)
    found = {
        slot.key: tuple(name for name in slot.services if name in known) for slot in seated(slots, guests)
    }
    return {key: names for key, names in found.items() if names}


def _who(one: Helper) -> str:
    return f"{one.service.name} ({one.home.id}/{one.service.external_id})"


def _far(one: Helper) -> str:
    return "" if one.km is None else f", {one.km:.1f} km"
