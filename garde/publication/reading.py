"""Reading the rota in force with all that feeds and pages need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from garde.backups.guests import by_guest_id, seated
from garde.backups.reading import Away, away_duties, guests_of
from garde.basin.config import BasinConfig
from garde.publication.departures import KEPT, departures
from garde.publication.in_force import InForce, by_id, feeds_start, month_start
from garde.publication.places import PlaceState
from garde.storage.repositories.basins import basin_stamp
from garde.storage.repositories.editions import editions_since
from garde.storage.repositories.places import place_states
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.services import services_of, services_stamp


def read_in_force(session: Session, config: BasinConfig, now: datetime) -> InForce:
    """The rota in force that feeds show at ``now``."""
    start, this_month = feeds_start(config, now), month_start(config, now)
    guests = guests_of(session, config.id)
    slots = seated(slots_in_force(session, config.id, start), guests)
    versions = versions_of(session, config.id)
    # From so long ago on that a duty dropped since this month began is known to have been.
    since = this_month - KEPT
    lost = departures(editions_since(session, config.id, since, start), since)
    states = place_states(session, config.id, {slot.key for slot in slots} | {one.duty.slot for one in lost})
    changes = [
        versions[-1].published_at if versions else None,
        basin_stamp(session, config.id),
        services_stamp(session, config.id)[1],
        this_month if versions and versions[0].published_at < this_month else None,
        *(one.dropped_at for one in lost if one.dropped_at <= now),
        *(state.changed_at for state in states.values()),
    ]
    return InForce(
        config=config,
        services=by_id(services_of(session, config.id)),
        slots=slots,
        states=states,
        at=now,
        changed_at=max((change for change in changes if change is not None), default=None),
        departures=tuple(one for one in lost if one.dropped_at > now),
        first_published={
            month: version.published_at for version in reversed(versions) for month in version.months
        },
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
