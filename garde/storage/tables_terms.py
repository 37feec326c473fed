"""The table of what decides when services are open by themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


class TermsRow(SQLModel, table=True):
    """Somebody said on what terms a service is open by itself, from a start (none: always) to an end.

    Rows are only added: a later one holds over an earlier one for the time that it speaks of.
    """

    __tablename__ = "service_terms"

    id: int | None = Field(default=None, primary_key=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    start: datetime | None = Field(default=None, sa_column=Column("starts_at", Instant, nullable=True))
    end: datetime | None = Field(default=None, sa_column=Column("ends_at", Instant, nullable=True))
    opening_hours: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    lines: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    active_from: date | None = None
    active_until: date | None = None
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    by: str
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
