"""What neighbour basins ask of a service: to stand in where they have nobody. It is free to decline."""

from __future__ import annotations

from dataclasses import dataclass

from garde.backups.backup import OPEN, Backup
from garde.errors import Conflict, Forbidden, NotFound
from garde.repair.standing_in import accept, decline
from garde.rota import FilledSlot
from garde.storage.repositories.backups import backups_of
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.rotas import slots_in_force
from garde.web.my.section import Done, Given, Refused, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

NOTICES = {
    "backup-accepted": _("You stand in. You are on duty then; the neighbouring basin is told."),
    "backup-declined": _("Declined. You are not on duty then; the neighbouring basin is told."),
}


@dataclass(frozen=True)
class Request:
    """A duty of another basin for which the service is asked, or has agreed already."""

    backup: Backup
    basin: str
    slot: FilledSlot

    @property
    def agreed(self) -> bool:
        """Whether the service has said yes."""
        return self.backup.state == "accepted"


def requests(visit: Visit) -> list[Request]:
    """What is asked of the service, or agreed, and not over yet; by start."""
    home, me = visit.config.id, visit.service.external_id
    found = []
    for backup in backups_of(visit.session, home):
        if (backup.home, backup.service) != (home, me) or backup.state not in OPEN:
            continue
        coming = slots_in_force(visit.session, backup.basin, visit.now)
        slot = next((slot for slot in coming if slot.key == backup.slot), None)
        if slot is not None:
            basin = chosen_basin(visit.session, backup.basin)
            found.append(Request(backup, visit.words.name(basin.names), slot))
    return sorted(found, key=lambda request: (request.slot.start, request.backup.id))


def post(visit: Visit, given: Given) -> Done:
    """Accepts or declines the request whose number is given."""
    said = visit.words.gettext
    number, act = one(given, "backup"), one(given, "act")
    decide = {"accept": accept, "decline": decline}.get(act)
    if decide is None or not (number.isascii() and number.isdigit()):
        raise Refused(said("This could not be understood. Try once more."))
    try:
        done = decide(visit.session, visit.config, int(number), actor=visit.actor, at=visit.now)
    except (Conflict, NotFound, Forbidden):
        raise Refused(
            said("This cannot be: a rule forbids it, or it has changed meanwhile. Ask your coordinator."), 409
        ) from None
    return Done(f"backup-{done.state}")
