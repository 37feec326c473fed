"""The tables. Data only: what they mean is said in the rooms that use them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from garde.storage.types import Instant


def _instant(*, nullable: bool = False, index: bool = False) -> Column[datetime]:
    return Column(Instant, nullable=nullable, index=index)


class BasinRow(SQLModel, table=True):
    """A basin, with its whole validated file."""

    __tablename__ = "basin"

    id: str = Field(primary_key=True)
    config: str = Field(sa_column=Column(Text, nullable=False))
    demo: bool = False
    loaded_at: datetime = Field(sa_column=_instant())


class ServiceRow(SQLModel, table=True):
    """A participating service."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("basin_id", "external_id", name="service_external_id_once"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    external_id: str
    name: str
    public_name: str | None = None
    kind: str
    sector: str | None = None
    address: str | None = None
    hide_address: bool = False
    postcode: str
    quarter: str | None = None
    lat: float | None = None
    lon: float | None = None
    phone: str | None = None
    email: str | None = None
    languages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    step_free: bool | None = None
    share: float = 1.0
    max_duties: int | None = None
    max_hours: float | None = None
    max_nights: int | None = None
    rest_hours: float | None = None
    opening_hours: str | None = None
    active_from: date | None = None
    active_until: date | None = None
    group: str | None = Field(default=None, sa_column=Column("staff_group", Text, nullable=True))
    created_at: datetime = Field(sa_column=_instant())
    updated_at: datetime = Field(sa_column=_instant())


class ServiceLineRow(SQLModel, table=True):
    """A service takes part in a line; ``position`` keeps the order in which the lines were given."""

    __tablename__ = "service_line"

    service_id: int = Field(foreign_key="service.id", primary_key=True)
    line: str = Field(primary_key=True)
    position: int = 0


class WindowRow(SQLModel, table=True):
    """A window in which a service cannot, can, or would rather (not) serve."""

    __tablename__ = "availability_window"

    id: int | None = Field(default=None, primary_key=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    kind: str
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False, index=True))
    end: datetime = Field(sa_column=Column("ends_at", Instant, nullable=False))
    points: int = 0
    source: str = "hand"
    note: str | None = None
    key: str | None = None


class CalendarRow(SQLModel, table=True):
    """What the events of a service's calendars mean, and the address at which one is read."""

    __tablename__ = "availability_calendar"

    service_id: int = Field(foreign_key="service.id", primary_key=True)
    means: str | None = None
    address: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    etag: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    last_modified: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    read_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    read_until: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    failed_since: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    failure: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class RotaRow(SQLModel, table=True):
    """A draft or a published version, numbered each from 1 within its basin. A version never changes."""

    __tablename__ = "rota"
    __table_args__ = (UniqueConstraint("basin_id", "kind", "number", name="rota_number_once"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    kind: str
    number: int
    status: str
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False))
    end: datetime = Field(sa_column=Column("ends_at", Instant, nullable=False))
    created_at: datetime = Field(sa_column=_instant())
    created_by: str
    reason: str | None = None
    draft_number: int | None = None
    base_version: int | None = None
    options: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class RotaMonthRow(SQLModel, table=True):
    """A rota covers this month; the highest version of a month is in force. Drafts have no number here."""

    __tablename__ = "rota_month"
    __table_args__ = (Index("rota_month_in_force", "basin_id", "month", "number"),)

    rota_id: int = Field(foreign_key="rota.id", primary_key=True)
    month: str = Field(primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    number: int | None = None


class PoolRow(SQLModel, table=True):
    """One Problem of a rota and the Rota that the engine gave for it, byte for byte."""

    __tablename__ = "rota_pool"

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id", index=True)
    name: str
    month: str
    lines: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    problem: str = Field(sa_column=Column(Text, nullable=False))
    document: str = Field(sa_column=Column(Text, nullable=False))
    whole: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    planned: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class SlotRow(SQLModel, table=True):
    """A slot of a rota."""

    __tablename__ = "rota_slot"
    __table_args__ = (UniqueConstraint("rota_id", "key", name="slot_once_a_rota"),)

    id: int | None = Field(default=None, primary_key=True)
    rota_id: int = Field(foreign_key="rota.id", index=True)
    key: str
    line: str
    month: str = Field(index=True)
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False, index=True))
    end: datetime = Field(sa_column=Column("ends_at", Instant, nullable=False))
    required: int
    burden: int
    categories: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    languages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class DutyRow(SQLModel, table=True):
    """A service holds a place of a slot."""

    __tablename__ = "rota_duty"
    __table_args__ = (UniqueConstraint("slot_id", "service_id", name="service_once_a_slot"),)

    slot_id: int = Field(foreign_key="rota_slot.id", primary_key=True)
    place: int = Field(primary_key=True)
    service_id: int = Field(foreign_key="service.id", index=True)


class PlaceRow(SQLModel, table=True):
    """What calendars were told of a place of a slot: one event for good, whoever fills it."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("basin_id", "slot_key", "number", name="place_once"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id", index=True)
    slot_key: str
    number: int
    sequence: int = 0
    changed_at: datetime = Field(sa_column=_instant())
    fingerprint: str


class LedgerRow(SQLModel, table=True):
    """What a service was to serve, and its due, of one quantity in one month of one version."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("rota_id", "service_id", "month", "pool", "quantity", name="ledger_once"),
        Index("ledger_by_month", "basin_id", "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    rota_id: int = Field(foreign_key="rota.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    month: str
    pool: str
    quantity: str
    served: float
    due: float
    share: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    heaviest: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})


class ServedRow(SQLModel, table=True):
    """What happened to a service's part in a slot. Rows are only added; the latest one holds."""

    __tablename__ = "served"
    __table_args__ = (Index("served_by_slot", "basin_id", "slot_key"),)

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str = Field(foreign_key="basin.id")
    slot_key: str
    service_id: int = Field(foreign_key="service.id")
    start: datetime | None = Field(default=None, sa_column=Column("starts_at", Instant, nullable=True))
    end: datetime | None = Field(default=None, sa_column=Column("ends_at", Instant, nullable=True))
    replaced_by_id: int | None = Field(default=None, foreign_key="service.id")
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    recorded_at: datetime = Field(sa_column=_instant())
    recorded_by: str


class TimeEntryRow(SQLModel, table=True):
    """Coordination time of one person, or of a service.

    Without minutes, a timer is running; with minutes but no end, only the day is known. The database refuses
    to delete an entry that ever counted, and to change a signed one that stays signed (see the migration).
    """

    __tablename__ = "time_entry"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str | None = Field(default=None, foreign_key="basin.id")
    person: str = Field(index=True)
    activity: str
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False, index=True))
    end: datetime | None = Field(default=None, sa_column=Column("ends_at", Instant, nullable=True))
    minutes: int | None = None
    people: int = 1
    month: str | None = None
    note: str | None = None
    source: str
    status: str
    measured_minutes: int | None = None
    confirmed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    signed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    signed_by: str | None = None


class CommandRow(SQLModel, table=True):
    """A command that somebody ran: what provisional work sessions are made of."""

    __tablename__ = "command_run"

    id: int | None = Field(default=None, primary_key=True)
    basin_id: str | None = Field(default=None, foreign_key="basin.id")
    entry_id: int | None = Field(default=None, foreign_key="time_entry.id")
    person: str = Field(index=True)
    command: str
    activity: str
    month: str | None = None
    start: datetime = Field(sa_column=Column("starts_at", Instant, nullable=False, index=True))
    end: datetime = Field(sa_column=Column("ends_at", Instant, nullable=False))
    solver_seconds: float = 0.0
