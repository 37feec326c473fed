"""Tables of who may act, what was decided, and what is told to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant(*, nullable: bool = False, index: bool = False) -> Column[datetime]:
    return Column(Instant, nullable=nullable, index=index)


def _text(*, nullable: bool = True) -> Column[str]:
    return Column(Text, nullable=nullable)


class UserRow(SQLModel, table=True):
    """A person of the coordination of a basin. Nobody is deleted: who left has an end."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("basin_id", "name", name="person_once"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    name: str
    role: str
    email: str | None = None
    language: str = "fr"
    created_at: datetime = Field(sa_column=_instant())
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class LinkRow(SQLModel, table=True):
    """A capability link: whoever has the token may do what it is for. Only hashes of tokens are kept.

    ``feed_hash`` is that of the token of its calendars; links made before there were any have none.
    """

    __tablename__ = "capability_link"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    kind: str
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    label: str | None = Field(default=None, sa_column=_text())
    token_hash: str = Field(unique=True)
    feed_hash: str | None = Field(default=None, unique=True, index=True)
    created_at: datetime = Field(sa_column=_instant())
    created_by: str
    expires_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    ended_how: str | None = None


class AuditRow(SQLModel, table=True):
    """A decision. The database itself refuses to change or delete a row (see the migration)."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("audit_by_subject", "basin_id", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    at: datetime = Field(sa_column=_instant())
    actor: str
    role: str
    action: str
    subject: str
    before: str | None = Field(default=None, sa_column=_text())
    after: str | None = Field(default=None, sa_column=_text())
    reason: str | None = Field(default=None, sa_column=_text())


class MessageRow(SQLModel, table=True):
    """A message in the outbox. ``key`` says what it tells to whom, so that nothing is told twice.

    ``due_at``: tried from then on; ``until``: of no use from then on. ``page_hash`` is that of the token of a
    page that this message alone opens.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("basin_id", "key", name="message_once"),
        Index("message_waiting", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    key: str
    kind: str
    channel: str
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    address: str | None = None
    language: str = "fr"
    subject: str = Field(default="", sa_column=_text(nullable=False))
    body: str = Field(default="", sa_column=_text(nullable=False))
    message_id: str
    state: str
    created_at: datetime = Field(sa_column=_instant())
    due_at: datetime = Field(sa_column=_instant())
    until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    failure: str | None = Field(default=None, sa_column=_text())
    page_hash: str | None = Field(default=None, unique=True, index=True)
