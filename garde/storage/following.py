"""Following an SQLite database by its name: an open file that was moved away would answer for ever."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from garde.errors import StorageError

Identity = tuple[int, int]
"""The device and the number by which the system knows a file, whatever its name."""


def identity(path: str) -> Identity | None:
    """Which file stands at this path now; None for none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def follow_file(engine: Engine, path: str, *, create: bool) -> None:
    """Lets the engine use only the file that stands at ``path`` when it is used.

    A connection to a file that was moved away or replaced is given up. A file that is gone is not made anew,
    empty, in place of what somebody may be about to bring back: StorageError. With ``create`` the first
    connection makes it.
    """
    state = {"may_create": create}

    @event.listens_for(engine, "do_connect")
    def _connecting(*_given: Any) -> None:
        if not state["may_create"] and identity(path) is None:
            raise StorageError("the database is gone", where=path, remedy="bring it back, or a copy of it")

    @event.listens_for(engine, "connect")
    def _connected(_connection: Any, record: Any) -> None:
        state["may_create"] = False
        record.info["file"] = identity(path)

    @event.listens_for(engine, "checkout")
    def _used(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != identity(path):
            raise DisconnectionError("another file stands there now")
