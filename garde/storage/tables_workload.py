"""The table of services' ordinary working time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


class WorkloadRow(SQLModel, table=True):
    """How much the people of a service work in an ordinary week, all together."""

    __tablename__ = "service_workload"

    service_id: int = Field(foreign_key="service.id", primary_key=True)
    weekly_minutes: int
    said_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    said_by: str
