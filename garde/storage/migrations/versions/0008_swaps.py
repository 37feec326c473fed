"""swaps: what is asked for, to whom, and in which role each step was taken; one live offer of a duty

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('offered', 'accepted')")


def upgrade() -> None:
    op.add_column("swap", sa.Column("kind", sa.String(), nullable=False, server_default="gift"))
    op.add_column("swap", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "swap", sa.Column("offered_role", sa.String(), nullable=False, server_default="coordinator")
    )
    for name in ("accepted_role", "decided_role", "undone_role"):
        op.add_column("swap", sa.Column(name, sa.String(), nullable=True))
    op.create_index(
        "swap_once_live",
        "swap",
        ["basin_id", "slot_key", "giver_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def downgrade() -> None:
    op.drop_index("swap_once_live", table_name="swap")
    with op.batch_alter_table("swap", schema=None) as batch_op:
        for name in ("undone_role", "decided_role", "accepted_role", "offered_role", "named", "kind"):
            batch_op.drop_column(name)
