"""messages: until when they are of use; to a person of the coordination

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("until", Instant(), nullable=True))
        batch_op.create_foreign_key("message_to_person", "person", ["person_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint("message_to_person", type_="foreignkey")
        batch_op.drop_column("until")
        batch_op.drop_column("person_id")
