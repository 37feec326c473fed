"""the coordination's words beside a report's figures

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("chapter", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["basin_id"], ["basin.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("report_remark") as table:
        table.create_index("report_remark_by_day", ["basin_id", "first_day"], unique=False)


def downgrade() -> None:
    op.drop_table("report_remark")
