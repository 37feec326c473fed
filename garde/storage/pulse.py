"""Whether anybody may have written to the database, asked so cheaply that every request can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from sqlalchemy import Engine

from garde.storage.following import Identity, identity

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
    """SQLite counts, for each connection, the commits of all others (``PRAGMA data_version``).

    The file is followed by its name: where another one stands there now, or none, the mark moves.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._file: Identity | None = None
        self._lock = Lock()

    def __call__(self) -> object:
        try:
            with self._lock:
                return self._look()
        except sqlite3.Error:
            # Not to be told now: as if something had been written.
            return object()

    def _look(self) -> object:
        file = identity(self._path)
        if self._connection is None or file != self._file:
            self._close()
            # A file that is gone must not be made anew.
            address = f"{Path(self._path).absolute().as_uri()}?mode=rw"
            self._connection = sqlite3.connect(
                address, timeout=0, isolation_level=None, check_same_thread=False, uri=True
            )
            self._file = file
        return (self._file, self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        self._close()
