"""versions and records that the database itself refuses to change; shares in the ledger

Revision: 0007, after 0006

SQLite makes a table anew when a later migration alters it in batch mode, and drops its triggers in doing so:
such a migration must make them again.
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.migrations.guarding import Action, allow, append_only, changeable, refuse

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PUBLISHED = "SELECT 1 FROM rota r WHERE r.kind = 'version' AND r.status = 'published' AND r.id = {rota}"
_OF_SLOT = (
    "SELECT 1 FROM rota r JOIN rota_slot s ON s.rota_id = r.id "
    "WHERE r.kind = 'version' AND r.status = 'published' AND s.id = {row}.slot_id"
)
_SEALED: dict[str, tuple[Action, ...]] = {
    "rota": ("UPDATE", "DELETE"),
    "rota_month": ("INSERT", "UPDATE", "DELETE"),
    "rota_slot": ("INSERT", "UPDATE", "DELETE"),
    "rota_duty": ("INSERT", "UPDATE", "DELETE"),
    "rota_override": ("INSERT", "UPDATE", "DELETE"),
    "ledger_entry": ("INSERT", "UPDATE", "DELETE"),
}
"""What belongs to a version, and what is refused once it is published."""
_APPEND_ONLY = ("served", "ledger_adjustment")


def upgrade() -> None:
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        for name in ("share", "heaviest"):
            batch_op.add_column(sa.Column(name, sa.Float(), nullable=False, server_default="0"))
        batch_op.drop_constraint("ledger_once", type_="unique")
        batch_op.create_unique_constraint(
            "ledger_once", ["rota_id", "service_id", "month", "pool", "quantity"]
        )
    # Until now only dues were kept; they stand in the same ratio as the shares.
    op.execute(
        "UPDATE ledger_entry SET share = COALESCE(due / NULLIF((SELECT sum(e.due) FROM ledger_entry e "
        "WHERE e.rota_id = ledger_entry.rota_id AND e.month = ledger_entry.month "
        "AND e.pool = ledger_entry.pool AND e.quantity = ledger_entry.quantity), 0), 0)"
    )
    for table, actions in _SEALED.items():
        for action in actions:
            _seal(table, action)
    append_only(*_APPEND_ONLY)


def downgrade() -> None:
    for table, actions in _SEALED.items():
        for action in actions:
            allow(table, action)
    changeable(*_APPEND_ONLY)
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_constraint("ledger_once", type_="unique")
        batch_op.create_unique_constraint("ledger_once", ["rota_id", "service_id", "month", "quantity"])
        for name in ("heaviest", "share"):
            batch_op.drop_column(name)


def _seal(table: str, action: Action) -> None:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[action]
    if table == "rota":
        condition = "OLD.kind = 'version' AND OLD.status = 'published'"
    elif table == "rota_duty":
        condition = " OR ".join(f"EXISTS ({_OF_SLOT.format(row=row)})" for row in rows)
    else:
        condition = " OR ".join(f"EXISTS ({_PUBLISHED.format(rota=f'{row}.rota_id')})" for row in rows)
    refuse(table, action, "a published version never changes", condition)
