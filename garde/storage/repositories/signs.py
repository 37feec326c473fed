"""What services hang at their door, as stored."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from sqlmodel import Session, col, func, select

from garde.accounts.actor import Actor, Role
from garde.signs.entrance import Texts
from garde.signs.saturation import LEVELS, Level, Mark
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_signs import EntranceRow, SaturationRow


def add_mark(
    session: Session,
    basin_id: str,
    service: str,
    level: Level | None,
    until: datetime | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Puts a mark up in the place of any earlier one; without a level, takes it off."""
    session.add(
        SaturationRow(
            basin_id=basin_id,
            service_id=service_ids(session, basin_id)[service],
            level=level,
            until=until,
            at=at,
            by=actor.name,
            role=actor.role,
        )
    )
    session.flush()


def marks_of(session: Session, basin_id: str) -> dict[str, Mark]:
    """The latest mark of each service that has one, by external id, those that have expired as well."""
    latest = (
        select(func.max(SaturationRow.id))
        .where(SaturationRow.basin_id == basin_id)
        .group_by(col(SaturationRow.service_id))
    )
    rows = session.exec(
        select(SaturationRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(SaturationRow.service_id))
        .where(col(SaturationRow.id).in_(latest))
        .order_by(ServiceRow.external_id)
    ).all()
    return {
        service: Mark(service, _level(row.level), row.at, row.until, row.by, _role(row.role))
        for row, service in rows
        if row.level is not None and row.until is not None
    }


def add_entrance(
    session: Session, basin_id: str, service: str, texts: Texts, *, actor: Actor, at: datetime
) -> None:
    """Hangs the texts up in the place of any earlier ones; without any, takes them down."""
    session.add(
        EntranceRow(
            basin_id=basin_id,
            service_id=service_ids(session, basin_id)[service],
            texts=dict(texts),
            at=at,
            by=actor.name,
            role=actor.role,
        )
    )
    session.flush()


def entrances_of(session: Session, basin_id: str) -> dict[str, dict[str, str]]:
    """How to get in by night, by external id and language, of the services that say so."""
    latest = (
        select(func.max(EntranceRow.id))
        .where(EntranceRow.basin_id == basin_id)
        .group_by(col(EntranceRow.service_id))
    )
    rows = session.exec(
        select(ServiceRow.external_id, EntranceRow.texts)
        .join(ServiceRow, col(ServiceRow.id) == col(EntranceRow.service_id))
        .where(col(EntranceRow.id).in_(latest))
        .order_by(ServiceRow.external_id)
    ).all()
    return {service: dict(texts) for service, texts in rows if texts}


def signs_stamp(session: Session, basin_id: str) -> tuple[int, int]:
    """Numbers that change with every sign that is put up or taken down."""
    marks = session.exec(select(func.max(SaturationRow.id)).where(SaturationRow.basin_id == basin_id)).one()
    texts = session.exec(select(func.max(EntranceRow.id)).where(EntranceRow.basin_id == basin_id)).one()
    return marks or 0, texts or 0


def _level(text: str) -> Level:
    for level in LEVELS:
        if text == level:
            return level
    raise AssertionError(f"{text!r} is no level of saturation")


def _role(text: str) -> Role:
    role: Role
    for role in get_args(Role):
        if text == role:
            return role
    raise AssertionError(f"{text!r} is no role")
