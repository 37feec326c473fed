"""Tables of what people add to a report."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


class ReportRemarkRow(SQLModel, table=True):
    """Words of the coordination to stand beside a report's figures, about the days from first to last.

    Taken back, they have an end and are quoted no more.
    """

    __tablename__ = "report_remark"
    __table_args__ = (Index("report_remark_by_day", "basin_id", "first_day"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    chapter: str
    first_day: date
    last_day: date
    words: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    by: str
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
