"""The use case of fetching: every service's address asked, its windows updated, failures remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.accounts.actor import Actor, require_coordinator, require_speaker
from garde.availability.calendar import ADDRESS_SOURCE, ServiceCalendar
from garde.availability.download import Answer, Network, download
from garde.availability.horizon import horizon_at
from garde.availability.reading import read_calendar
from garde.availability.updating import Update, store, update_of
from garde.availability.webaddress import web_address
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.errors import GardeError
from garde.storage.database import Database
from garde.storage.repositories.services import services_of
from garde.storage.repositories.windows import addresses_of, calendar_of, save_calendar

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Fetched:
    """How one service's address answered.

    ``update`` is None when the calendar has not changed since it was last read, or could not be read: then
    ``failure`` says why and ``failed_since`` when that began; the last good windows stay.
    """

    service: Service
    update: Update | None = None
    failure: str | None = None
    failed_since: datetime | None = None
    read_at: datetime | None = None


def fetch_calendars(
    database: Database,
    config: BasinConfig,
    now: datetime,
    network: Network,
    *,
    actor: Actor,
    only: Collection[str] | None = None,
) -> Iterator[Fetched]:
    """Asks the addresses of the basin's services (of ``only`` these, by external id), one result for each.

    Several are asked at once; each service's windows are stored in a transaction of their own. Raises
    Forbidden unless a coordinator acts, or the one service in ``only``.
    """
    if only is None:
        require_coordinator(actor, config.id, "read the services' calendars")
    for name in only or ():
        require_speaker(actor, config.id, name, "have its calendar read")
    with database.reading() as session:
        services = {service.external_id: service for service in services_of(session, config.id)}
        wanted = {
            name: calendar
            for name, calendar in addresses_of(session, config.id).items()
            if only is None or name in only
        }
    until = horizon_at(now, ZoneInfo(config.timezone)).end

    def ask(calendar: ServiceCalendar) -> Answer | GardeError:
        # An answer that nothing changed is of no use once the horizon reaches further than what was read.
        known = calendar if calendar.read_until == until else ServiceCalendar()
        try:
            return download(
                calendar.address or "", network, etag=known.etag, last_modified=known.last_modified
            )
        except GardeError as error:
            return error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for name, answer in zip(wanted, pool.map(ask, wanted.values()), strict=True):
            yield _kept(database, config, now, actor, services[name], wanted[name], answer)


def _kept(
    database: Database,
    config: BasinConfig,
    now: datetime,
    actor: Actor,
    service: Service,
    asked: ServiceCalendar,
    answer: Answer | GardeError,
) -> Fetched:
    """Stores what an answer means."""
    zone = ZoneInfo(config.timezone)
    horizon = horizon_at(now, zone)
    place = web_address(asked.address or "").shown if isinstance(answer, Answer) else ""
    reading = None
    if isinstance(answer, Answer) and answer.content is not None:
        try:
            reading = read_calendar(
                answer.content,
                name=place,
                means=asked.meaning(service),
                zone=zone,
                horizon=horizon,
                source=ADDRESS_SOURCE,
                owner=service.email,
            )
        except GardeError as error:
            answer = error
    with database.writing() as session:
        stored = calendar_of(session, config.id, service.external_id)
        if (stored.address, stored.means) != (asked.address, asked.means):
            return Fetched(service, failure="its settings were changed meanwhile", failed_since=now)
        if isinstance(answer, GardeError):
            failed = replace(stored, failed_since=stored.failed_since or now, failure=answer.one_line()[:500])
            save_calendar(session, config.id, service.external_id, failed)
            return Fetched(service, None, failed.failure, failed.failed_since, stored.read_at)
        good = replace(stored, read_at=now, failed_since=None, failure=None)
        if reading is None:
            save_calendar(session, config.id, service.external_id, good)
            return Fetched(service, read_at=now)
        update = update_of(
            session,
            config.id,
            service,
            ADDRESS_SOURCE,
            reading.windows,
            now=now,
            within=horizon,
            left_out=reading.left_out,
        )
        store(session, config.id, update, actor=actor, at=now)
        good = replace(good, etag=answer.etag, last_modified=answer.last_modified, read_until=horizon.end)
        save_calendar(session, config.id, service.external_id, good)
        return Fetched(service, update, read_at=now)
