"""Which services lost which duties by later versions: their calendars are told so for a while."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from garde.publication.places import PlaceName

KEPT = timedelta(days=30)
"""How long a feed shows a duty that was lost, as cancelled, from the publication that took it away."""


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A place of a slot with who held it, as one version has it. Instants are in UTC."""

    slot: str
    number: int
    line: str
    month: str
    start: datetime
    end: datetime
    service: str

    @property
    def place(self) -> PlaceName:
        """Which place it is."""
        return (self.slot, self.number)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as far as its duties go."""

    published_at: datetime
    months: tuple[str, ...]
    duties: tuple[HeldDuty, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """A duty that its service had until the version published ``at``, and has not got back since."""

    duty: HeldDuty
    at: datetime

    @property
    def dropped_at(self) -> datetime:
        """From when on no feed shows it any more."""
        return self.at + KEPT


def departures(editions: Iterable[Edition], since: datetime) -> tuple[Departure, ...]:
    """The departures after ``since``, by place, oldest first.

    ``editions`` are in the order of their publication: all since then, and of each month of these the one
    that was in force before. A duty that comes back to its service has no departure.
    """
    known: dict[str, Mapping[PlaceName, HeldDuty]] = {}
    found: dict[tuple[PlaceName, str], Departure] = {}
    for edition in editions:
        for month in edition.months:
            now = {duty.place: duty for duty in edition.duties if duty.month == month}
            for place, duty in known.get(month, {}).items():
                if place not in now or now[place].service != duty.service:
                    found[place, duty.service] = Departure(duty, edition.published_at)
            for place, duty in now.items():
                found.pop((place, duty.service), None)
            known[month] = now
    late = (one for one in found.values() if one.at > since)
    return tuple(sorted(late, key=lambda one: (one.duty.place, one.at, one.duty.service)))
