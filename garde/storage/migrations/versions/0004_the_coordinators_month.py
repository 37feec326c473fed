"""the coordinators' month: who may act, decisions, messages, answers, swaps

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from garde.storage.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS_OF_POOLS = ("whole", "planned")
"""The Problem with every duty open, and the engine's own Rota, of a draft that people changed."""


def upgrade() -> None:
    for name in _TEXTS_OF_POOLS:
        op.add_column("rota_pool", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("audit_by_subject", ["basin_id", "subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_basin_id"), ["basin_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "name", name="person_once"),
    )
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("backup", schema=None) as batch_op:
        batch_op.create_index("backup_by_slot", ["basin_id", "slot_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_backup_service_id"), ["service_id"], unique=False)

    op.create_table(
        "capability_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_how", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("capability_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capability_link_basin_id"), ["basin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capability_link_service_id"), ["service_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_basin_id"), ["basin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_rota_id"), ["rota_id"], unique=False)

    op.create_table(
        "ledger_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ledger_adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_adjustment_basin_id"), ["basin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_adjustment_service_id"), ["service_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("basin_id", "key", name="message_once"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_service_id"), ["service_id"], unique=False)
        batch_op.create_index("message_waiting", ["state", "due_at"], unique=False)

    op.create_table(
        "rota_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rota_id", "slot_key", "service_id", name="override_once"),
    )
    op.create_table(
        "rota_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rota_id"],
            ["rota.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rota_id", "slot_key", "service_id", name="pin_once"),
    )
    op.create_table(
        "swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basin_id", sa.String(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        sa.Column("return_slot_key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("offered_by", sa.String(), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["basin_id"],
            ["basin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["giver_id"],
            ["service.id"],
        ),
        sa.ForeignKeyConstraint(
            ["taker_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("swap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_swap_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_swap_taker_id"), ["taker_id"], unique=False)
        batch_op.create_index("swap_by_slot", ["basin_id", "slot_key"], unique=False)

    op.create_table(
        "consultation_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slot_key", sa.String(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_answer_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_consultation_answer_service_id"), ["service_id"], unique=False)

    _refuse_rewriting("audit_entry")


def downgrade() -> None:
    _allow_rewriting("audit_entry")
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_answer_service_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_answer_consultation_id"))

    op.drop_table("consultation_answer")
    with op.batch_alter_table("swap", schema=None) as batch_op:
        batch_op.drop_index("swap_by_slot")
        batch_op.drop_index(batch_op.f("ix_swap_taker_id"))
        batch_op.drop_index(batch_op.f("ix_swap_giver_id"))

    op.drop_table("swap")
    op.drop_table("rota_pin")
    op.drop_table("rota_override")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("message_waiting")
        batch_op.drop_index(batch_op.f("ix_message_service_id"))

    op.drop_table("message")
    with op.batch_alter_table("ledger_adjustment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_adjustment_service_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_adjustment_basin_id"))

    op.drop_table("ledger_adjustment")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_rota_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_basin_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("capability_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capability_link_service_id"))
        batch_op.drop_index(batch_op.f("ix_capability_link_basin_id"))

    op.drop_table("capability_link")
    with op.batch_alter_table("backup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_backup_service_id"))
        batch_op.drop_index("backup_by_slot")

    op.drop_table("backup")
    op.drop_table("person")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_basin_id"))
        batch_op.drop_index("audit_by_subject")

    op.drop_table("audit_entry")
    with op.batch_alter_table("rota_pool", schema=None) as batch_op:
        for name in reversed(_TEXTS_OF_POOLS):
            batch_op.drop_column(name)


def _refuse_rewriting(table: str) -> None:
    """Rows of the table can be added, never changed or deleted, whoever writes to the database."""
    said = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def _allow_rewriting(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{action}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(f"DROP FUNCTION {table}_refuse()")
