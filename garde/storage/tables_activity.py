"""Tables of what happened on duties: counts that are only added, and words that can be struck out."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant() -> Column[datetime]:
    return Column(Instant, nullable=False)


class ActivityRow(SQLModel, table=True):
    """A report of a service's duty. Of a slot and service, the latest holds."""

    __tablename__ = "activity_report"
    __table_args__ = (
        Index("activity_by_slot", "basin_id", "slot_key"),
        Index("activity_by_start", "basin_id", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    service_id: int = Field(foreign_key="service.id")
    slot_key: str
    line: str
    month: str
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False))
    end: datetime = Field(sa_column=Column("ends_at", Instant, nullable=False))
    quiet_hours: int | None = None
    recorded_at: datetime = Field(sa_column=_instant())
    recorded_by: str
    role: str


class ActivityContactRow(SQLModel, table=True):
    """So many people of a report, by need, language and outcome."""

    __tablename__ = "activity_contact"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="activity_report.id", index=True)
    need: str
    language: str
    outcome: str
    sent_to: str | None = None
    people: int


class ActivityBandRow(SQLModel, table=True):
    """So many people of a report, by the local hour at which a part of the day begins."""

    __tablename__ = "activity_band"

    report_id: int = Field(foreign_key="activity_report.id", primary_key=True)
    hour: int = Field(primary_key=True)
    people: int


class ActivityIncidentRow(SQLModel, table=True):
    """So many incidents of a kind in a report."""

    __tablename__ = "activity_incident"

    report_id: int = Field(foreign_key="activity_report.id", primary_key=True)
    kind: str = Field(primary_key=True)
    count: int = Field(sa_column_kwargs={"name": "incidents"})


class ActivityRemarkRow(SQLModel, table=True):
    """The words of the report that holds. They are taken out with it, and can be struck out."""

    __tablename__ = "activity_remark"

    report_id: int = Field(foreign_key="activity_report.id", primary_key=True)
    words: str = Field(sa_column=Column(Text, nullable=False))


class ClosedDoorRow(SQLModel, table=True):
    """People before a closed door, by the hour. Of a service, line, hour and kind, the latest holds."""

    __tablename__ = "closed_door"
    __table_args__ = (Index("closed_door_by_start", "basin_id", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    service_id: int = Field(foreign_key="service.id")
    line: str
    kind: str
    day: date
    hour: int
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False))
    quarter: str | None = None
    people: int
    recorded_at: datetime = Field(sa_column=_instant())
    recorded_by: str
    role: str
