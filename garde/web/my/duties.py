"""What a service serves: its duties in force, those of this month that are over, proposed and asked ones."""

from __future__ import annotations

from garde.calendar.month import Month
from garde.storage.repositories.rotas import slots_in_force
from garde.web.my.activity import unreported
from garde.web.my.backups import NOTICES, post, requests
from garde.web.my.proposals import proposals
from garde.web.my.section import Given, Section
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The service's duties, oldest first."""
    since = Month.of(visit.now, visit.zone).start(visit.zone)
    mine = [
        slot
        for slot in slots_in_force(visit.session, visit.config.id, since)
        if visit.service.external_id in slot.services
    ]
    return {
        "coming": [slot for slot in mine if slot.end > visit.now],
        "over": [slot for slot in mine if slot.end <= visit.now],
        "requests": requests(visit),
        "unreported": unreported(visit),
        "proposals": [one for one in proposals(visit) if one.standing.duties],
    }


SECTION = Section("", _("My duties"), "duties.html", show, post, NOTICES)
