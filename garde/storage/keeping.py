"""A whole database as one file, and back: from and to SQLite and PostgreSQL alike.

The file is an SQLite database with garde's own tables, whatever it was taken from, so that any release that
can upgrade it, and any other program, can read it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import func, insert, select, text
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.errors import BadInput, Conflict, StorageError
from garde.storage.database import Database, open_database
from garde.storage.every_table import every_table
from garde.storage.guards import guards_lifted
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import stored_basins, wipe

_AT_ONCE = 1000
"""Rows that are read and written together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: its file, its basins by id, and how many rows."""

    path: Path
    basins: tuple[str, ...]
    rows: int
    bytes: int


def back_up(database: Database, target: Path, *, over: bool = False) -> Kept:
    """Writes the whole database to a file, as it is at one moment, while others may go on writing.

    The file appears when it is whole and has been read back; its permissions let its owner alone read it, for
    it holds addresses and telephone numbers. Raises Conflict when there is such a file and ``over`` is not
    set, StorageError when the file cannot be written or the database is damaged.
    """
    if target.exists() and not over:
        raise Conflict(
            "there is such a file already", where=str(target), remedy="name another one, or add --replace"
        )
    if target.exists() and not target.is_file():
        raise BadInput("this is no file", where=str(target), remedy="name a file")
    with _beside(target) as draft:
        if database.engine.url.get_backend_name() == "sqlite":
            _snapshot(str(database.engine.url.database), draft)
        else:
            with _opened(draft, create=True) as fresh:
                fresh.upgrade()
                with database.reading() as source, fresh.writing() as copy:
                    _copy(source, copy)
        try:
            kept = _looked_over(draft, target)
        except StorageError as error:
            raise StorageError(
                error.what.replace("this file", "this database"),
                where=database.address(),
                remedy="nothing was written; bring back the last good backup",
            ) from error
        _in_one_file(draft)
        kept = replace(kept, bytes=draft.stat().st_size)
        os.replace(draft, target)
    return kept


def restore(
    database: Database, source: Path, *, aside: Path | None, person: str, at: datetime
) -> tuple[Kept, Kept | None]:
    """Puts a backup into a database: all of it or nothing. What it held before is first kept ``aside``.

    The tables are made, or brought to this release, where needed; a backup of an older release is upgraded on
    the way, in a copy. That it was put back, and by whom, is on record in every basin. Returns what was put
    in, and what was kept aside.

    Raises BadInput for a file that is no backup of garde, StorageError for a damaged one or one of a newer
    release, Conflict when the database holds basins and ``aside`` is None, or holds real ones and the backup
    a demo.
    """
    with _readable(source) as backup:
        read = _looked_over(Path(backup.engine.url.database or ""), source)
        with backup.reading() as session:
            arriving = stored_basins(session)
        database.upgrade()
        with database.reading() as session:
            present = stored_basins(session)
        if present and aside is None:
            raise Conflict(
                f"this database holds basin {', '.join(basin.id for basin in present)}",
                where=database.address(),
                remedy="add --replace to put the backup in its place; what is here is kept in a file",
            )
        if any(basin.demo for basin in arriving) and not all(basin.demo for basin in present):
            raise Conflict(
                "this is the backup of a demo, and the database holds real services",
                where=str(source),
                remedy="name another database in GARDE_DATABASE_URL",
            )
        former = back_up(database, aside) if present and aside else None
        with backup.reading() as origin, database.writing() as session:
            wipe(session)
            _copy(origin, session)
            for basin in arriving:
                record_decision(
                    session,
                    Actor(person, "system", basin.id),
                    at,
                    "restore",
                    "database",
                    after={"backup": source.name},
                )
    return read, former


@contextmanager
def _readable(source: Path) -> Iterator[Database]:
    """The backup opened at this release's tables: a copy of it, so that the file itself never changes."""
    try:
        with source.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror or error}", where=str(source), remedy="check the name"
        ) from error
    if head != b"SQLite format 3\0":
        raise BadInput("this is no backup of garde", where=str(source), remedy="name one that it made")
    with _beside(Path(gettempdir()) / source.name) as draft:
        _snapshot(str(source), draft)
        with _opened(draft) as backup:
            try:
                if backup.revision() is None:
                    raise BadInput(
                        "this is no backup of garde", where=str(source), remedy="name one that it made"
                    )
                _check(draft, source)
                backup.upgrade()
            except StorageError as error:
                raise StorageError(error.what, where=str(source), remedy=error.remedy) from error
            yield backup


@contextmanager
def _opened(path: Path, *, create: bool = False) -> Iterator[Database]:
    database = open_database(f"sqlite:///{path}", create=create)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file under way beside the target, for its owner alone, which is not left behind."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StorageError(
            f"cannot be written: {error.strerror or error}",
            where=str(target),
            remedy="check the folder and who may write there",
        ) from error
    try:
        yield draft
    finally:
        for left in (draft, *(draft.with_name(f"{draft.name}{end}") for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def _snapshot(path: str, draft: Path) -> None:
    """All of an SQLite file as of one moment, its write-ahead log included, by SQLite's own online backup."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise StorageError(
            f"this file cannot be copied: {error}", where=path, remedy="check it and the free space"
        ) from error


def _in_one_file(draft: Path) -> None:
    """No write-ahead log beside it, and on the disk for good."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    handle = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def damage_of(path: Path) -> str | None:
    """What is broken in an SQLite file, its pages or its references; None for a whole one."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            said: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        return str(error)
    if said != "ok":
        return said
    return f"table {broken[0]} points to rows that are not there" if broken is not None else None


def _check(path: Path, shown: Path) -> None:
    """Raises StorageError for a file that is damaged."""
    reason = damage_of(path)
    if reason is not None:
        raise StorageError(f"this file is damaged: {reason}", where=str(shown), remedy="use another backup")


def _looked_over(path: Path, shown: Path) -> Kept:
    _check(path, shown)
    with _opened(path) as opened, opened.reading() as session:
        rows = sum(
            session.execute(select(func.count()).select_from(table)).scalar_one() for table in every_table()
        )
        basins = tuple(basin.id for basin in stored_basins(session))
    return Kept(shown, basins, rows, path.stat().st_size)


def _copy(source: Session, target: Session) -> None:
    """Every row of every table, with its number; afterwards the next new rows get numbers beyond those."""
    with guards_lifted(target):
        for table in every_table():
            found = source.execute(select(table).order_by(*table.primary_key.columns))
            for rows in found.mappings().partitions(_AT_ONCE):
                target.execute(insert(table), [dict(row) for row in rows])
    connection = target.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in every_table():
        (key, *others) = table.primary_key.columns
        if others or not key.autoincrement or key.type.python_type is not int or key.foreign_keys:
            continue
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), "
                f'coalesce(max("{key.name}"), 0) + 1, false) FROM "{table.name}"'
            )
        )
