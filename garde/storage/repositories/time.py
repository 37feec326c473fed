"""Coordination time as stored: entries, and the runs of commands that belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, or_, select, update

from garde.coordination.activity import Activity
from garde.coordination.entry import TimeEntry
from garde.coordination.sessions import CommandRun
from garde.storage.repositories.services import service_ids
from garde.storage.tables import CommandRow, ServiceRow, TimeEntryRow
from garde.storage.types import LARGEST_ID

_RENAMED = {"basin": "basin_id"}
_COLUMNS = {f.name: _RENAMED.get(f.name, f.name) for f in fields(TimeEntry) if f.name != "service"}
_OWNED = select(TimeEntryRow, ServiceRow.external_id).join(
    ServiceRow, col(ServiceRow.id) == col(TimeEntryRow.service_id), isouter=True
)
"""Entries with the external id of the service whose time they are."""


def add_entry(session: Session, entry: TimeEntry) -> TimeEntry:
    """Adds an entry; the entry with its id."""
    service_id = None
    if entry.service is not None and entry.basin is not None:
        service_id = service_ids(session, entry.basin)[entry.service]
    row = TimeEntryRow(**_values(entry), service_id=service_id)
    session.add(row)
    session.flush()
    return replace(entry, id=row.id)


def save_entry(session: Session, entry: TimeEntry) -> None:
    """Writes all of a stored entry anew; whose time it is never changes."""
    row = session.get_one(TimeEntryRow, entry.id)
    for name, value in _values(entry).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def remove_entry(session: Session, entry: TimeEntry) -> None:
    """Removes a provisional entry to which no run belongs; the database refuses to remove any other."""
    session.exec(delete(TimeEntryRow).where(col(TimeEntryRow.id) == entry.id))


def entry_numbered(session: Session, entry_id: int) -> TimeEntry | None:
    """The entry of that id, or None."""
    if not 0 < entry_id <= LARGEST_ID:
        return None
    found = session.exec(_OWNED.where(TimeEntryRow.id == entry_id)).one_or_none()
    return _entry(*found) if found else None


def running_timer(session: Session, person: str) -> TimeEntry | None:
    """The timer of that person that runs, in whatever basin, or None."""
    row = session.exec(
        select(TimeEntryRow).where(TimeEntryRow.person == person, TimeEntryRow.status == "running")
    ).first()
    return _entry(row, None) if row else None


def entries_of(
    session: Session,
    basin: str,
    *,
    person: str | None = None,
    service: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[TimeEntry, ...]:
    """The entries of a basin that start in [since, until), oldest first.

    With ``person``, that person's own, not what he or she put on record for services; with ``service``, that
    service's; with neither, all.
    """
    query = _OWNED.where(TimeEntryRow.basin_id == basin)
    if person is not None:
        query = query.where(TimeEntryRow.person == person, col(TimeEntryRow.service_id).is_(None))
    if service is not None:
        query = query.where(ServiceRow.external_id == service)
    if since is not None:
        query = query.where(col(TimeEntryRow.start) >= since)
    if until is not None:
        query = query.where(col(TimeEntryRow.start) < until)
    ordered = query.order_by(col(TimeEntryRow.start), col(TimeEntryRow.id))
    return tuple(_entry(row, service) for row, service in session.exec(ordered))


def entries_around(session: Session, person: str, start: datetime, end: datetime) -> tuple[TimeEntry, ...]:
    """The person's entries, in every basin, whose span meets [start, end], oldest first.

    Entries of which only the day is known have no span and are left out, and so are those that were taken
    back and what the person put on record for services.
    """
    spans = or_(col(TimeEntryRow.end) >= start, col(TimeEntryRow.status) == "running")
    rows = session.exec(
        select(TimeEntryRow)
        .where(
            TimeEntryRow.person == person,
            col(TimeEntryRow.service_id).is_(None),
            TimeEntryRow.status != "withdrawn",
            col(TimeEntryRow.start) <= end,
            spans,
        )
        .order_by(col(TimeEntryRow.start), col(TimeEntryRow.id))
    )
    return tuple(_entry(row, None) for row in rows)


def add_run(session: Session, run: CommandRun, *, person: str, basin: str) -> CommandRun:
    """Adds a run of a command that belongs to no entry yet; the run with its id."""
    row = CommandRow(
        basin_id=basin,
        person=person,
        command=run.command,
        activity=run.activity.value,
        month=run.month,
        start=run.start,
        end=run.end,
        solver_seconds=run.solver_seconds,
    )
    session.add(row)
    session.flush()
    return replace(run, id=row.id)


def give_runs(session: Session, runs: Iterable[CommandRun], entry: TimeEntry) -> None:
    """Makes stored runs belong to a stored entry."""
    ids = [run.id for run in runs]
    session.exec(update(CommandRow).where(col(CommandRow.id).in_(ids)).values(entry_id=entry.id))


def runs_of(session: Session, entry: TimeEntry) -> tuple[CommandRun, ...]:
    """The runs that belong to an entry, in the order of their record."""
    return tuple(run for _, run in runs_by_basin(session, entry))


def runs_by_basin(session: Session, entry: TimeEntry) -> tuple[tuple[str, CommandRun], ...]:
    """As ``runs_of``, each with its basin: a timer counts for the commands of every basin."""
    rows = session.exec(
        select(CommandRow).where(CommandRow.entry_id == entry.id).order_by(col(CommandRow.id))
    )
    return tuple((row.basin_id or "", _run(row)) for row in rows)


def _values(entry: TimeEntry) -> dict[str, Any]:
    return {
        column: _plain(getattr(entry, name))
        for name, column in _COLUMNS.items()
        if name != "id" or entry.id is not None
    }


def _plain(value: object) -> object:
    return value.value if isinstance(value, Activity) else value


def _entry(row: TimeEntryRow, service: str | None) -> TimeEntry:
    values = {name: getattr(row, column) for name, column in _COLUMNS.items()}
    return TimeEntry(**(values | {"activity": Activity(row.activity), "service": service}))


def _run(row: CommandRow) -> CommandRun:
    return CommandRun(
        command=row.command,
        activity=Activity(row.activity),
        start=row.start,
        end=row.end,
        solver_seconds=row.solver_seconds,
        month=row.month,
        id=row.id,
    )
