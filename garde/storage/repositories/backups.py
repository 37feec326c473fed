"""Backups as stored."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from sqlmodel import Session, col, or_, select

from garde.backups.backup import Backup, State
from garde.errors import NotFound
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_agreement import BackupRow
from garde.storage.types import LARGEST_ID


def add_backup(session: Session, backup: Backup) -> int:
    """Stores a backup (its ``id`` is given here) and returns the id."""
    row = BackupRow(
        basin_id=backup.basin,
        slot_key=backup.slot,
        service_id=service_ids(session, backup.home)[backup.service],
        state=backup.state,
        reason=backup.reason,
        at=backup.at,
        by=backup.by,
    )
    return added(session, row)


def decide_backup(
    session: Session, backup: Backup, state: State, *, at: datetime, by: str, reason: str | None
) -> None:
    """Gives a stored backup another state."""
    row = session.get_one(BackupRow, backup.id)
    row.state, row.decided_at, row.decided_by = state, at, by
    row.reason = reason if reason is not None else row.reason
    session.add(row)
    session.flush()


def backups_of(session: Session, basin: str) -> tuple[Backup, ...]:
    """The backups that a basin asked for, and those that its own services were asked for, oldest first."""
    return _read(session, or_(col(BackupRow.basin_id) == basin, col(ServiceRow.basin_id) == basin))


def known_backup(session: Session, basin: str, number: int) -> Backup:
    """The backup of that number, of which the basin is either side. Raises NotFound."""
    found = (
        _read(
            session,
            col(BackupRow.id) == number,
            or_(col(BackupRow.basin_id) == basin, col(ServiceRow.basin_id) == basin),
        )
        if 0 < number <= LARGEST_ID
        else ()
    )
    if not found:
        raise NotFound(f"basin {basin} has no backup {number}", remedy="see: garde backups list")
    return found[0]


def accepted_for(session: Session, basin: str) -> tuple[Backup, ...]:
    """The accepted backups of a basin, in the order in which they accepted."""
    found = _read(session, col(BackupRow.basin_id) == basin, col(BackupRow.state) == "accepted")
    return tuple(sorted(found, key=lambda backup: (backup.decided_at or backup.at, backup.id)))


def accepted_at_home(session: Session, home: str) -> tuple[Backup, ...]:
    """The accepted backups by services of a basin."""
    return _read(session, col(ServiceRow.basin_id) == home, col(BackupRow.state) == "accepted")


def _read(session: Session, *conditions: object) -> tuple[Backup, ...]:
    rows = session.exec(
        select(BackupRow, ServiceRow.external_id, ServiceRow.basin_id)
        .join(ServiceRow, col(ServiceRow.id) == col(BackupRow.service_id))
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(col(BackupRow.id))
    ).all()
    return tuple(
        Backup(
            id=given(row.id),
            basin=row.basin_id,
            slot=row.slot_key,
            home=home,
            service=service,
            state=_state(row.state),
            reason=row.reason,
            at=row.at,
            by=row.by,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row, service, home in rows
    )


def _state(text: str) -> State:
    state: State
    for state in get_args(State):
        if text == state:
            return state
    raise AssertionError(f"{text!r} is no state of a backup")
