"""The table of basins' holidays and target hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


class TimeRulesRow(SQLModel, table=True):
    """A basin's file said other holidays or target hours, from a start on (none: always).

    Rows are only added: a later one holds over an earlier one from its start on.
    """

    __tablename__ = "basin_time_rules"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    start: datetime | None = Field(default=None, sa_column=Column("starts_at", Instant, nullable=True))
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
