"""Coordination time as it is read for reports, with its sign-offs, former states and baselines."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from garde.basin.service import Kind
from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.baseline import Baseline, Method, in_force
from garde.coordination.correcting import Revision
from garde.coordination.entry import Source, Status
from garde.coordination.signing import SignOff
from garde.coordination.spent import TimeSpent
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.rows import added, given
from garde.storage.tables import ServiceRow, TimeEntryRow
from garde.storage.tables_time import BaselineRow, SignOffRow, TimeRevisionRow


def time_between(session: Session, basin_id: str, start: datetime, end: datetime) -> tuple[TimeSpent, ...]:
    """The time spent in a basin that starts in [start, end), oldest first: provisional, confirmed, signed.

    Timers that run and entries that were taken back are left out. Raises NotFound for an unknown basin.
    """
    zone = ZoneInfo(chosen_basin(session, basin_id).timezone)
    rows = session.exec(
        select(TimeEntryRow, ServiceRow.external_id, ServiceRow.kind)
        .join(ServiceRow, col(ServiceRow.id) == col(TimeEntryRow.service_id), isouter=True)
        .where(
            TimeEntryRow.basin_id == basin_id,
            col(TimeEntryRow.start) >= start,
            col(TimeEntryRow.start) < end,
            col(TimeEntryRow.status).not_in(("running", "withdrawn")),
        )
        .order_by(col(TimeEntryRow.start), col(TimeEntryRow.id))
    )
    return tuple(
        TimeSpent(
            id=given(row.id),
            person=row.person,
            service=service,
            kind=cast("Kind | None", kind),
            activity=Activity(row.activity),
            day=row.start.astimezone(zone).date(),
            start=row.start,
            minutes=row.minutes or 0,
            people=row.people,
            month=row.month,
            source=cast(Source, row.source),
            status=cast(Status, row.status),
            late=row.late,
            note=row.note,
        )
        for row, service, kind in rows
    )


def add_revision(session: Session, revision: Revision) -> None:
    """Keeps what an entry was before it changed."""
    session.add(
        TimeRevisionRow(
            entry_id=revision.entry,
            at=revision.at,
            by=revision.by,
            role=revision.role,
            reason=revision.reason,
            state=revision.state,
        )
    )
    session.flush()


def revisions_of(session: Session, entry_id: int) -> tuple[Revision, ...]:
    """The former states of an entry, oldest first."""
    rows = session.exec(
        select(TimeRevisionRow).where(TimeRevisionRow.entry_id == entry_id).order_by(col(TimeRevisionRow.id))
    )
    return tuple(
        Revision(row.entry_id, row.at, row.by, row.role, row.reason, row.state, row.id) for row in rows
    )


def add_sign_off(session: Session, signed: SignOff) -> int:
    """Stores a round of signing; its id."""
    row = SignOffRow(
        basin_id=signed.basin,
        month=signed.month,
        number=signed.number,
        at=signed.at,
        by=signed.by,
        entries=signed.entries,
        minutes=signed.minutes,
    )
    return added(session, row)


def sign_offs_of(session: Session, basin_id: str, month: str | None = None) -> tuple[SignOff, ...]:
    """The rounds of signing of a basin, or of one of its months (``2027-01``), oldest first."""
    query = select(SignOffRow).where(SignOffRow.basin_id == basin_id)
    if month is not None:
        query = query.where(SignOffRow.month == month)
    return tuple(
        SignOff(row.basin_id, row.month, row.number, row.at, row.by, row.entries, row.minutes, row.id)
        for row in session.exec(query.order_by(col(SignOffRow.id)))
    )


def add_baseline(session: Session, baseline: Baseline) -> int:
    """Stores a baseline; its id."""
    row = BaselineRow(
        basin_id=baseline.basin,
        holds_from=str(baseline.holds_from),
        first_month=str(baseline.first),
        last_month=str(baseline.last),
        method=baseline.method,
        minutes={activity.value: minutes for activity, minutes in baseline.by_activity.items()},
        total=baseline.total,
        with_services=baseline.with_services,
        services=baseline.services,
        duty_hours=baseline.duty_hours,
        source=baseline.source,
        note=baseline.note,
        set_at=baseline.set_at,
        set_by=baseline.set_by,
    )
    return added(session, row)


def baselines_of(session: Session, basin_id: str) -> tuple[Baseline, ...]:
    """All baselines of a basin, in the order in which they were set."""
    rows = session.exec(
        select(BaselineRow).where(BaselineRow.basin_id == basin_id).order_by(col(BaselineRow.id))
    )
    return tuple(_baseline(row) for row in rows)


def baseline_in_force(session: Session, basin_id: str, at: datetime) -> Baseline | None:
    """The baseline to compare the local month of ``at`` with; None where there is none.

    Raises NotFound for an unknown basin.
    """
    zone = ZoneInfo(chosen_basin(session, basin_id).timezone)
    return in_force(baselines_of(session, basin_id), Month.of(at, zone))


def _baseline(row: BaselineRow) -> Baseline:
    return Baseline(
        basin=row.basin_id,
        holds_from=Month.parse(row.holds_from),
        first=Month.parse(row.first_month),
        last=Month.parse(row.last_month),
        method=cast(Method, row.method),
        total=row.total,
        with_services=row.with_services,
        services=row.services,
        duty_hours=row.duty_hours,
        source=row.source,
        set_at=row.set_at,
        set_by=row.set_by,
        by_activity={Activity(name): minutes for name, minutes in row.minutes.items()},
        note=row.note,
        id=row.id,
    )
