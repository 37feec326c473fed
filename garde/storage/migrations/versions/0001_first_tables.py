"""first tables

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "basin",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "slot_key", "number", name="place_once"),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_basin_id"), ["basin_id"], unique=False)

    op.create_table(
        "rota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("draft_number", sa.Integer(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "kind", "number", name="rota_number_once"),
    )
    with op.batch_alter_table("rota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rota_basin_id"), ["basin_id"], unique=False)

    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("hide_address", sa.Boolean(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("max_duties", sa.Integer(), nullable=True),
        sa.Column("max_hours", sa.Float(), nullable=True),
        sa.Column("max_nights", sa.Integer(), nullable=True),
        sa.Column("rest_hours", sa.Float(), nullable=True),
        sa.Column("opening_hours", sa.String(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("staff_group", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "external_id", name="service_external_id_once"),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_basin_id"), ["basin_id"], unique=False)

    op.create_table(
        "time_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("measured_minutes", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_entry_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_entry_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "availability_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_window_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_availability_window_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "command_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("solver_seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["time_entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("command_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_command_run_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_command_run_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("served", sa.Float(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rota_id", "service_id", "month", "quantity", name="ledger_once"),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_rota_id"), ["rota_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_entry_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ledger_by_month", ["basin_id", "month"], unique=False)

    op.create_table(
        "rota_month",
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.PrimaryKeyConstraint("rota_id", "month"),
    )
    with op.batch_alter_table("rota_month", schema=None) as batch_op:
        batch_op.create_index("rota_month_in_force", ["basin_id", "month", "number"], unique=False)

    op.create_table(
        "rota_pool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("rota_pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rota_pool_rota_id"), ["rota_id"], unique=False)

    op.create_table(
        "rota_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("burden", sa.Integer(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rota_id", "key", name="slot_once_a_rota"),
    )
    with op.batch_alter_table("rota_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rota_slot_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_rota_slot_rota_id"), ["rota_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rota_slot_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "service_line",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("service_id", "line"),
    )
    op.create_table(
        "rota_duty",
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["rota_slot.id"],
        ),
        sa.PrimaryKeyConstraint("slot_id", "place"),
        sa.UniqueConstraint("slot_id", "service_id", name="service_once_a_slot"),
    )
    with op.batch_alter_table("rota_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rota_duty_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rota_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rota_duty_service_id"))

    op.drop_table("rota_duty")
    op.drop_table("service_line")
    with op.batch_alter_table("rota_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rota_slot_starts_at"))
        batch_op.drop_index(batch_op.f("ix_rota_slot_rota_id"))
        batch_op.drop_index(batch_op.f("ix_rota_slot_month"))

    op.drop_table("rota_slot")
    with op.batch_alter_table("rota_pool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rota_pool_rota_id"))

    op.drop_table("rota_pool")
    with op.batch_alter_table("rota_month", schema=None) as batch_op:
        batch_op.drop_index("rota_month_in_force")

    op.drop_table("rota_month")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ledger_by_month")
        batch_op.drop_index(batch_op.f("ix_ledger_entry_service_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_rota_id"))

    op.drop_table("ledger_entry")
    with op.batch_alter_table("command_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_command_run_starts_at"))
        batch_op.drop_index(batch_op.f("ix_command_run_person"))

    op.drop_table("command_run")
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_window_starts_at"))
        batch_op.drop_index(batch_op.f("ix_availability_window_service_id"))

    op.drop_table("availability_window")
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_entry_starts_at"))
        batch_op.drop_index(batch_op.f("ix_time_entry_person"))

    op.drop_table("time_entry")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_basin_id"))

    op.drop_table("service")
    with op.batch_alter_table("rota", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rota_basin_id"))

    op.drop_table("rota")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_basin_id"))

    op.drop_table("place")
    op.drop_table("basin")
