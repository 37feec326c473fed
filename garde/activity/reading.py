"""The use of a period's duties, from what is stored."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.activity.duties import served_duties
from garde.activity.use import Use, use_of
from garde.basin.config import BasinConfig
from garde.storage.repositories.activity import activity_reports, closed_doors
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of


def read_use(session: Session, config: BasinConfig, start: datetime, end: datetime, *, actor: Actor) -> Use:
    """The use of the duties that start in [start, end) and are published.

    Raises Forbidden unless somebody of the coordination reads.
    """
    require_reader(actor, config.id, "read what happened on duties")
    slots = [slot for slot in slots_in_force(session, config.id, start, end) if slot.start >= start]
    return use_of(
        served_duties(slots, served_records(session, config.id)),
        activity_reports(session, config.id, start, end),
        closed_doors(session, config.id, start, end),
        config,
        services_of(session, config.id),
    )
