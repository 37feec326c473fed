"""The rota in force: of each month, what its latest version says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from sqlalchemy import and_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from garde.rota import FilledSlot
from garde.storage.repositories.in_force import months_in_force
from garde.storage.repositories.rota_rows import read_slots
from garde.storage.tables import DutyRow, RotaMonthRow, RotaRow, ServiceRow, SlotRow


def published_months(session: Session, basin_id: str) -> tuple[str, ...]:
    """The months that have a version in force, in time."""
    latest = months_in_force(basin_id)
    return tuple(session.exec(select(latest.c.month).order_by(latest.c.month)).all())


def slots_in_force(
    session: Session,
    basin_id: str,
    start: datetime | None = None,
    end: datetime | None = None,
    *,
    months: Iterable[str] | None = None,
    until: int | None = None,
) -> tuple[FilledSlot, ...]:
    """The published slots in force that touch [start, end): of each month, those of its latest version.

    ``months`` keeps the slots that belong to those named. With ``until``, they are those that were in force
    when the version of that number was the latest.
    """
    statement = _in_force(basin_id, until)
    if start is not None:
        statement = statement.where(col(SlotRow.end) > start)
    if end is not None:
        statement = statement.where(col(SlotRow.start) < end)
    if months is not None:
        statement = statement.where(col(SlotRow.month).in_(list(months)))
    return read_slots(session, statement)


def duties_begun(session: Session, basin_id: str, at: datetime) -> bool:
    """Whether any published duty in force has begun by then."""
    return session.exec(_in_force(basin_id).where(col(SlotRow.start) <= at).limit(1)).first() is not None


def _in_force(basin_id: str, until: int | None = None) -> SelectOfScalar[SlotRow]:
    """The slots of each month's latest version, or of the latest up to that number."""
    latest = months_in_force(basin_id, until)
    return (
        select(SlotRow)
        .join(RotaRow, col(RotaRow.id) == col(SlotRow.rota_id))
        .join(latest, and_(latest.c.month == SlotRow.month, latest.c.number == RotaRow.number))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version")
    )


def held_since(session: Session, basin_id: str, slot: FilledSlot, service: str) -> datetime | None:
    """Since when a service has had this duty, with this start, without a break; None when it has not.

    That is when the first of the latest versions that all give it the duty was published.
    """
    versions = session.exec(
        select(RotaRow.number, RotaRow.created_at)
        .join(RotaMonthRow, col(RotaMonthRow.rota_id) == col(RotaRow.id))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version", RotaMonthRow.month == slot.month)
        .order_by(col(RotaRow.number).desc())
    ).all()
    giving = set(
        session.exec(
            select(RotaRow.number)
            .join(SlotRow, col(SlotRow.rota_id) == col(RotaRow.id))
            .join(DutyRow, col(DutyRow.slot_id) == col(SlotRow.id))
            .join(ServiceRow, col(ServiceRow.id) == col(DutyRow.service_id))
            .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version", SlotRow.key == slot.key)
            .where(SlotRow.start == slot.start, ServiceRow.external_id == service)
        )
    )
    latest = takewhile(lambda version: version[0] in giving, versions)
    return min((published_at for _, published_at in latest), default=None)
