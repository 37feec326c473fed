"""Drafts and versions as stored, and the rota in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from sqlalchemy import and_, func
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from garde.errors import NotFound
from garde.planning.decisions import Override
from garde.planning.draft import Draft, PoolPlan
from garde.rota import FilledSlot, Version, in_order
from garde.storage.repositories.in_force import months_in_force
from garde.storage.repositories.pins import (
    overrides_in_force,
    overrides_of,
    pins_of,
    save_decisions,
    still_served,
)
from garde.storage.repositories.services import service_ids
from garde.storage.tables import DutyRow, PoolRow, RotaMonthRow, RotaRow, ServiceRow, SlotRow
from garde.storage.types import LARGEST_ID


def save_draft(session: Session, draft: Draft, start: datetime, end: datetime) -> int:
    """Stores a draft and returns the number it is given here: the next of its basin."""
    number = (_highest(session, draft.basin, "draft") or 0) + 1
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
    rota_id = _add_rota(session, row, draft.months, draft.slots)
    _add_pools(session, rota_id, draft.pools)
    save_decisions(session, draft.basin, rota_id, draft.pins, draft.overrides)
    return number


def rewrite_draft(session: Session, draft: Draft) -> None:
    """Stores a draft that was changed by hand in its own place: who serves, documents, pins, overrides.

    Raises NotFound when there is no such draft.
    """
    row = _rota(session, draft.basin, "draft", draft.id)
    if row is None or row.status == "deleted":
        raise NotFound(f"basin {draft.basin} has no draft {draft.id}", remedy="see: garde drafts list")
    rota_id = _given(row.id)
    rows = {one.key: one for one in session.exec(select(SlotRow).where(SlotRow.rota_id == rota_id))}
    session.exec(delete(DutyRow).where(col(DutyRow.slot_id).in_([one.id for one in rows.values()])))
    _add_duties(session, draft.basin, [(rows[slot.key], slot) for slot in draft.slots])
    session.exec(delete(PoolRow).where(col(PoolRow.rota_id) == rota_id))
    _add_pools(session, rota_id, draft.pools)
    save_decisions(session, draft.basin, rota_id, draft.pins, draft.overrides)


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
    rota_id = _add_rota(session, row, months, slots)
    if draft is not None:
        against = (*against, *draft.overrides)
    elif origin.startswith("version "):
        against = (*against, *version_overrides(session, basin, int(origin.removeprefix("version "))))
    save_decisions(session, basin, rota_id, (), still_served((*against, *overrides), slots))
    stored = None if draft is None else _rota(session, basin, "draft", draft.id)
    if stored is not None:
        stored.status = "published"
        session.add(stored)
    return rota_id


def _add_rota(session: Session, row: RotaRow, months: Iterable[str], slots: Sequence[FilledSlot]) -> int:
    session.add(row)
    session.flush()
    rota_id = _given(row.id)
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
    _add_duties(session, row.basin_id, zip(rows, slots, strict=True))
    return rota_id


def _add_duties(session: Session, basin_id: str, filled: Iterable[tuple[SlotRow, FilledSlot]]) -> None:
    ids = service_ids(session, basin_id)
    session.add_all(
        DutyRow(slot_id=_given(row.id), place=place, service_id=ids[service])
        for row, slot in filled
        for place, service in enumerate(slot.places)
        if service is not None
    )
    session.flush()


def load_draft(session: Session, basin_id: str, number: int) -> Draft:
    """The draft of that number. Raises NotFound when this basin has none, or it was deleted."""
    row = _rota(session, basin_id, "draft", number)
    if row is None or row.status == "deleted":
        raise NotFound(f"basin {basin_id} has no draft {number}", remedy="see: garde drafts list")
    pools = session.exec(select(PoolRow).where(PoolRow.rota_id == row.id).order_by(col(PoolRow.id))).all()
    return Draft(
        id=number,
        basin=basin_id,
        months=_months(session, _given(row.id)),
        slots=_slots(session, select(SlotRow).where(SlotRow.rota_id == row.id)),
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
        pins=pins_of(session, _given(row.id)),
        overrides=overrides_of(session, _given(row.id)),
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
    row = _rota(session, draft.basin, "draft", draft.id)
    if row is not None:
        row.status = "deleted"
        session.add(row)


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
            months=_months(session, _given(row.id)),
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
    return _highest(session, basin_id, "version")


def published_months(session: Session, basin_id: str) -> tuple[str, ...]:
    """The months that have a version in force, in time."""
    latest = months_in_force(basin_id)
    return tuple(session.exec(select(latest.c.month).order_by(latest.c.month)).all())


def version_slots(session: Session, basin_id: str, number: int) -> tuple[FilledSlot, ...]:
    """The slots of a version. Raises NotFound when the basin has no such version."""
    row = _rota(session, basin_id, "version", number)
    if row is None:
        raise NotFound(f"basin {basin_id} has no version {number}", remedy="see: garde versions list")
    return _slots(session, select(SlotRow).where(SlotRow.rota_id == row.id))


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
    latest = months_in_force(basin_id, until)
    statement = (
        select(SlotRow)
        .join(RotaRow, col(RotaRow.id) == col(SlotRow.rota_id))
        .join(latest, and_(latest.c.month == SlotRow.month, latest.c.number == RotaRow.number))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version")
    )
    if start is not None:
        statement = statement.where(col(SlotRow.end) > start)
    if end is not None:
        statement = statement.where(col(SlotRow.start) < end)
    if months is not None:
        statement = statement.where(col(SlotRow.month).in_(list(months)))
    return _slots(session, statement)


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


def _slots(session: Session, statement: SelectOfScalar[SlotRow]) -> tuple[FilledSlot, ...]:
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
            places=tuple(holders.get(_given(row.id), {}).get(place) for place in range(row.required)),
            categories=tuple(row.categories),
            languages=tuple(row.languages),
        )
        for row in rows
    )


def version_overrides(session: Session, basin_id: str, number: int) -> tuple[Override, ...]:
    """The duties of a version that stand against a rule; none when there is no such version."""
    row = _rota(session, basin_id, "version", number)
    return () if row is None else overrides_of(session, _given(row.id))


def _rota(session: Session, basin_id: str, kind: str, number: int) -> RotaRow | None:
    if not 0 < number <= LARGEST_ID:
        return None
    return session.exec(
        select(RotaRow).where(RotaRow.basin_id == basin_id, RotaRow.kind == kind, RotaRow.number == number)
    ).one_or_none()


def _highest(session: Session, basin_id: str, kind: str) -> int | None:
    return session.exec(
        select(func.max(RotaRow.number)).where(RotaRow.basin_id == basin_id, RotaRow.kind == kind)
    ).one()


def _months(session: Session, rota_id: int) -> tuple[str, ...]:
    months = session.exec(
        select(RotaMonthRow.month).where(RotaMonthRow.rota_id == rota_id).order_by(RotaMonthRow.month)
    ).all()
    return tuple(months)


def _given(value: int | None) -> int:
    if value is None:
        raise AssertionError("a stored row has its number")
    return value
