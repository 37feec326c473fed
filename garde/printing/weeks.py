"""Reading a published week, as what hangs on walls and doors needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR, resolve_handover
from garde.errors import BadInput, NotFound
from garde.lookup.reading import entrances_for
from garde.lookup.timetable import public_entrances
from garde.rota import FilledSlot, Version
from garde.storage.repositories.duties import published_months, slots_in_force
from garde.storage.repositories.services import services_of
from garde.storage.repositories.versions import versions_of

DAYS = 7


@dataclass(frozen=True)
class PublishedWeek:
    """Seven local dates from ``monday``, with the published duties that touch them.

    ``services`` are the directory and the backups of neighbour basins, ``origins`` the names of a backup's
    own basin by the backup's id. ``known`` has the published months of each line. ``version`` is the latest
    that covers the week. ``entrances`` tell how to get in by night, by service and language.
    """

    config: BasinConfig
    monday: date
    services: Mapping[str, Service]
    slots: tuple[FilledSlot, ...]
    known: Mapping[str, frozenset[str]]
    version: Version
    origins: Mapping[str, Mapping[str, str]]
    entrances: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, ...]:
        """The dates, in order."""
        return tuple(self.monday + timedelta(days=number) for number in range(DAYS))

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the local clock."""
        return ZoneInfo(self.config.timezone)

    @property
    def start(self) -> datetime:
        """The midnight with which it begins."""
        return resolve_handover(self.monday, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The midnight with which the next one begins."""
        return resolve_handover(self.monday + timedelta(days=DAYS), time(), self.zone)

    def taking_part(self) -> tuple[str, ...]:
        """The basin's own services that take part that week in a line with published duties, by id."""
        return tuple(
            name
            for name, service in sorted(self.services.items())
            if name not in self.origins
            and (service.active_from is None or service.active_from <= self.days[-1])
            and (service.active_until is None or service.active_until >= self.monday)
            and any(line in self.known for line in service.lines)
        )


def monday_of(day: date) -> date:
    """The first day of the date's week; raises BadInput for a year that nothing is planned in."""
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise BadInput(
            f"nothing is known about {day.isoformat()}",
            where="week",
            remedy=f"name a date of the years {FIRST_YEAR + 1} to {LAST_YEAR - 1}",
        )
    return day - timedelta(days=day.weekday())


def current_monday(config: BasinConfig, at: datetime) -> date:
    """The first day of the local week of an instant."""
    return monday_of(at.astimezone(ZoneInfo(config.timezone)).date())


def read_week(session: Session, config: BasinConfig, monday: date, *, actor: Actor) -> PublishedWeek:
    """The week as it is in force.

    Raises Forbidden unless somebody of the coordination acts, NotFound when no duty of it is published.
    """
    require_reader(actor, config.id, "print the rota")
    zone = ZoneInfo(config.timezone)
    start = resolve_handover(monday, time(), zone)
    end = resolve_handover(monday + timedelta(days=DAYS), time(), zone)
    guests = guests_of(session, config.id)
    slots = seated(slots_in_force(session, config.id, start, end), guests)
    published = published_months(session, config.id)
    if not any(slot.start >= start for slot in slots):
        raise NotFound(
            f"no duty of the week of {monday.isoformat()} is published in basin {config.id}",
            remedy=f"published are {', '.join(published)}"
            if published
            else "publish a draft first: garde publish DRAFT",
        )
    months = {f"{day:%Y-%m}" for day in (monday, monday + timedelta(days=DAYS - 1))}
    known: dict[str, set[str]] = {}
    for slot in slots_in_force(session, config.id, months=months):
        known.setdefault(slot.line, set()).add(slot.month)
    touched = {slot.month for slot in slots}
    covering = [one for one in versions_of(session, config.id) if touched.intersection(one.months)]
    services = {
        **{one.external_id: one for one in services_of(session, config.id)},
        **{guest.id: guest.service for guest in guests},
    }
    return PublishedWeek(
        config=config,
        monday=monday,
        services=services,
        slots=slots,
        known={line: frozenset(found) for line, found in known.items()},
        version=covering[-1],
        origins={guest.id: guest.names for guest in guests},
        entrances=public_entrances(entrances_for(session, config.id, guests), services),
    )
