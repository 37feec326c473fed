"""capability_link: the hash of the token that opens a link's calendars, and nothing else

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("capability_link", sa.Column("feed_hash", sa.String(), nullable=True))
    op.create_index("ix_capability_link_feed_hash", "capability_link", ["feed_hash"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_capability_link_feed_hash", table_name="capability_link")
    op.drop_column("capability_link", "feed_hash")
