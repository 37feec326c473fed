"""answers: what a service would rather serve, the duties that it saw, who wrote the answer down

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preferred", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("seen", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("role", sa.String(), nullable=False, server_default="coordinator"))


def downgrade() -> None:
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.drop_column("role")
        batch_op.drop_column("seen")
        batch_op.drop_column("preferred")
