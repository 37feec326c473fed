"""The use case of importing a file: read, compared and stored, or only shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from garde.accounts.actor import Actor, require_coordinator, require_speaker
from garde.availability.calendar import ServiceCalendar
from garde.availability.files import calendar_content, is_calendar
from garde.availability.horizon import Horizon, horizon_at
from garde.availability.reading import read_calendar
from garde.availability.settings import meaning, set_calendar
from garde.availability.table import read_windows
from garde.availability.updating import Update, source_named, store, update_of
from garde.availability.verdicts import Means, Reason
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.errors import BadInput
from garde.storage.database import Database
from garde.storage.repositories.services import known_service, services_of
from garde.storage.repositories.windows import calendar_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an import; ``means`` is remembered, ``source`` tells several files apart."""

    path: Path
    service: str | None = None
    means: Means | None = None
    source: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What it changed, or would: an update for each service; of a calendar, what its events mean."""

    updates: tuple[Update, ...]
    calendar: ServiceCalendar | None = None


@dataclass(frozen=True, slots=True)
class _Given:
    service: Service
    windows: Sequence[Window]
    within: Horizon | None = None
    left_out: Mapping[Reason, int] = field(default_factory=dict)


def import_file(
    database: Database, config: BasinConfig, wanted: Wanted, now: datetime, *, actor: Actor
) -> Imported:
    """Takes the windows of a calendar or a table, in place of those that the same source gave before.

    Of a table, only the services that it names are touched. All or nothing; with ``dry_run`` nothing. Raises
    CalendarRefused, ImportRefused or BadInput for an unfit file, NotFound for an unknown service, Forbidden
    unless a coordinator acts, or the one service that is named and no other.
    """
    if wanted.service is None:
        require_coordinator(actor, config.id, "say when services can serve")
    else:
        require_speaker(actor, config.id, wanted.service, "say when it can serve")
    calendar = None
    if is_calendar(wanted.path):
        source = source_named(wanted.source or "calendar")
        given, calendar = _from_calendar(database, config, wanted, source, now)
    else:
        source = source_named(wanted.source or "table")
        given = _from_table(database, config, wanted, source)
    with database.reading() if wanted.dry_run else database.writing() as session:
        updates = tuple(
            update_of(
                session,
                config.id,
                one.service,
                source,
                one.windows,
                now=now,
                within=one.within,
                left_out=one.left_out,
            )
            for one in given
        )
        if not wanted.dry_run:
            for update in updates:
                store(session, config.id, update, actor=actor, at=now)
            if calendar is not None and wanted.means is not None:
                set_calendar(
                    session,
                    config,
                    given[0].service.external_id,
                    means=wanted.means,
                    actor=actor,
                    at=now,
                )
    return Imported(updates, calendar)


def _from_calendar(
    database: Database, config: BasinConfig, wanted: Wanted, source: str, now: datetime
) -> tuple[list[_Given], ServiceCalendar]:
    if wanted.service is None:
        raise BadInput(
            "a calendar is of one service", where=str(wanted.path), remedy="name it with --service ID"
        )
    with database.reading() as session:
        service = known_service(session, config.id, wanted.service)
        calendar = calendar_of(session, config.id, wanted.service)
    if wanted.means is not None:
        calendar = meaning(calendar, wanted.means)
    zone = ZoneInfo(config.timezone)
    horizon = horizon_at(now, zone)
    reading = read_calendar(
        calendar_content(wanted.path),
        name=str(wanted.path),
        means=calendar.meaning(service),
        zone=zone,
        horizon=horizon,
        source=source,
        owner=service.email,
    )
    return [_Given(service, reading.windows, horizon, reading.left_out)], calendar


def _from_table(database: Database, config: BasinConfig, wanted: Wanted, source: str) -> list[_Given]:
    if wanted.means is not None:
        raise BadInput("is for calendars", where="--means", remedy="a table says the kind of each window")
    with database.reading() as session:
        services = {service.external_id: service for service in services_of(session, config.id)}
        if wanted.service is not None:
            known_service(session, config.id, wanted.service)
    windows = read_windows(
        wanted.path, services=services, only=wanted.service, zone=ZoneInfo(config.timezone), source=source
    )
    return [_Given(services[name], given) for name, given in windows.items()]
