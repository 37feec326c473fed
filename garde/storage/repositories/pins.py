"""Pins of drafts, and the duties of drafts and versions that stand against a rule."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import Select

from garde.planning.decisions import Override, Pinned
from garde.rota import FilledSlot
from garde.storage.repositories.in_force import months_in_force
from garde.storage.repositories.services import service_ids
from garde.storage.tables import RotaRow, ServiceRow, SlotRow
from garde.storage.tables_agreement import OverrideRow, PinRow


def pins_of(session: Session, rota_id: int) -> tuple[Pinned, ...]:
    """The pins of a stored rota, by slot and service."""
    rows = session.exec(
        select(PinRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(PinRow.service_id))
        .where(PinRow.rota_id == rota_id)
        .order_by(col(PinRow.slot_key), col(ServiceRow.external_id))
    ).all()
    return tuple(Pinned(row.slot_key, service, row.on, row.source, row.at, row.by) for row, service in rows)


def overrides_of(session: Session, rota_id: int) -> tuple[Override, ...]:
    """The duties of a stored rota that stand against a rule, by slot and service."""
    return _read(session, _overrides().where(OverrideRow.rota_id == rota_id))


def overrides_in_force(
    session: Session, basin_id: str, months: Iterable[str] | None = None
) -> tuple[Override, ...]:
    """The duties in force (in these months) that stand against a rule: planning takes them as served."""
    latest = months_in_force(basin_id)
    statement = (
        _overrides()
        .join(RotaRow, col(RotaRow.id) == col(OverrideRow.rota_id))
        .join(
            SlotRow,
            and_(col(SlotRow.rota_id) == col(RotaRow.id), col(SlotRow.key) == col(OverrideRow.slot_key)),
        )
        .join(latest, and_(latest.c.month == SlotRow.month, latest.c.number == RotaRow.number))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version")
    )
    if months is not None:
        statement = statement.where(col(SlotRow.month).in_(list(months)))
    return _read(session, statement)


def save_decisions(
    session: Session, basin_id: str, rota_id: int, pins: Iterable[Pinned], overrides: Iterable[Override]
) -> None:
    """Makes these the pins and overrides of a stored rota."""
    session.exec(delete(PinRow).where(col(PinRow.rota_id) == rota_id))
    session.exec(delete(OverrideRow).where(col(OverrideRow.rota_id) == rota_id))
    ids = service_ids(session, basin_id)
    session.add_all(
        PinRow(
            rota_id=rota_id,
            slot_key=pin.slot,
            service_id=ids[pin.service],
            on=pin.on,
            source=pin.source,
            at=pin.at,
            by=pin.by,
        )
        for pin in pins
    )
    session.add_all(
        OverrideRow(
            rota_id=rota_id,
            slot_key=one.slot,
            service_id=ids[one.service],
            rules=list(one.rules),
            reason=one.reason,
            at=one.at,
            by=one.by,
        )
        for one in overrides
    )
    session.flush()


def still_served(overrides: Iterable[Override], slots: Iterable[FilledSlot]) -> tuple[Override, ...]:
    """Those whose duty is in these slots, each duty once (the last one given)."""
    duties = {(slot.key, service) for slot in slots for service in slot.services}
    found = {(one.slot, one.service): one for one in overrides if (one.slot, one.service) in duties}
    return tuple(found[duty] for duty in sorted(found))


def _overrides() -> Select[OverrideRow, str]:
    return (
        select(OverrideRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(OverrideRow.service_id))
        .order_by(col(OverrideRow.slot_key), col(ServiceRow.external_id))
    )


def _read(session: Session, statement: Select[OverrideRow, str]) -> tuple[Override, ...]:
    return tuple(
        Override(row.slot_key, service, tuple(row.rules), row.reason, row.at, row.by)
        for row, service in session.exec(statement)
    )
