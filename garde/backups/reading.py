"""Reading the guests of a basin, and the duties that its own services have elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from garde.backups.backup import guest_id
from garde.backups.guests import Guest, guest, seated
from garde.basin.config import BasinConfig
from garde.rota import FilledSlot
from garde.storage.repositories.backups import accepted_at_home, accepted_for
from garde.storage.repositories.basins import stored_basins
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.services import services_of


@dataclass(frozen=True, slots=True)
class Away:
    """A duty that a service of this basin has as a backup: ``slot`` of ``config``, in that place."""

    config: BasinConfig
    slot: FilledSlot
    place: int
    service: str


def guests_of(session: Session, basin: str) -> tuple[Guest, ...]:
    """All accepted backups of a basin, as guests, in the order in which they accepted."""
    found = accepted_for(session, basin)
    if not found:
        return ()
    homes = {config.id: config for config in stored_basins(session)}
    services = {
        home: {one.external_id: one for one in services_of(session, home)}
        for home in {backup.home for backup in found}
    }
    return tuple(
        guest(backup.slot, services[backup.home][backup.service], homes[backup.home]) for backup in found
    )


def away_duties(
    session: Session, home: str, start: datetime | None = None, end: datetime | None = None
) -> tuple[Away, ...]:
    """The duties that touch [start, end) in which services of a basin stand in elsewhere."""
    found: list[Away] = []
    basins = {backup.basin for backup in accepted_at_home(session, home)}
    for config in stored_basins(session):
        if config.id not in basins:
            continue
        guests = guests_of(session, config.id)
        keys = {one.slot for one in guests if one.home == home}
        slots = [slot for slot in slots_in_force(session, config.id, start, end) if slot.key in keys]
        for slot in seated(slots, guests):
            for place, name in enumerate(slot.places):
                own = next((one for one in guests if one.id == name and one.home == home), None)
                if own is not None:
                    service = own.id.removeprefix(guest_id(home, ""))
                    found.append(Away(config, slot, place, service))
    return tuple(found)


def as_fixed(away: Iterable[Away]) -> tuple[FilledSlot, ...]:
    """Duties elsewhere as slots of the home basin in which nothing is planned: rest and overlap see them."""
    return tuple(
        replace(one.slot, key=f"{one.config.id}:{one.slot.key}", places=(one.service,)) for one in away
    )
