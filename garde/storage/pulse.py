"""Whether anybody may have written to the database, asked so cheaply that every request can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Lock
from time import monotonic

from sqlalchemy import Engine

Pulse = Callable[[], object]
"""Gives a mark. Two equal marks mean: nothing was written between them that a reader would want to see."""

SECONDS = 1
"""How old a mark may be where the database does not count its writes itself (PostgreSQL)."""


def pulse_of(engine: Engine) -> Pulse:
    """The pulse of a database: exact for an SQLite file, once a second for others."""
    name = engine.url.database
    if engine.url.get_backend_name() != "sqlite":
        return lambda: int(monotonic() / SECONDS)
    if not name or name == ":memory:" or engine.url.query:
        return object
    return _FilePulse(name)


class _FilePulse:
    """SQLite counts, for each connection, the commits of all others (``PRAGMA data_version``)."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        self._lock = Lock()

    def __call__(self) -> object:
        try:
            with self._lock:
                return self._connection.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            # Not to be told now: as if something had been written.
            return object()

    def __del__(self) -> None:
        self._connection.close()
