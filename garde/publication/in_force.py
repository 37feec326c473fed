"""What feeds are made of, and when time alone changes what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from garde.backups.guests import Guest
from garde.backups.reading import Away
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.publication.departures import Departure
from garde.publication.places import PlaceName, PlaceState
from garde.rota import FilledSlot

_MONTHS_BACK = 2


@dataclass(frozen=True)
class InForce:
    """The rota in force at an instant, the state of its places, and the duties that services lost of late.

    ``changed_at`` is when what feeds show last changed, by a publication, a service's new telephone or time;
    ``first_published`` when each month (``2027-01``) first was. ``guests`` are the backups in ``slots``;
    ``away`` the duties of the basin's own services as backups in other basins, with the state of their places
    there.
    """

    config: BasinConfig
    services: Mapping[str, Service]
    slots: tuple[FilledSlot, ...]
    states: Mapping[PlaceName, PlaceState]
    at: datetime
    changed_at: datetime | None = None
    departures: tuple[Departure, ...] = ()
    first_published: Mapping[str, datetime] = field(default_factory=dict)
    guests: Mapping[str, Guest] = field(default_factory=dict)
    away: tuple[tuple[Away, PlaceState], ...] = ()

    @cached_property
    def everybody(self) -> Mapping[str, Service]:
        """Who may hold a place: the basin's services, and the guests as which neighbours stand in."""
        return {**self.services, **{id: guest.service for id, guest in self.guests.items()}}

    @property
    def holds_until(self) -> datetime:
        """When time will next take a duty out of a feed: a new month, or a lost duty told long enough."""
        drops = (one.dropped_at for one in self.departures if one.dropped_at > self.at)
        return min([month_start(self.config, self.at, 1), *drops])


def feeds_start(config: BasinConfig, now: datetime) -> datetime:
    """From when feeds show duties: two months before the current one, so that bytes change once a month."""
    return month_start(config, now, -_MONTHS_BACK)


def month_start(config: BasinConfig, now: datetime, months: int = 0) -> datetime:
    """The first instant of the current month, or of one so many months later."""
    zone = ZoneInfo(config.timezone)
    return Month.of(now, zone).plus(months).start(zone)


def by_id(services: Sequence[Service]) -> dict[str, Service]:
    """Services by external id."""
    return {service.external_id: service for service in services}
