"""what services hang at their door: how full they are, how to get in by night

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns in _TABLES.items():
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("basin_id", sa.String(), nullable=False),
            sa.Column("service_id", sa.Integer(), nullable=False),
            *(sa.Column(*column, nullable=nullable) for *column, nullable in columns),
            sa.Column("at", Instant(), nullable=False),
            sa.Column("by", sa.String(), nullable=False),
            sa.Column("role", sa.String(), nullable=False),
            sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
            sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
            sa.PrimaryKeyConstraint("id"),
        )
        for column in ("basin_id", "service_id"):
            op.create_index(f"ix_{name}_{column}", name, [column], unique=False)


def downgrade() -> None:
    for name in _TABLES:
        for column in ("service_id", "basin_id"):
            op.drop_index(f"ix_{name}_{column}", table_name=name)
        op.drop_table(name)


_TABLES = {
    "saturation": (("level", sa.String(), True), ("until", Instant(), True)),
    "entrance": (("texts", sa.JSON(), False),),
}
