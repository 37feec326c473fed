"""Tables of what keeps coordination time true: former states, sign-offs, and what it took before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant() -> Column[datetime]:
    return Column(Instant, nullable=False)


class TimeRevisionRow(SQLModel, table=True):
    """What an entry of time was before it was corrected or taken back. Rows are only added.

    ``state`` has the former facts, without the note: notes are never kept once they were corrected.
    """

    __tablename__ = "time_revision"

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="time_entry.id", index=True)
    at: datetime = Field(sa_column=_instant())
    by: str
    role: str
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    state: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class SignOffRow(SQLModel, table=True):
    """A coordinator signed a month's time: so many entries and minutes in that round. Rows are only added."""

    __tablename__ = "time_sign_off"
    __table_args__ = (UniqueConstraint("basin_id", "month", "number", name="sign_off_once"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    month: str
    number: int
    at: datetime = Field(sa_column=_instant())
    by: str
    entries: int
    minutes: int


class BaselineRow(SQLModel, table=True):
    """What coordination took before, as it was found out. Rows are only added; minutes are of a month."""

    __tablename__ = "time_baseline"
    __table_args__ = (Index("baseline_by_month", "basin_id", "holds_from"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    holds_from: str
    first_month: str
    last_month: str
    method: str
    minutes: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    total: int
    with_services: bool
    services: int
    duty_hours: float
    source: str = Field(sa_column=Column(Text, nullable=False))
    note: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    set_at: datetime = Field(sa_column=_instant())
    set_by: str
