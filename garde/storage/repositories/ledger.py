"""The ledger's entries and adjustments as stored, and as they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import and_
from sqlmodel import Session, col, select

from garde.ledger.account import Entry
from garde.ledger.adjustment import Adjustment
from garde.ledger.correcting import adjusted, corrected
from garde.storage.repositories.in_force import months_in_force
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import service_ids, services_of
from garde.storage.tables import LedgerRow, RotaRow, ServiceRow
from garde.storage.tables_agreement import AdjustmentRow


def save_entries(session: Session, basin_id: str, rota_id: int, entries: Iterable[Entry]) -> None:
    """Stores the entries that a version gives, as it is planned."""
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
            share=entry.share,
            heaviest=entry.heaviest,
        )
        for entry in entries
    )


def entries_of(
    session: Session, basin_id: str, *, before: str | None = None, months: Iterable[str] | None = None
) -> tuple[Entry, ...]:
    """The account as it counts, by month, service and quantity: the one place that says what was served.

    Of each month it is that of its latest version, with what is recorded of who really served, and with the
    adjustments. ``before`` keeps the months before that one; ``months`` keeps those named.
    """
    named = None if months is None else tuple(months)
    entries = planned_entries(session, basin_id, before=before, months=named)
    records = served_records(session, basin_id)
    told = {_month_of(record.slot) for record in records} & {entry.month for entry in entries}
    if told:
        slots = slots_in_force(session, basin_id, months=told)
        entries = corrected(entries, slots, records)
    own = adjustments_of(session, basin_id, before=before, months=named)
    if not own:
        return entries
    pools = {service.external_id: "+".join(service.lines) for service in services_of(session, basin_id)}
    return adjusted(entries, own, pools)


def planned_entries(
    session: Session, basin_id: str, *, before: str | None = None, months: Sequence[str] | None = None
) -> tuple[Entry, ...]:
    """The entries in force as they were planned (of each month, those of its latest version)."""
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
        statement = statement.where(col(LedgerRow.month).in_(months))
    return tuple(
        Entry(
            service=external,
            month=row.month,
            pool=row.pool,
            quantity=row.quantity,
            served=row.served,
            due=row.due,
            share=row.share,
            heaviest=row.heaviest,
        )
        for row, external in session.execute(statement)
    )


def add_adjustment(session: Session, basin_id: str, one: Adjustment) -> int:
    """Stores an adjustment (its ``id`` is given here) and returns the id."""
    row = AdjustmentRow(
        basin_id=basin_id,
        service_id=service_ids(session, basin_id)[one.service],
        month=one.month,
        quantity=one.quantity,
        amount=one.amount,
        reason=one.reason,
        at=one.at,
        by=one.by,
    )
    return added(session, row)


def adjustments_of(
    session: Session, basin_id: str, *, before: str | None = None, months: Sequence[str] | None = None
) -> tuple[Adjustment, ...]:
    """The adjustments of a basin, oldest first."""
    statement = (
        select(AdjustmentRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(AdjustmentRow.service_id))
        .where(AdjustmentRow.basin_id == basin_id)
        .order_by(col(AdjustmentRow.id))
    )
    if before is not None:
        statement = statement.where(col(AdjustmentRow.month) < before)
    if months is not None:
        statement = statement.where(col(AdjustmentRow.month).in_(months))
    return tuple(
        Adjustment(
            id=given(row.id),
            service=external,
            month=row.month,
            quantity=row.quantity,
            amount=row.amount,
            reason=row.reason,
            at=row.at,
            by=row.by,
        )
        for row, external in session.execute(statement)
    )


def _month_of(slot: str) -> str:
    """The month to which a slot belongs, by its key: that of the local date on which it starts."""
    return slot.split("/")[1][:7]
