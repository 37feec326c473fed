"""Who really served, as stored. Rows are only added."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from garde.basin.config import BasinConfig
from garde.errors import NotFound
from garde.rota import FilledSlot
from garde.served import Record
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServedRow

_A_DAY = timedelta(days=1)


def add_record(session: Session, basin_id: str, record: Record) -> int:
    """Stores a record (its ``id`` is given here) and returns the id."""
    ids = service_ids(session, basin_id)
    row = ServedRow(
        basin_id=basin_id,
        slot_key=record.slot,
        service_id=ids[record.service],
        start=record.start,
        end=record.end,
        replaced_by_id=None if record.replaced_by is None else ids[record.replaced_by],
        reason=record.reason,
        recorded_at=record.recorded_at,
        recorded_by=record.recorded_by,
    )
    return added(session, row)


def served_records(session: Session, basin_id: str) -> tuple[Record, ...]:
    """All records of a basin, oldest first, those that a later one replaces as well."""
    names = {number: external for external, number in service_ids(session, basin_id).items()}
    rows = session.exec(
        select(ServedRow).where(ServedRow.basin_id == basin_id).order_by(col(ServedRow.id))
    ).all()
    return tuple(
        Record(
            id=given(row.id),
            slot=row.slot_key,
            service=names[row.service_id],
            start=row.start,
            end=row.end,
            replaced_by=None if row.replaced_by_id is None else names[row.replaced_by_id],
            reason=row.reason,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
        )
        for row in rows
    )


def served_stamp(session: Session, basin_id: str) -> int:
    """A number that changes with each record."""
    latest = session.exec(select(func.max(ServedRow.id)).where(ServedRow.basin_id == basin_id)).one()
    return latest or 0


def known_slot(session: Session, config: BasinConfig, key: str) -> FilledSlot:
    """The slot in force of that key. Raises NotFound when there is none."""
    around = _days_around(key, config)
    for slot in slots_in_force(session, config.id, *around) if around else ():
        if slot.key == key:
            return slot
    raise NotFound(
        f"no published rota of basin {config.id} has the slot {key[:80]!r}",
        where="--slot",
        remedy="see: garde versions show NUMBER",
    )


def _days_around(key: str, config: BasinConfig) -> tuple[datetime, datetime] | None:
    """The local date that a key holds, with a day more at either end; None when it holds none."""
    try:
        day = date.fromisoformat(key.split("/")[1])
        midnight = datetime.combine(day, time(), ZoneInfo(config.timezone))
        return (midnight - _A_DAY).astimezone(UTC), (midnight + 2 * _A_DAY).astimezone(UTC)
    except (IndexError, ValueError, OverflowError):
        return None
