"""The coordination's words beside a report's figures, as stored."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from garde.report.period import Period
from garde.report.remark import CoordinationRemark
from garde.storage.repositories.rows import added, given
from garde.storage.tables_report import ReportRemarkRow
from garde.storage.types import LARGEST_ID


def add_remark(session: Session, basin_id: str, remark: CoordinationRemark) -> int:
    """Stores a remark and returns the id that it is given here."""
    row = ReportRemarkRow(
        basin_id=basin_id,
        chapter=remark.chapter,
        first_day=remark.period.first,
        last_day=remark.period.last,
        words=remark.words,
        at=remark.at,
        by=remark.by,
    )
    return added(session, row)


def remarks_between(
    session: Session, basin_id: str, first: date | None = None, last: date | None = None
) -> tuple[CoordinationRemark, ...]:
    """The remarks that stand about any of these days, in time; None: no bound."""
    statement = select(ReportRemarkRow).where(
        ReportRemarkRow.basin_id == basin_id, col(ReportRemarkRow.ended_at).is_(None)
    )
    if first is not None:
        statement = statement.where(ReportRemarkRow.last_day >= first)
    if last is not None:
        statement = statement.where(ReportRemarkRow.first_day <= last)
    rows = session.exec(statement.order_by(col(ReportRemarkRow.first_day), col(ReportRemarkRow.id)))
    return tuple(
        CoordinationRemark(
            given(row.id), row.chapter, Period(row.first_day, row.last_day), row.words, row.at, row.by
        )
        for row in rows
    )


def end_remark(session: Session, basin_id: str, number: int, at: datetime) -> bool:
    """Takes a remark back; False when none of that number stands."""
    row = session.get(ReportRemarkRow, number) if 0 < number <= LARGEST_ID else None
    if row is None or row.basin_id != basin_id or row.ended_at is not None:
        return False
    row.ended_at = at
    session.add(row)
    session.flush()
    return True
