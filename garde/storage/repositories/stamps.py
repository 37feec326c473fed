"""What tells that feeds may show something else, without reading what they show."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from garde.storage.tables import BasinRow, RotaRow, ServiceRow
from garde.storage.tables_agreement import BackupRow

Stamp = tuple[object, ...]


def feeds_stamp(session: Session) -> Stamp:
    """Changes with every publication, and with the services, the file and the backups of any basin."""
    basins = select(BasinRow.id, BasinRow.loaded_at).order_by(col(BasinRow.id))
    versions = (
        select(RotaRow.basin_id, func.max(RotaRow.number))
        .where(RotaRow.kind == "version")
        .group_by(col(RotaRow.basin_id))
        .order_by(col(RotaRow.basin_id))
    )
    services = (
        select(ServiceRow.basin_id, func.count(), func.max(ServiceRow.updated_at))
        .group_by(col(ServiceRow.basin_id))
        .order_by(col(ServiceRow.basin_id))
    )
    backups = select(BackupRow.id, BackupRow.state).order_by(col(BackupRow.id))
    return (*(tuple(session.exec(statement).all()) for statement in (basins, versions, services, backups)),)
