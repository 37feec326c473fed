"""What decides when services are open by themselves, as stored: statements that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from garde.basin.terms import ALWAYS, FOREVER, History, Stretch, Terms, laid_over
from garde.storage.repositories.rows import given
from garde.storage.tables import ServiceRow
from garde.storage.tables_terms import TermsRow


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said so, when and why."""

    id: int
    at: datetime
    by: str
    reason: str | None


def histories(session: Session, basin_id: str) -> dict[int, History]:
    """What is in force when, by row id of the service."""
    found: dict[int, History] = {}
    for row in _rows(session, basin_id):
        stretch = Stretch(
            ALWAYS if row.start is None else row.start,
            FOREVER if row.end is None else row.end,
            Terms(row.opening_hours, tuple(row.lines), row.active_from, row.active_until),
            row.id,
        )
        found[row.service_id] = laid_over(found.get(row.service_id, ()), stretch)
    return found


def statements_of(session: Session, basin_id: str) -> dict[int, Statement]:
    """Every statement about a service of the basin, by its number, oldest first."""
    numbered = ((given(row.id), row) for row in _rows(session, basin_id))
    return {number: Statement(number, row.at, row.by, row.reason) for number, row in numbered}


def add_terms(
    session: Session,
    service_id: int,
    stretches: Iterable[Stretch],
    *,
    at: datetime,
    by: str,
    reason: str | None = None,
) -> None:
    """Adds statements about a service, of different times."""
    session.add_all(
        TermsRow(
            service_id=service_id,
            start=None if one.start == ALWAYS else one.start,
            end=None if one.end == FOREVER else one.end,
            opening_hours=one.terms.opening_hours,
            lines=list(one.terms.lines),
            active_from=one.terms.active_from,
            active_until=one.terms.active_until,
            at=at,
            by=by,
            reason=reason,
        )
        for one in stretches
    )


def _rows(session: Session, basin_id: str) -> Iterable[TermsRow]:
    return session.exec(
        select(TermsRow)
        .join(ServiceRow, col(ServiceRow.id) == col(TermsRow.service_id))
        .where(ServiceRow.basin_id == basin_id)
        .order_by(col(TermsRow.id))
    )
