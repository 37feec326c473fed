"""Reading the rota in force with all that feeds and pages need."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.publication.feeds import InForce, by_id, feeds_start
from garde.storage.repositories.places import place_states
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.services import services_of


def read_in_force(session: Session, config: BasinConfig, now: datetime) -> InForce:
    """The rota in force that feeds show at ``now``."""
    slots = slots_in_force(session, config.id, feeds_start(config, now))
    versions = versions_of(session, config.id)
    return InForce(
        config=config,
        services=by_id(services_of(session, config.id)),
        slots=slots,
        states=place_states(session, config.id, {slot.key for slot in slots}),
        published_at=versions[-1].published_at if versions else None,
    )
