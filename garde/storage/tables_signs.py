"""Tables of what services hang at their door. Rows are only added; the latest of a service holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant(*, nullable: bool = False) -> Column[datetime]:
    return Column(Instant, nullable=nullable)


class SaturationRow(SQLModel, table=True):
    """How full a service said it is, until when; without a level the mark was taken off."""

    __tablename__ = "saturation"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    level: str | None = None
    until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    at: datetime = Field(sa_column=_instant())
    by: str
    role: str


class EntranceRow(SQLModel, table=True):
    """How to get in by night, by language; without texts the sign was taken down."""

    __tablename__ = "entrance"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    texts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_column=_instant())
    by: str
    role: str
