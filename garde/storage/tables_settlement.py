"""Tables of what was settled with services. Rows are only added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


class SettlementRunRow(SQLModel, table=True):
    """One act of settling, or of taking a former one back (``undoes_id``, with a reason)."""

    __tablename__ = "settlement_run"
    __table_args__ = (
        CheckConstraint("(undoes_id IS NULL) = (reason IS NULL)", name="undone_for_a_reason"),
        CheckConstraint("first_day <= last_day", name="settled_period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    first_day: date
    last_day: date
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    by: str
    paid_on: date
    reference: str
    rates: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    undoes_id: int | None = Field(default=None, foreign_key="settlement_run.id")
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class SettlementRow(SQLModel, table=True):
    """What a run settled with one service, in cents by category and minutes: the sums of its items.

    One that takes a former one back (``undoes_id``) has the opposite amounts; nothing is taken back twice.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("run_id", "service_id", name="settled_once_in_a_run"),
        UniqueConstraint("undoes_id", name="undone_once"),
        CheckConstraint(
            "amount_cents = duty_cents + coordination_cents + ceiling_cents", name="settled_amounts_add_up"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="settlement_run.id")
    service_id: int = Field(foreign_key="service.id", index=True)
    duty_cents: int
    coordination_cents: int
    ceiling_cents: int
    amount_cents: int
    recovered_minutes: int
    undoes_id: int | None = Field(default=None, foreign_key="settlement.id")


class SettlementItemRow(SQLModel, table=True):
    """What a settlement adds for one duty or one entry of time, of a local date."""

    __tablename__ = "settlement_item"
    __table_args__ = (
        UniqueConstraint("settlement_id", "day", "kind", "item", name="settled_once_in_a_settlement"),
    )

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlement.id")
    kind: str
    item: str
    line: str
    day: date
    cents: int
    ceiling_cents: int
    minutes: int
