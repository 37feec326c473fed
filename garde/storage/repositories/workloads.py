"""Services' ordinary working time as stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_workload import WorkloadRow


def workloads_of(session: Session, basin_id: str) -> dict[str, timedelta]:
    """The working time of an ordinary week, by service, of those that said it."""
    rows = session.exec(
        select(WorkloadRow.weekly_minutes, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(WorkloadRow.service_id))
        .where(ServiceRow.basin_id == basin_id)
    )
    return {external: timedelta(minutes=minutes) for minutes, external in rows}


def save_workload(
    session: Session, basin_id: str, service: str, weekly: timedelta | None, *, at: datetime, by: str
) -> None:
    """Stores a service's working time; None: it is not known any more."""
    number = service_ids(session, basin_id)[service]
    row = session.get(WorkloadRow, number)
    if weekly is None:
        if row is not None:
            session.delete(row)
        return
    minutes = int(weekly.total_seconds() // 60)
    if row is None:
        row = WorkloadRow(service_id=number, weekly_minutes=minutes, said_at=at, said_by=by)
    row.weekly_minutes, row.said_at, row.said_by = minutes, at, by
    session.add(row)
