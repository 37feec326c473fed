"""Databases with the tables of this release, copied from one: to migrate takes longer than most tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from garde.storage.database import Database, open_database


def migrated(path: Path) -> Database:
    """A new SQLite database at ``path`` as the migrations leave it; the caller closes it."""
    path.write_bytes(_empty())
    return open_database(f"sqlite:///{path}")


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "garde.db"
        made = open_database(f"sqlite:///{path}", create=True)
        made.upgrade()
        made.close()
        return path.read_bytes()
