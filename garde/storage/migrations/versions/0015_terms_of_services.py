"""from when to when each service's opening hours, lines and days of taking part were in force

What is on file when this comes counts as always: nothing is known of before.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import append_only, changeable
from garde.storage.types import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_SERVICE = sa.table(
    "service",
    *(sa.column(name) for name in ("id", "opening_hours")),
    sa.column("active_from", sa.Date()),
    sa.column("active_until", sa.Date()),
    sa.column("created_at", Instant()),
)
_LINE = sa.table("service_line", *(sa.column(name) for name in ("service_id", "line", "position")))


def upgrade() -> None:
    terms = op.create_table(
        "service_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=True),
        sa.Column("ends_at", Instant(), nullable=True),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_service_terms_service_id", "service_terms", ["service_id"])
    op.bulk_insert(terms, _on_file())
    append_only("service_terms")


def _on_file() -> list[dict[str, object]]:
    connection = op.get_bind()
    lines: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(_LINE).order_by(_LINE.c.service_id, _LINE.c.position)):
        lines.setdefault(row.service_id, []).append(row.line)
    return [
        {
            "service_id": row.id,
            "starts_at": None,
            "ends_at": None,
            "opening_hours": row.opening_hours,
            "lines": lines.get(row.id, []),
            "active_from": row.active_from,
            "active_until": row.active_until,
            "at": row.created_at,
            "by": "garde",
            "reason": "on file before changes were kept",
        }
        for row in connection.execute(sa.select(_SERVICE).order_by(_SERVICE.c.id))
    ]


def downgrade() -> None:
    changeable("service_terms")
    op.drop_table("service_terms")
