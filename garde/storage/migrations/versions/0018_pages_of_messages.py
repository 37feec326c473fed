"""which page a message opens by itself

Messages queued before this have no such page.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("page_hash", sa.String(), nullable=True))
    op.create_index("ix_message_page_hash", "message", ["page_hash"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_message_page_hash", table_name="message")
    op.drop_column("message", "page_hash")
