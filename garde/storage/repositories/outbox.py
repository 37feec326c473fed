"""The outbox while it is sent: claims, outcomes, counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select, update

from garde.messages.message import Channel, Message, Outcome, without_links
from garde.storage.repositories.messages import as_message
from garde.storage.tables import ServiceRow
from garde.storage.tables_people import MessageRow, UserRow


def lapse(session: Session, at: datetime, *, basin: str | None = None) -> int:
    """Notes of what waits and is of no use any more that it was not sent in time; returns how many."""
    rows = session.exec(
        select(MessageRow).where(*_of(basin), or_(_waiting(), _abandoned(at)), col(MessageRow.until) <= at)
    ).all()
    for row in rows:
        row.state, row.claimed_until, row.body = "lapsed", None, without_links(row.body)
        session.add(row)
    return len(rows)


def due_counts(session: Session, at: datetime, *, basin: str | None = None) -> dict[Channel, int]:
    """How many messages are due on each channel, those of a claim that lapsed among them."""
    rows = session.exec(
        select(MessageRow.channel, func.count())
        .where(*_of(basin), _due(at, at))
        .group_by(MessageRow.channel)
        .order_by(MessageRow.channel)
    )
    return {cast(Channel, channel): count for channel, count in rows}


def no_address_count(session: Session, at: datetime, *, basin: str | None = None) -> int:
    """How many messages are still of use and have nowhere to go."""
    return session.exec(
        select(func.count()).where(*_of(basin), MessageRow.state == "no-address", _of_use(at))
    ).one()


def claim_next(
    session: Session,
    channels: Sequence[Channel],
    *,
    due: datetime,
    at: datetime,
    until: datetime,
    basin: str | None = None,
) -> Message | None:
    """Claims the message that has been due longest, for nobody else until that instant; None: there is none.

    It goes to the address that its service or person has now. Must run in a writing transaction.
    """
    statement = (
        select(MessageRow, ServiceRow, UserRow)
        .join(ServiceRow, col(ServiceRow.id) == col(MessageRow.service_id), isouter=True)
        .join(UserRow, col(UserRow.id) == col(MessageRow.person_id), isouter=True)
        .where(*_of(basin), _due(due, at), col(MessageRow.channel).in_(channels))
        .order_by(col(MessageRow.due_at), col(MessageRow.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=MessageRow)
    )
    while True:
        found = session.exec(statement).first()
        if found is None:
            return None
        row, service, person = found
        if row.channel == "mail":
            row.address = (service.email if service else None) or (person.email if person else None)
        if row.channel == "mail" and not row.address:
            row.state = "no-address"
        else:
            row.state, row.claimed_until, row.attempts = "claimed", until, row.attempts + 1
        session.add(row)
        session.flush()
        if row.state == "claimed":
            return as_message(row, service.external_id if service else None)


def name_message(session: Session, number: int, message_id: str) -> None:
    """Keeps the Message-ID under which a message is sent, however often."""
    session.exec(update(MessageRow).where(col(MessageRow.id) == number).values(message_id=message_id))


def conclude(session: Session, message: Message, outcome: Outcome) -> bool:
    """Notes what became of a claimed message; False when somebody else has claimed it since.

    Of one that is not sent again, private links are taken out.
    """
    values: dict[str, Any] = {"state": outcome.state, "claimed_until": None, "failure": outcome.failure}
    if outcome.due_at is not None:
        values["due_at"] = outcome.due_at
    if outcome.sent_at is not None:
        values["sent_at"] = outcome.sent_at
    if outcome.state != "waiting":
        values["body"] = without_links(message.body)
    done = session.exec(
        update(MessageRow)
        .where(
            col(MessageRow.id) == message.id,
            col(MessageRow.state) == "claimed",
            col(MessageRow.attempts) == message.attempts,
        )
        .values(**values)
    )
    return done.rowcount == 1


def _of(basin: str | None) -> list[Any]:
    return [] if basin is None else [col(MessageRow.basin_id) == basin]


def _waiting() -> Any:
    return col(MessageRow.state) == "waiting"


def _abandoned(at: datetime) -> Any:
    return and_(col(MessageRow.state) == "claimed", col(MessageRow.claimed_until) <= at)


def _of_use(at: datetime) -> Any:
    return or_(col(MessageRow.until).is_(None), col(MessageRow.until) > at)


def _due(due: datetime, at: datetime) -> Any:
    return and_(or_(and_(_waiting(), col(MessageRow.due_at) <= due), _abandoned(at)), _of_use(at))
