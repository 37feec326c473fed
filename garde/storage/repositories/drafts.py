"""Drafts as stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, select

from garde.errors import NotFound
from garde.planning.draft import Draft, PoolPlan
from garde.storage.repositories.pins import overrides_of, pins_of, save_decisions
from garde.storage.repositories.rota_rows import (
    add_duties,
    add_rota,
    highest,
    months_of,
    read_slots,
    rota_row,
)
from garde.storage.repositories.rows import given
from garde.storage.tables import DutyRow, PoolRow, RotaRow, SlotRow


def save_draft(session: Session, draft: Draft, start: datetime, end: datetime) -> int:
    """Stores a draft and returns the number it is given here: the next of its basin."""
    number = (highest(session, draft.basin, "draft") or 0) + 1
    row = RotaRow(
        basin_id=draft.basin,
        kind="draft",
        number=number,
        status=draft.status,
        start=start,
        end=end,
        created_at=draft.created_at,
        created_by=draft.created_by,
        base_version=draft.base_version,
        options=draft.options,
    )
    rota_id = add_rota(session, row, draft.months, draft.slots)
    _add_pools(session, rota_id, draft.pools)
    save_decisions(session, draft.basin, rota_id, draft.pins, draft.overrides)
    return number


def rewrite_draft(session: Session, draft: Draft) -> None:
    """Stores a draft that was changed by hand in its own place: who serves, documents, pins, overrides.

    Raises NotFound when there is no such draft.
    """
    row = rota_row(session, draft.basin, "draft", draft.id)
    if row is None or row.status == "deleted":
        raise NotFound(f"basin {draft.basin} has no draft {draft.id}", remedy="see: garde drafts list")
    rota_id = given(row.id)
    rows = {one.key: one for one in session.exec(select(SlotRow).where(SlotRow.rota_id == rota_id))}
    session.exec(delete(DutyRow).where(col(DutyRow.slot_id).in_([one.id for one in rows.values()])))
    add_duties(session, draft.basin, [(rows[slot.key], slot) for slot in draft.slots])
    session.exec(delete(PoolRow).where(col(PoolRow.rota_id) == rota_id))
    _add_pools(session, rota_id, draft.pools)
    save_decisions(session, draft.basin, rota_id, draft.pins, draft.overrides)


def load_draft(session: Session, basin_id: str, number: int) -> Draft:
    """The draft of that number. Raises NotFound when this basin has none, or it was deleted."""
    row = rota_row(session, basin_id, "draft", number)
    if row is None or row.status == "deleted":
        raise NotFound(f"basin {basin_id} has no draft {number}", remedy="see: garde drafts list")
    pools = session.exec(select(PoolRow).where(PoolRow.rota_id == row.id).order_by(col(PoolRow.id))).all()
    return Draft(
        id=number,
        basin=basin_id,
        months=months_of(session, given(row.id)),
        slots=read_slots(session, select(SlotRow).where(SlotRow.rota_id == row.id)),
        pools=tuple(
            PoolPlan(
                pool.name,
                pool.month,
                tuple(pool.lines),
                pool.problem.encode(),
                pool.document.encode(),
                None if pool.whole is None else pool.whole.encode(),
                None if pool.planned is None else pool.planned.encode(),
            )
            for pool in pools
        ),
        created_at=row.created_at,
        created_by=row.created_by,
        base_version=row.base_version,
        status=row.status,
        options=dict(row.options),
        pins=pins_of(session, given(row.id)),
        overrides=overrides_of(session, given(row.id)),
    )


def draft_ids(session: Session, basin_id: str) -> tuple[int, ...]:
    """The basin's drafts that were not deleted, oldest first."""
    rows = session.exec(
        select(RotaRow.number)
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "draft", RotaRow.status != "deleted")
        .order_by(col(RotaRow.number))
    ).all()
    return tuple(rows)


def open_drafts(session: Session, basin_id: str, base_version: int | None, *, option: str) -> tuple[int, ...]:
    """The drafts made after a version, with such an option, that can still be published; newest first."""
    rows = session.exec(
        select(RotaRow.number, RotaRow.options)
        .where(
            RotaRow.basin_id == basin_id,
            RotaRow.kind == "draft",
            RotaRow.status == "draft",
            RotaRow.base_version == base_version,
        )
        .order_by(col(RotaRow.number).desc())
    ).all()
    return tuple(number for number, options in rows if options.get(option))


def mark_deleted(session: Session, draft: Draft) -> None:
    """Hides a draft for good; its rows stay, so that a version made from it can still be explained."""
    row = rota_row(session, draft.basin, "draft", draft.id)
    if row is not None:
        row.status = "deleted"
        session.add(row)


def _add_pools(session: Session, rota_id: int, pools: Iterable[PoolPlan]) -> None:
    session.add_all(
        PoolRow(
            rota_id=rota_id,
            name=pool.name,
            month=pool.month,
            lines=list(pool.lines),
            problem=pool.problem.decode(),
            document=pool.document.decode(),
            whole=None if pool.whole is None else pool.whole.decode(),
            planned=None if pool.planned is None else pool.planned.decode(),
        )
        for pool in pools
    )
    session.flush()
