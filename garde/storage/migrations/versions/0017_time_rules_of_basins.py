"""from when each basin's holidays and target hours hold

What is on file when this comes counts as always: nothing is known of before.

Revision: 0017, after 0016
"""

import json

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import append_only, changeable
from garde.storage.types import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BASIN = sa.table("basin", sa.column("id"), sa.column("config"), sa.column("loaded_at", Instant()))


def upgrade() -> None:
    rules = op.create_table(
        "basin_time_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_basin_time_rules_basin_id", "basin_time_rules", ["basin_id"])
    op.bulk_insert(
        rules,
        [
            {"basin_id": row.id, "starts_at": None, "rules": _rules(row.config), "at": row.loaded_at}
            for row in op.get_bind().execute(sa.select(_BASIN).order_by(_BASIN.c.id))
        ],
    )
    append_only("basin_time_rules")


def _rules(config: str) -> dict[str, object]:
    file = json.loads(config)
    return {
        "holidays": file.get("holidays", {}),
        "target_hours": {line["id"]: line.get("target_hours", "24/7") for line in file.get("lines", [])},
    }


def downgrade() -> None:
    changeable("basin_time_rules")
    op.drop_table("basin_time_rules")
