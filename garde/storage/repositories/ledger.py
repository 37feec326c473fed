"""The ledger's entries as stored."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_
from sqlmodel import Session, col, select

from garde.ledger.account import Entry
from garde.storage.repositories.in_force import months_in_force
from garde.storage.repositories.services import service_ids
from garde.storage.tables import LedgerRow, RotaRow, ServiceRow


def save_entries(session: Session, basin_id: str, rota_id: int, entries: Iterable[Entry]) -> None:
    """Stores the entries that a version gives."""
    ids = service_ids(session, basin_id)
    session.add_all(
        LedgerRow(
            basin_id=basin_id,
            rota_id=rota_id,
            service_id=ids[entry.service],
            month=entry.month,
            pool=entry.pool,
            quantity=entry.quantity,
            served=entry.served,
            due=entry.due,
        )
        for entry in entries
    )


def entries_of(
    session: Session, basin_id: str, *, before: str | None = None, months: Iterable[str] | None = None
) -> tuple[Entry, ...]:
    """The entries in force (of each month, those of its latest version), by month, service and quantity.

    ``before`` keeps the months before that one; ``months`` keeps those named.
    """
    latest = months_in_force(basin_id)
    statement = (
        select(LedgerRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(LedgerRow.service_id))
        .join(RotaRow, col(RotaRow.id) == col(LedgerRow.rota_id))
        .join(latest, and_(latest.c.month == LedgerRow.month, latest.c.number == RotaRow.number))
        .where(LedgerRow.basin_id == basin_id, RotaRow.kind == "version")
        .order_by(col(LedgerRow.month), col(ServiceRow.external_id), col(LedgerRow.quantity))
    )
    if before is not None:
        statement = statement.where(col(LedgerRow.month) < before)
    if months is not None:
        statement = statement.where(col(LedgerRow.month).in_(list(months)))
    return tuple(
        Entry(external, row.month, row.pool, row.quantity, row.served, row.due)
        for row, external in session.execute(statement)
    )
