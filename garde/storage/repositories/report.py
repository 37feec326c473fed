"""What a report of many months is made from: flat rows, a few statements, no object for each duty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session, col

from garde.storage.repositories.in_force import months_in_force
from garde.storage.tables import (
    DutyRow,
    PoolRow,
    RotaMonthRow,
    RotaRow,
    ServiceRow,
    SlotRow,
    TimeEntryRow,
)
from garde.storage.tables_people import AuditRow

Rows = Iterable[Any]

SLOT_FIELDS = ("key", "line", "month", "start", "end", "required", "burden", "categories")
DUTY_FIELDS = ("key", "place", "service")
EDITION_FIELDS = ("month", "version", "key", "place", "start", "end", "service")
VERSION_FIELDS = ("month", "version", "published_at", "draft")
PROOF_FIELDS = ("draft", "pool", "month", "document")
TIME_FIELDS = ("activity", "start", "minutes", "people", "status", "person", "service")
ABSENCE_FIELDS = ("at", "subject", "after")


def slot_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """The slots in force that touch [start, end): ``SLOT_FIELDS``, by start and key."""
    latest = months_in_force(basin_id)
    return session.execute(
        select(
            col(SlotRow.key),
            col(SlotRow.line),
            col(SlotRow.month),
            col(SlotRow.start),
            col(SlotRow.end),
            col(SlotRow.required),
            col(SlotRow.burden),
            col(SlotRow.categories),
        )
        .join(RotaRow, col(RotaRow.id) == col(SlotRow.rota_id))
        .join(latest, and_(latest.c.month == SlotRow.month, latest.c.number == RotaRow.number))
        .where(
            col(RotaRow.basin_id) == basin_id,
            col(RotaRow.kind) == "version",
            col(SlotRow.end) > start,
            col(SlotRow.start) < end,
        )
        .order_by(col(SlotRow.start), col(SlotRow.key))
    )


def duty_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """Who has the places of these slots: ``DUTY_FIELDS``, the service by its external id."""
    latest = months_in_force(basin_id)
    return session.execute(
        select(col(SlotRow.key), col(DutyRow.place), col(ServiceRow.external_id))
        .join(SlotRow, col(SlotRow.id) == col(DutyRow.slot_id))
        .join(ServiceRow, col(ServiceRow.id) == col(DutyRow.service_id))
        .join(RotaRow, col(RotaRow.id) == col(SlotRow.rota_id))
        .join(latest, and_(latest.c.month == SlotRow.month, latest.c.number == RotaRow.number))
        .where(
            col(RotaRow.basin_id) == basin_id,
            col(RotaRow.kind) == "version",
            col(SlotRow.end) > start,
            col(SlotRow.start) < end,
        )
    )


def version_rows(session: Session, basin_id: str, months: Collection[str]) -> Rows:
    """Each version of each of these months, oldest first: ``VERSION_FIELDS``."""
    return session.execute(
        select(
            col(RotaMonthRow.month), col(RotaRow.number), col(RotaRow.created_at), col(RotaRow.draft_number)
        )
        .join(RotaMonthRow, col(RotaMonthRow.rota_id) == col(RotaRow.id))
        .where(
            col(RotaRow.basin_id) == basin_id,
            col(RotaRow.kind) == "version",
            col(RotaMonthRow.month).in_(months),
        )
        .order_by(col(RotaMonthRow.month), col(RotaRow.number))
    )


def edition_rows(session: Session, basin_id: str, months: Collection[str]) -> Rows:
    """Who had which place in every version of these months: ``EDITION_FIELDS``.

    A place that nobody had has no row.
    """
    return session.execute(
        select(
            col(SlotRow.month),
            col(RotaRow.number),
            col(SlotRow.key),
            col(DutyRow.place),
            col(SlotRow.start),
            col(SlotRow.end),
            col(DutyRow.service_id),
        )
        .join(SlotRow, col(SlotRow.id) == col(DutyRow.slot_id))
        .join(RotaRow, col(RotaRow.id) == col(SlotRow.rota_id))
        .where(
            col(RotaRow.basin_id) == basin_id,
            col(RotaRow.kind) == "version",
            col(SlotRow.month).in_(months),
        )
    )


def proof_rows(session: Session, basin_id: str, drafts: Collection[int]) -> Rows:
    """The Rota document of each pool and month of these drafts: ``PROOF_FIELDS``."""
    return session.execute(
        select(col(RotaRow.number), col(PoolRow.name), col(PoolRow.month), col(PoolRow.document))
        .join(PoolRow, col(PoolRow.rota_id) == col(RotaRow.id))
        .where(
            col(RotaRow.basin_id) == basin_id, col(RotaRow.kind) == "draft", col(RotaRow.number).in_(drafts)
        )
        .order_by(col(RotaRow.number), col(PoolRow.id))
    )


def time_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """The coordination time that starts in [start, end): ``TIME_FIELDS``, of ``service`` or nobody."""
    return session.execute(
        select(
            col(TimeEntryRow.activity),
            col(TimeEntryRow.start),
            col(TimeEntryRow.minutes),
            col(TimeEntryRow.people),
            col(TimeEntryRow.status),
            col(TimeEntryRow.person),
            col(ServiceRow.external_id),
        )
        .join(ServiceRow, col(ServiceRow.id) == col(TimeEntryRow.service_id), isouter=True)
        .where(
            col(TimeEntryRow.basin_id) == basin_id,
            col(TimeEntryRow.start) >= start,
            col(TimeEntryRow.start) < end,
        )
    )


def absence_rows(session: Session, basin_id: str) -> Rows:
    """Every absence that was announced, with when: ``ABSENCE_FIELDS``; ``after`` is JSON."""
    return session.execute(
        select(col(AuditRow.at), col(AuditRow.subject), col(AuditRow.after))
        .where(col(AuditRow.basin_id) == basin_id, col(AuditRow.action) == "announce an absence")
        .order_by(col(AuditRow.id))
    )
