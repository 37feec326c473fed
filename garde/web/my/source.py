"""What the private pages need from the rest of garde: the database itself, read at each request."""

from __future__ import annotations

from dataclasses import dataclass

from garde.storage.database import Database


@dataclass(frozen=True)
class PrivateSource:
    """The database whose capability links are answered, whatever basin they belong to.

    ``public_url`` is where all this is served; without it, pages take the address that they were asked at.
    """

    database: Database
    public_url: str | None = None
