"""Services' windows of availability and their calendars, as stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from garde.availability.calendar import ServiceCalendar
from garde.availability.changes import WindowChanges
from garde.availability.verdicts import means_named
from garde.availability.window import Window, window_kind
from garde.storage.repositories.services import service_ids
from garde.storage.tables import CalendarRow, ServiceRow, WindowRow
from garde.storage.types import LARGEST_ID


def windows_of(
    session: Session, basin_id: str, start: datetime, end: datetime
) -> dict[str, tuple[Window, ...]]:
    """Each service's windows that touch [start, end), by external id, oldest first."""
    found: dict[str, list[Window]] = {}
    for row, external in session.exec(
        select(WindowRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(WindowRow.service_id))
        .where(ServiceRow.basin_id == basin_id, col(WindowRow.start) < end, col(WindowRow.end) > start)
        .order_by(col(WindowRow.start), col(WindowRow.id))
    ):
        found.setdefault(external, []).append(_window(row))
    return {external: tuple(windows) for external, windows in found.items()}


def add_windows(session: Session, basin_id: str, windows: Mapping[str, Iterable[Window]]) -> int:
    """Adds windows by external id of the service; how many."""
    ids = service_ids(session, basin_id)
    rows = [
        WindowRow(service_id=ids[external], **_values(window))
        for external, given in windows.items()
        for window in given
    ]
    session.add_all(rows)
    return len(rows)


def remove_window(session: Session, service_row: int, window_id: int) -> bool:
    """Removes one window of that service; False when there is none."""
    row = session.get(WindowRow, window_id) if 0 < window_id <= LARGEST_ID else None
    if row is None or row.service_id != service_row:
        return False
    session.delete(row)
    return True


def all_windows_of(session: Session, basin_id: str, service: str) -> tuple[Window, ...]:
    """All windows of one service, by external id, oldest first."""
    rows = session.exec(
        select(WindowRow)
        .join(ServiceRow, col(ServiceRow.id) == col(WindowRow.service_id))
        .where(ServiceRow.basin_id == basin_id, ServiceRow.external_id == service)
        .order_by(col(WindowRow.start), col(WindowRow.id))
    )
    return tuple(_window(row) for row in rows)


def apply_changes(session: Session, basin_id: str, service: str, changes: WindowChanges) -> None:
    """Stores the changes of one source of one service."""
    removed = [window.id for window in changes.removed]
    for start in range(0, len(removed), 500):  # databases take only so many at once
        session.exec(delete(WindowRow).where(col(WindowRow.id).in_(removed[start : start + 500])))
    renamed = [pair for pair in changes.kept if pair.before.key != pair.after.key]
    for pair in (*changes.changed, *renamed):
        row = session.get(WindowRow, pair.before.id)
        if row is not None:
            row.sqlmodel_update(_values(pair.after))
            session.add(row)
    add_windows(session, basin_id, {service: changes.added})


def remove_source(session: Session, service_row: int, source: str) -> int:
    """Removes all windows of one source of that service; how many."""
    found = session.exec(
        select(WindowRow).where(WindowRow.service_id == service_row, WindowRow.source == source)
    ).all()
    for row in found:
        session.delete(row)
    return len(found)


def calendar_of(session: Session, basin_id: str, service: str) -> ServiceCalendar:
    """What is stored of a service's calendars; nothing said when nothing is."""
    row = session.get(CalendarRow, service_ids(session, basin_id)[service])
    return _calendar(row) if row else ServiceCalendar()


def addresses_of(session: Session, basin_id: str) -> dict[str, ServiceCalendar]:
    """The calendars that have an address, by external id of the service."""
    rows = session.exec(
        select(CalendarRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(CalendarRow.service_id))
        .where(ServiceRow.basin_id == basin_id, col(CalendarRow.address).is_not(None))
        .order_by(ServiceRow.external_id)
    )
    return {external: _calendar(row) for row, external in rows}


def save_calendar(session: Session, basin_id: str, service: str, calendar: ServiceCalendar) -> None:
    """Stores what is known of a service's calendars, in place of what was."""
    number = service_ids(session, basin_id)[service]
    row = session.get(CalendarRow, number) or CalendarRow(service_id=number)
    for name in ServiceCalendar.__dataclass_fields__:
        setattr(row, name, getattr(calendar, name))
    session.add(row)
    session.flush()


def forget_answers(session: Session, service_row: int) -> None:
    """Has the service's address read afresh the next time, though its answer may not have changed."""
    row = session.get(CalendarRow, service_row)
    if row is not None:
        row.etag = row.last_modified = row.read_until = None
        session.add(row)


def _window(row: WindowRow) -> Window:
    return Window(
        window_kind(row.kind), row.start, row.end, row.points, row.source, row.note, row.id, row.key
    )


def _values(window: Window) -> dict[str, Any]:
    return {
        "kind": window.kind,
        "start": window.start,
        "end": window.end,
        "points": window.points,
        "source": window.source,
        "note": window.note,
        "key": window.key,
    }


def _calendar(row: CalendarRow) -> ServiceCalendar:
    values = {name: getattr(row, name) for name in ServiceCalendar.__dataclass_fields__ if name != "means"}
    return ServiceCalendar(means=means_named(row.means) if row.means else None, **values)
