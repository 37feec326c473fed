"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

LARGEST_ID = 2**31 - 1
"""The highest number that a row can have on every database."""


class Instant(TypeDecorator[datetime]):
    """An instant, kept in UTC. SQLite forgets offsets, so they go off on the way in and on on the way out.

    A naive datetime is refused: nobody could say which instant it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; without the offset on SQLite."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no offset")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Back to an aware UTC instant."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
