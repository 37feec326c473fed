"""how much the people of a service work in an ordinary week

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_workload",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.PrimaryKeyConstraint("service_id"),
    )


def downgrade() -> None:
    op.drop_table("service_workload")
