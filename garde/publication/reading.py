"""Reading the rota in force with all that feeds and pages need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from garde.backups.guests import by_guest_id, seated
from garde.backups.reading import Away, away_duties, guests_of
from garde.basin.config import BasinConfig
from garde.publication.feeds import InForce, by_id, feeds_start
from garde.publication.places import PlaceState
from garde.storage.repositories.places import place_states
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.services import services_of


def read_in_force(session: Session, config: BasinConfig, now: datetime) -> InForce:
    """The rota in force that feeds show at ``now``."""
    start = feeds_start(config, now)
    guests = guests_of(session, config.id)
    slots = seated(slots_in_force(session, config.id, start), guests)
    versions = versions_of(session, config.id)
    return InForce(
        config=config,
        services=by_id(services_of(session, config.id)),
        slots=slots,
        states=place_states(session, config.id, {slot.key for slot in slots}),
        published_at=versions[-1].published_at if versions else None,
        guests=by_guest_id(guests),
        away=tuple(_told_away(session, config, start)),
    )


def _told_away(session: Session, config: BasinConfig, start: datetime) -> Iterator[tuple[Away, PlaceState]]:
    """The duties that the basin's services have elsewhere, with what calendars there were told of them."""
    away = away_duties(session, config.id, start)
    for basin in sorted({one.config.id for one in away}):
        own = [one for one in away if one.config.id == basin]
        states = place_states(session, basin, {one.slot.key for one in own})
        for one in own:
            yield one, states[(one.slot.key, one.place)]
