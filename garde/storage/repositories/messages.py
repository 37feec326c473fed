"""The outbox as stored."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from garde.messages.message import Channel, Message, NewMessage, State
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_people import MessageRow


def add_message(session: Session, basin_id: str, message: NewMessage, at: datetime) -> bool:
    """Stores a message; False when one of its key and channel is stored already."""
    values = {
        "basin_id": basin_id,
        "key": _stored_key(message.channel, message.key),
        "kind": message.kind,
        "channel": message.channel,
        "service_id": None if message.service is None else service_ids(session, basin_id)[message.service],
        "person_id": message.person,
        "address": message.address,
        "language": message.language,
        "subject": message.subject,
        "body": message.body,
        "message_id": "",
        "state": message.state,
        "created_at": at,
        "due_at": message.due_at,
        "until": message.until,
        "attempts": 0,
    }
    # Left to the database, so that two workers that queue the same notice at once do not fail.
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(MessageRow).values(**values).on_conflict_do_nothing(index_elements=["basin_id", "key"])
    return session.execute(statement.returning(col(MessageRow.id))).first() is not None


def messages_of(
    session: Session, basin_id: str, *, state: State | None = None, service: str | None = None
) -> tuple[Message, ...]:
    """The messages of a basin, oldest first; of that state, to that service (external id)."""
    statement = (
        select(MessageRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(MessageRow.service_id), isouter=True)
        .where(MessageRow.basin_id == basin_id)
        .order_by(col(MessageRow.id))
    )
    if state is not None:
        statement = statement.where(MessageRow.state == state)
    if service is not None:
        statement = statement.where(ServiceRow.external_id == service)
    return tuple(_message(row, external) for row, external in session.exec(statement))


def _stored_key(channel: Channel, key: str) -> str:
    return f"{channel}/{key}"


def _message(row: MessageRow, service: str | None) -> Message:
    channel = cast(Channel, row.channel)
    return Message(
        id=row.id or 0,
        basin=row.basin_id,
        key=row.key.removeprefix(_stored_key(channel, "")),
        kind=row.kind,
        channel=channel,
        service=service,
        person=row.person_id,
        address=row.address,
        language=row.language,
        subject=row.subject,
        body=row.body,
        message_id=row.message_id,
        state=cast(State, row.state),
        created_at=row.created_at,
        due_at=row.due_at,
        until=row.until,
        attempts=row.attempts,
        sent_at=row.sent_at,
        failure=row.failure,
    )
