"""time of services, months signed off, former states of entries, what coordination took before

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import append_only, changeable, refuse
from garde.storage.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("time_revision", "time_sign_off", "time_baseline")
_SAME = " AND ".join(
    f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}"
    for name in ("activity", "starts_at", "ends_at", "minutes", "people", "month", "note", "service_id")
)


def upgrade() -> None:
    # As plain SQL: SQLite adds a column that points to another table only in this form.
    op.execute("ALTER TABLE time_entry ADD COLUMN service_id INTEGER REFERENCES service (id)")
    op.create_index("ix_time_entry_service_id", "time_entry", ["service_id"])
    op.add_column("time_entry", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("time_entry", sa.Column("signed_at", Instant(), nullable=True))
    op.add_column("time_entry", sa.Column("signed_by", sa.String(), nullable=True))
    op.create_table(
        "time_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["time_entry.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_time_revision_entry_id", "time_revision", ["entry_id"])
    op.create_table(
        "time_sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "month", "number", name="sign_off_once"),
    )
    op.create_table(
        "time_baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("holds_from", sa.String(), nullable=False),
        sa.Column("first_month", sa.String(), nullable=False),
        sa.Column("last_month", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("with_services", sa.Boolean(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("duty_hours", sa.Float(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("baseline_by_month", "time_baseline", ["basin_id", "holds_from"])
    append_only(*_APPEND_ONLY)
    refuse("time_entry", "DELETE", "time that counted is never deleted", "OLD.status <> 'provisional'")
    refuse(
        "time_entry",
        "UPDATE",
        "signed time never changes while it stays signed",
        f"OLD.status = 'signed' AND NEW.status = 'signed' AND NOT ({_SAME})",
    )


def downgrade() -> None:
    changeable("time_entry", *_APPEND_ONLY)
    op.drop_index("baseline_by_month", table_name="time_baseline")
    op.drop_table("time_baseline")
    op.drop_table("time_sign_off")
    op.drop_index("ix_time_revision_entry_id", table_name="time_revision")
    op.drop_table("time_revision")
    op.drop_index("ix_time_entry_service_id", table_name="time_entry")
    for name in ("signed_by", "signed_at", "late", "service_id"):
        op.drop_column("time_entry", name)
