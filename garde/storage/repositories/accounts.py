"""People and capability links as stored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from garde.accounts.actor import Role
from garde.accounts.links import Kind, Link, feed_token, token_hash
from garde.accounts.people import Person
from garde.errors import NotFound
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_people import LinkRow, UserRow
from garde.storage.types import LARGEST_ID


def people_of(session: Session, basin_id: str) -> tuple[Person, ...]:
    """Everybody registered in a basin, those who left as well, oldest first."""
    rows = session.exec(select(UserRow).where(UserRow.basin_id == basin_id).order_by(col(UserRow.id)))
    return tuple(
        Person(
            given(row.id),
            row.name,
            cast(Role, row.role),
            row.email,
            row.language,
            row.created_at,
            row.ended_at,
        )
        for row in rows
    )


def add_person(session: Session, basin_id: str, person: Person) -> int:
    """Stores a person and returns the id given here."""
    row = UserRow(
        basin_id=basin_id,
        name=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        created_at=person.created_at,
    )
    return added(session, row)


def end_person(session: Session, person: Person, at: datetime) -> None:
    """Notes that a person has left; the name keeps its history."""
    row = session.get(UserRow, person.id)
    if row is not None:
        row.ended_at = at
        session.add(row)


def add_link(session: Session, link: Link, token: str) -> int:
    """Stores a link under its token's hash and returns the id given here."""
    row = LinkRow(
        basin_id=link.basin,
        kind=link.kind,
        service_id=None if link.service is None else service_ids(session, link.basin)[link.service],
        label=link.label,
        token_hash=token_hash(token),
        feed_hash=token_hash(feed_token(token)),
        created_at=link.created_at,
        created_by=link.created_by,
        expires_at=link.expires_at,
    )
    return added(session, row)


def links_of(session: Session, basin_id: str) -> tuple[Link, ...]:
    """All links of a basin, oldest first."""
    rows = session.exec(
        select(LinkRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(LinkRow.service_id), isouter=True)
        .where(LinkRow.basin_id == basin_id)
        .order_by(col(LinkRow.id))
    )
    return tuple(_link(row, external) for row, external in rows)


def link_of_token(session: Session, token: str) -> Link | None:
    """The link that a token opened once, whatever its state; None for a token we never gave."""
    return _link_where(session, col(LinkRow.token_hash) == token_hash(token))


def link_of_feed(session: Session, token: str) -> Link | None:
    """The link whose calendars a token opened once (``feed_token``), whatever its state; None for another."""
    return _link_where(session, col(LinkRow.feed_hash) == token_hash(token))


def _link_where(session: Session, condition: ColumnElement[bool]) -> Link | None:
    found = session.exec(
        select(LinkRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(LinkRow.service_id), isouter=True)
        .where(condition)
    ).one_or_none()
    return None if found is None else _link(*found)


def known_link(session: Session, basin_id: str, number: int) -> Link:
    """The link of that number. Raises NotFound."""
    if 0 < number <= LARGEST_ID:
        for link in links_of(session, basin_id):
            if link.id == number:
                return link
    raise NotFound(f"basin {basin_id} has no link {number}", remedy="see: garde links list")


def end_link(session: Session, link: Link, at: datetime, how: Literal["renewed", "revoked"]) -> None:
    """Ends a link: it opens nothing from now on."""
    row = session.get(LinkRow, link.id)
    if row is not None:
        row.ended_at, row.ended_how = at, how
        session.add(row)


def _link(row: LinkRow, service: str | None) -> Link:
    return Link(
        id=given(row.id),
        basin=row.basin_id,
        kind=cast(Kind, row.kind),
        service=service,
        label=row.label,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ended_how=cast("Literal['renewed', 'revoked'] | None", row.ended_how),
    )
