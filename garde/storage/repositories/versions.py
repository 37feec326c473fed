"""Versions as stored: what was published, numbered, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from garde.errors import NotFound
from garde.planning.decisions import Override
from garde.planning.draft import Draft
from garde.rota import FilledSlot, Version
from garde.storage.repositories.pins import overrides_in_force, overrides_of, save_decisions, still_served
from garde.storage.repositories.rota_rows import add_rota, highest, months_of, read_slots, rota_row
from garde.storage.repositories.rows import given
from garde.storage.tables import RotaRow, SlotRow

PUBLISHING = "publishing"
"""The status of a version until ``seal_version``, never seen outside the transaction that makes it."""


def seal_version(session: Session, rota_id: int) -> None:
    """Ends the writing of a version: from here on the database refuses any change to what belongs to it."""
    session.flush()
    row = session.get_one(RotaRow, rota_id)
    row.status = "published"
    session.add(row)
    session.flush()


def save_version(
    session: Session,
    *,
    basin: str,
    number: int,
    months: Sequence[str],
    slots: Sequence[FilledSlot],
    start: datetime,
    end: datetime,
    at: datetime,
    by: str,
    reason: str | None,
    origin: str,
    draft: Draft | None,
    overrides: Sequence[Override] = (),
) -> int:
    """Stores version ``number``, marks the draft it was made from published, returns the row's id.

    What belongs to the version is added until ``seal_version``.

    Duties that stand against a rule, in the draft (or in the version that is put back), in force until now
    or in ``overrides``, stay on record as long as their service still has them.
    """
    row = RotaRow(
        basin_id=basin,
        kind="version",
        number=number,
        status=PUBLISHING,
        start=start,
        end=end,
        created_at=at,
        created_by=by,
        reason=reason,
        draft_number=None if draft is None else draft.id,
        base_version=number - 1 or None,
        options={**({} if draft is None else draft.options), "origin": origin},
    )
    against = overrides_in_force(session, basin, months)
    rota_id = add_rota(session, row, months, slots)
    if draft is not None:
        against = (*against, *draft.overrides)
    elif origin.startswith("version "):
        against = (*against, *version_overrides(session, basin, int(origin.removeprefix("version "))))
    save_decisions(session, basin, rota_id, (), still_served((*against, *overrides), slots))
    stored = None if draft is None else rota_row(session, basin, "draft", draft.id)
    if stored is not None:
        stored.status = "published"
        session.add(stored)
    return rota_id


def versions_of(session: Session, basin_id: str) -> tuple[Version, ...]:
    """The basin's versions, oldest first."""
    rows = session.exec(
        select(RotaRow)
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version")
        .order_by(col(RotaRow.number))
    ).all()
    return tuple(
        Version(
            number=row.number,
            months=months_of(session, given(row.id)),
            published_at=row.created_at,
            published_by=row.created_by,
            reason=row.reason,
            draft=row.draft_number,
            origin=str(row.options.get("origin") or f"draft {row.draft_number}"),
        )
        for row in rows
    )


def latest_version(session: Session, basin_id: str) -> int | None:
    """The highest version number of the basin, or None before the first publication."""
    return highest(session, basin_id, "version")


def version_slots(session: Session, basin_id: str, number: int) -> tuple[FilledSlot, ...]:
    """The slots of a version. Raises NotFound when the basin has no such version."""
    row = rota_row(session, basin_id, "version", number)
    if row is None:
        raise NotFound(f"basin {basin_id} has no version {number}", remedy="see: garde versions list")
    return read_slots(session, select(SlotRow).where(SlotRow.rota_id == row.id))


def version_overrides(session: Session, basin_id: str, number: int) -> tuple[Override, ...]:
    """The duties of a version that stand against a rule; none when there is no such version."""
    row = rota_row(session, basin_id, "version", number)
    return () if row is None else overrides_of(session, given(row.id))
