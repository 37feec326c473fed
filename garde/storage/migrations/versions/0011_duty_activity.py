"""duty activity: reports of duties in counts, their remarks, people before a closed door

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import append_only, changeable
from garde.storage.types import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("activity_report", "activity_contact", "activity_band", "activity_incident", "closed_door")
"""Counts are only ever added. A remark may go: words about a person must not stay for good."""


def upgrade() -> None:
    op.create_table(
        "activity_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("quiet_hours", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("activity_by_slot", "activity_report", ["basin_id", "slot_key"])
    op.create_index("activity_by_start", "activity_report", ["basin_id", "starts_at"])
    op.create_table(
        "activity_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["activity_report.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_activity_contact_report_id", "activity_contact", ["report_id"])
    for table, key, count in (
        ("activity_band", sa.Column("hour", sa.Integer(), nullable=False), "people"),
        ("activity_incident", sa.Column("kind", sa.String(), nullable=False), "incidents"),
    ):
        op.create_table(
            table,
            sa.Column("report_id", sa.Integer(), nullable=False),
            key,
            sa.Column(count, sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["report_id"], ["activity_report.id"]),
            sa.PrimaryKeyConstraint("report_id", key.name),
        )
    op.create_table(
        "activity_remark",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["activity_report.id"]),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_table(
        "closed_door",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("closed_door_by_start", "closed_door", ["basin_id", "starts_at"])
    append_only(*_APPEND_ONLY)


def downgrade() -> None:
    changeable(*_APPEND_ONLY)
    for table in (
        "closed_door",
        "activity_remark",
        "activity_incident",
        "activity_band",
        "activity_contact",
        "activity_report",
    ):
        op.drop_table(table)
