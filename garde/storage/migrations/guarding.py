"""Triggers by which the database itself refuses what may never happen, for migrations of both databases."""

from __future__ import annotations

from typing import Literal

from alembic import op

Action = Literal["INSERT", "UPDATE", "DELETE"]


def refuse(table: str, action: Action, said: str, condition: str = "1 = 1") -> None:
    """Refuses an action on the rows of a table for which a condition on ``OLD`` and ``NEW`` holds.

    ``said`` is the database's error, without quotes in it.
    """
    name = _name(table, action)
    if op.get_bind().dialect.name == "sqlite":
        # What SQLite calls IS, the standard calls IS NOT DISTINCT FROM.
        condition = condition.replace("IS NOT DISTINCT FROM", "IS")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    kept = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{said}'; END IF; RETURN {kept}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def allow(table: str, action: Action) -> None:
    """Takes the refusal back."""
    name = _name(table, action)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def append_only(*tables: str) -> None:
    """Refuses to change or take away any row of the tables."""
    for table in tables:
        refuse(table, "UPDATE", f"{table} is append-only")
        refuse(table, "DELETE", f"{table} is append-only")


def changeable(*tables: str) -> None:
    """Takes back ``append_only``."""
    for table in tables:
        allow(table, "UPDATE")
        allow(table, "DELETE")


def _name(table: str, action: Action) -> str:
    return f"{table}_no_{action.lower()}"
