"""calendars

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "availability_calendar",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("means", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("read_until", Instant(), nullable=True),
        sa.Column("failed_since", Instant(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.PrimaryKeyConstraint("service_id"),
    )
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.drop_column("key")
    op.drop_table("availability_calendar")
