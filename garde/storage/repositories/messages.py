"""The outbox as stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from garde.messages.message import CHANNELS, Channel, Message, NewMessage, State
from garde.storage.repositories.rows import given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import ServiceRow
from garde.storage.tables_people import MessageRow

_AT_ONCE = 500


def add_messages(session: Session, basin_id: str, messages: Iterable[NewMessage], at: datetime) -> int:
    """Stores messages; returns how many: one whose key and channel are stored already is left as it is."""
    ids = service_ids(session, basin_id)
    # Left to the database, so that two workers that queue the same notice at once do not fail.
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = 0
    for message in messages:
        statement = insert(MessageRow).values(
            basin_id=basin_id,
            key=_stored_key(message.channel, message.key),
            kind=message.kind,
            channel=message.channel,
            service_id=None if message.service is None else ids[message.service],
            person_id=message.person,
            address=message.address,
            language=message.language,
            subject=message.subject,
            body=message.body,
            message_id="",
            state=message.state,
            created_at=at,
            due_at=message.due_at,
            until=message.until,
            attempts=0,
            page_hash=message.page_hash,
        )
        statement = statement.on_conflict_do_nothing(index_elements=["basin_id", "key"])
        added += session.execute(statement.returning(col(MessageRow.id))).first() is not None
    return added


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
    return tuple(as_message(row, external) for row, external in session.exec(statement))


def message_of_page(session: Session, page_hash: str) -> Message | None:
    """The message that alone opens the page whose token has this hash; None when there is none."""
    found = session.exec(
        select(MessageRow, ServiceRow.external_id)
        .join(ServiceRow, col(ServiceRow.id) == col(MessageRow.service_id), isouter=True)
        .where(MessageRow.page_hash == page_hash)
    ).one_or_none()
    return None if found is None else as_message(*found)


def known_keys(session: Session, basin_id: str, keys: Sequence[str]) -> set[str]:
    """Those of the keys under which a mail was ever queued."""
    found: set[str] = set()
    for wanted in _stored_keys(["mail"], keys):
        found.update(
            session.exec(
                select(MessageRow.key).where(MessageRow.basin_id == basin_id, col(MessageRow.key).in_(wanted))
            )
        )
    return {key.removeprefix(_stored_key("mail", "")) for key in found}


def forget(session: Session, basin_id: str, keys: Sequence[str]) -> None:
    """Takes the messages of these keys out, on every channel, that nobody was told and nobody is sending."""
    for wanted in _stored_keys(CHANNELS, keys):
        session.exec(
            delete(MessageRow).where(
                col(MessageRow.basin_id) == basin_id,
                col(MessageRow.key).in_(wanted),
                col(MessageRow.state).in_(["waiting", "no-address"]),
            )
        )


def _stored_keys(channels: Sequence[Channel], keys: Sequence[str]) -> Iterator[list[str]]:
    """The keys as stored, in parts: a statement may name only so many values."""
    stored = [_stored_key(channel, key) for key in keys for channel in channels]
    return (stored[first : first + _AT_ONCE] for first in range(0, len(stored), _AT_ONCE))


def _stored_key(channel: Channel, key: str) -> str:
    return f"{channel}/{key}"


def as_message(row: MessageRow, service: str | None) -> Message:
    """A row as the message it holds; ``service`` is the external id."""
    channel = cast(Channel, row.channel)
    return Message(
        id=given(row.id),
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
        page_hash=row.page_hash,
        attempts=row.attempts,
        sent_at=row.sent_at,
        failure=row.failure,
    )
