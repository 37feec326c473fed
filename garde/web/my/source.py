"""What the private pages need from the rest of garde: the database itself, read at each request."""

from __future__ import annotations

from dataclasses import dataclass

from garde.storage.database import Database


@dataclass(frozen=True)
class PrivateSource:
    """The database whose capability links are answered, whatever basin they belong to."""

    database: Database
