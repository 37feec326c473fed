"""Services as stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from garde.basin.service import Availability, Service
from garde.basin.terms import FOREVER, History, amended, minute_of, news
from garde.errors import NotFound
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.terms import add_terms, histories
from garde.storage.tables import CalendarRow, ServiceLineRow, ServiceRow

_ELSEWHERE = {"lines", "languages", "serves", "history"}
_FIELDS = [name for name in Service.__dataclass_fields__ if name not in _ELSEWHERE]


def services_of(session: Session, basin_id: str) -> tuple[Service, ...]:
    """All services of a basin, by external id."""
    rows = session.exec(
        select(ServiceRow).where(ServiceRow.basin_id == basin_id).order_by(ServiceRow.external_id)
    ).all()
    lines: dict[int, list[tuple[int, str]]] = {}
    for link in session.exec(
        select(ServiceLineRow)
        .join(ServiceRow, col(ServiceRow.id) == col(ServiceLineRow.service_id))
        .where(ServiceRow.basin_id == basin_id)
    ):
        lines.setdefault(link.service_id, []).append((link.position, link.line))
    means = _means(session, basin_id)
    past = histories(session, basin_id)
    return tuple(
        _service(
            row,
            [line for _, line in sorted(lines.get(given(row.id), []))],
            means.get(given(row.id)),
            past.get(given(row.id), ()),
        )
        for row in rows
    )


def _means(session: Session, basin_id: str) -> dict[int, Availability]:
    """How services whose calendar's meaning was said may serve, by row id."""
    rows = session.exec(
        select(CalendarRow.service_id, CalendarRow.means)
        .join(ServiceRow, col(ServiceRow.id) == col(CalendarRow.service_id))
        .where(ServiceRow.basin_id == basin_id, col(CalendarRow.means).is_not(None))
    )
    return {number: "declared" if means == "available" else "open" for number, means in rows}


def service_ids(session: Session, basin_id: str) -> dict[str, int]:
    """Row id by external id."""
    rows = session.exec(
        select(ServiceRow.external_id, ServiceRow.id).where(ServiceRow.basin_id == basin_id)
    ).all()
    return {external: number for external, number in rows if number is not None}


def known_service(session: Session, basin_id: str, external_id: str) -> Service:
    """The service of that external id. Raises NotFound otherwise."""
    for service in services_of(session, basin_id):
        if service.external_id == external_id:
            return service
    raise NotFound(
        f"there is no service {external_id!r} in basin {basin_id}", remedy="see: garde services list"
    )


def save_services(
    session: Session,
    basin_id: str,
    services: Iterable[Service],
    at: datetime,
    *,
    by: str = "garde",
    reason: str | None = None,
) -> None:
    """Adds services, or updates those whose external id is stored.

    What their ``history`` says anew is stated ``by`` somebody. Without one, a new service's hours count as
    always, and those of a stored one from now on.
    """
    rows = {
        row.external_id: row
        for row in session.exec(select(ServiceRow).where(ServiceRow.basin_id == basin_id)).all()
    }
    past = histories(session, basin_id)
    for service in services:
        present = service.as_of(at)
        values = {name: getattr(present, name) for name in _FIELDS}
        row = rows.get(service.external_id)
        if row is None:
            row = ServiceRow(basin_id=basin_id, created_at=at, updated_at=at, **values)
        for name, value in values.items():
            setattr(row, name, value)
        row.languages = list(service.languages)
        row.updated_at = at
        number = added(session, row)
        session.exec(delete(ServiceLineRow).where(col(ServiceLineRow.service_id) == number))
        session.add_all(
            ServiceLineRow(service_id=number, line=line, position=position)
            for position, line in enumerate(service.lines)
        )
        before = past.get(number, ())
        said = news(before, _history(service, before, at))
        add_terms(session, number, said, at=at, by=by, reason=reason)


def _history(service: Service, before: History, at: datetime) -> History:
    if service.history or not before:
        return service.in_force
    return amended(before, minute_of(at), FOREVER, lambda _: service.terms)


def services_stamp(session: Session, basin_id: str) -> tuple[int, datetime | None]:
    """How many services a basin has and when one last changed."""
    count, latest = session.exec(
        select(func.count(), func.max(ServiceRow.updated_at)).where(ServiceRow.basin_id == basin_id)
    ).one()
    return count, latest


def _service(row: ServiceRow, lines: list[str], serves: Availability | None, history: History) -> Service:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Service(
        **values, lines=tuple(lines), languages=tuple(row.languages), serves=serves, history=history
    )
