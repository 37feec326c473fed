"""What drafts and versions have in common as stored: a rota with its months, slots and duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from garde.rota import FilledSlot, in_order
from garde.storage.repositories.rows import given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import DutyRow, RotaMonthRow, RotaRow, ServiceRow, SlotRow
from garde.storage.types import LARGEST_ID


def rota_row(session: Session, basin_id: str, kind: str, number: int) -> RotaRow | None:
    """The draft or version (``kind``) of that number; None when the basin has none."""
    if not 0 < number <= LARGEST_ID:
        return None
    return session.exec(
        select(RotaRow).where(RotaRow.basin_id == basin_id, RotaRow.kind == kind, RotaRow.number == number)
    ).one_or_none()


def highest(session: Session, basin_id: str, kind: str) -> int | None:
    """The highest number of the basin's drafts or versions; None before the first."""
    return session.exec(
        select(func.max(RotaRow.number)).where(RotaRow.basin_id == basin_id, RotaRow.kind == kind)
    ).one()


def months_of(session: Session, rota_id: int) -> tuple[str, ...]:
    """The months of a rota, in time."""
    months = session.exec(
        select(RotaMonthRow.month).where(RotaMonthRow.rota_id == rota_id).order_by(RotaMonthRow.month)
    ).all()
    return tuple(months)


def add_rota(session: Session, row: RotaRow, months: Iterable[str], slots: Sequence[FilledSlot]) -> int:
    """Stores a rota with its months, slots and duties; the row's id."""
    session.add(row)
    session.flush()
    rota_id = given(row.id)
    in_force = row.number if row.kind == "version" else None
    session.add_all(
        RotaMonthRow(rota_id=rota_id, month=month, basin_id=row.basin_id, number=in_force) for month in months
    )
    rows = [
        SlotRow(
            rota_id=rota_id,
            key=slot.key,
            line=slot.line,
            month=slot.month,
            start=slot.start,
            end=slot.end,
            required=slot.required,
            burden=slot.burden,
            categories=list(slot.categories),
            languages=list(slot.languages),
        )
        for slot in slots
    ]
    session.add_all(rows)
    session.flush()
    add_duties(session, row.basin_id, zip(rows, slots, strict=True))
    return rota_id


def add_duties(session: Session, basin_id: str, filled: Iterable[tuple[SlotRow, FilledSlot]]) -> None:
    """Stores who serves in these slots."""
    ids = service_ids(session, basin_id)
    session.add_all(
        DutyRow(slot_id=given(row.id), place=place, service_id=ids[service])
        for row, slot in filled
        for place, service in enumerate(slot.places)
        if service is not None
    )
    session.flush()


def read_slots(session: Session, statement: SelectOfScalar[SlotRow]) -> tuple[FilledSlot, ...]:
    """The slots that a statement selects, with who serves in them, in order."""
    rows = session.exec(statement).all()
    wanted = statement.with_only_columns(col(SlotRow.id))
    holders: dict[int, dict[int, str]] = {}
    for duty, external in session.exec(
        select(DutyRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(DutyRow.service_id))
        .where(col(DutyRow.slot_id).in_(wanted))
    ):
        holders.setdefault(duty.slot_id, {})[duty.place] = external
    return in_order(
        FilledSlot(
            key=row.key,
            line=row.line,
            month=row.month,
            start=row.start,
            end=row.end,
            burden=row.burden,
            places=tuple(holders.get(given(row.id), {}).get(place) for place in range(row.required)),
            categories=tuple(row.categories),
            languages=tuple(row.languages),
        )
        for row in rows
    )
