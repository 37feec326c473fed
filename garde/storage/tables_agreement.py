"""Tables of what people add to a rota: pins, overrides, answers, swaps, backups, adjustments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant(*, nullable: bool = False) -> Column[datetime]:
    return Column(Instant, nullable=nullable)


def _text() -> Column[str]:
    return Column(Text, nullable=True)


class PinRow(SQLModel, table=True):
    """In a draft, somebody decided that a service must (``on``) or must not serve in a slot."""

    __tablename__ = "rota_pin"
    __table_args__ = (UniqueConstraint("rota_id", "slot_key", "service_id", name="pin_once"),)

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    slot_key: str
    service_id: int = Field(foreign_key="service.id")
    on: bool = Field(default=True, sa_column_kwargs={"name": "must"})
    source: str = "hand"
    at: datetime = Field(sa_column=_instant())
    by: str


class OverrideRow(SQLModel, table=True):
    """In a rota (draft or version), a duty that breaks rules because somebody decided so, and why."""

    __tablename__ = "rota_override"
    __table_args__ = (UniqueConstraint("rota_id", "slot_key", "service_id", name="override_once"),)

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id")
    slot_key: str
    service_id: int = Field(foreign_key="service.id")
    rules: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    reason: str
    at: datetime = Field(sa_column=_instant())
    by: str


class ConsultationRow(SQLModel, table=True):
    """A draft that the services may read and answer until an instant."""

    __tablename__ = "consultation"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    rota_id: int = Field(foreign_key="rota.id", index=True)
    opened_at: datetime = Field(sa_column=_instant())
    opened_by: str
    until: datetime = Field(sa_column=_instant())
    closed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    closed_by: str | None = None


class AnswerRow(SQLModel, table=True):
    """What a service answers. Rows are only added."""

    __tablename__ = "consultation_answer"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    kind: str
    slot_key: str | None = None
    comment: str | None = Field(default=None, sa_column=_text())
    preferred: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    seen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_column=_instant())
    by: str
    role: str


class SwapRow(SQLModel, table=True):
    """A duty that its service offers, alone or for another one, and what became of the offer."""

    __tablename__ = "swap"
    __table_args__ = (
        Index("swap_by_slot", "basin_id", "slot_key"),
        Index(
            "swap_once_live",
            "basin_id",
            "slot_key",
            "giver_id",
            unique=True,
            sqlite_where=text("state IN ('offered', 'accepted')"),
            postgresql_where=text("state IN ('offered', 'accepted')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    slot_key: str
    giver_id: int = Field(foreign_key="service.id", index=True)
    taker_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    return_slot_key: str | None = None
    kind: str = "gift"
    named: bool = False
    state: str
    note: str | None = Field(default=None, sa_column=_text())
    offered_at: datetime = Field(sa_column=_instant())
    offered_by: str
    offered_role: str = "coordinator"
    accepted_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    accepted_by: str | None = None
    accepted_role: str | None = None
    decided_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    decided_by: str | None = None
    decided_role: str | None = None
    reason: str | None = Field(default=None, sa_column=_text())
    version: int | None = None
    undone_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    undone_by: str | None = None
    undone_role: str | None = None
    undone_version: int | None = None


class BackupRow(SQLModel, table=True):
    """A neighbour basin's service on the same line stands in for a place that nobody here can fill."""

    __tablename__ = "backup"
    __table_args__ = (Index("backup_by_slot", "basin_id", "slot_key"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    slot_key: str
    service_id: int = Field(foreign_key="service.id", index=True)
    state: str
    reason: str | None = Field(default=None, sa_column=_text())
    at: datetime = Field(sa_column=_instant())
    by: str
    decided_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    decided_by: str | None = None


class AdjustmentRow(SQLModel, table=True):
    """A correction of a service's account, with its reason. Rows are only added."""

    __tablename__ = "ledger_adjustment"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    month: str
    quantity: str
    amount: float
    reason: str
    at: datetime = Field(sa_column=_instant())
    by: str
