"""what was settled with services, and taken back

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import append_only, changeable
from garde.storage.types import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = ("settlement_run", "settlement", "settlement_item")


def upgrade() -> None:
    op.create_table(
        "settlement_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(undoes_id IS NULL) = (reason IS NULL)", name="undone_for_a_reason"),
        sa.CheckConstraint("first_day <= last_day", name="settled_period"),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.ForeignKeyConstraint(["undoes_id"], ["settlement_run.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_settlement_run_basin_id", "settlement_run", ["basin_id"])
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("duty_cents", sa.Integer(), nullable=False),
        sa.Column("coordination_cents", sa.Integer(), nullable=False),
        sa.Column("ceiling_cents", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("recovered_minutes", sa.Integer(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_cents = duty_cents + coordination_cents + ceiling_cents", name="settled_amounts_add_up"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["settlement_run.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.ForeignKeyConstraint(["undoes_id"], ["settlement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "service_id", name="settled_once_in_a_run"),
        sa.UniqueConstraint("undoes_id", name="undone_once"),
    )
    op.create_index("ix_settlement_service_id", "settlement", ["service_id"])
    op.create_table(
        "settlement_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("ceiling_cents", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("settlement_id", "day", "kind", "item", name="settled_once_in_a_settlement"),
    )
    append_only(*_TABLES)


def downgrade() -> None:
    changeable(*_TABLES)
    op.drop_table("settlement_item")
    op.drop_index("ix_settlement_service_id", table_name="settlement")
    op.drop_table("settlement")
    op.drop_index("ix_settlement_run_basin_id", table_name="settlement_run")
    op.drop_table("settlement_run")
