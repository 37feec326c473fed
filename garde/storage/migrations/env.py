"""Alembic's entrance: runs the migrations on the connection that garde hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from garde.storage.every_table import every_table
from garde.storage.types import Instant


def _plain_types(kind: str, item: object, autogenerate_context: Any) -> str | Literal[False]:
    """SQLModel's own string type is an ordinary string; ours is imported by its name."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, Instant):
        autogenerate_context.imports.add("from garde.storage.types import Instant")
        return "Instant()"
    return False


every_table()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_plain_types,
)
with context.begin_transaction():
    context.run_migrations()
