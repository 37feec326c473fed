"""Opening the database: SQLite by default, PostgreSQL by address; migrations; transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlmodel import Session

from garde.errors import Conflict, StorageError
from garde.storage.following import follow_file
from garde.storage.pulse import Pulse, pulse_of

_MIGRATIONS = Path(__file__).parent / "migrations"
_PATIENCE = 10_000
"""Milliseconds that a writer waits for another one."""
_CONNECTING = 5
"""Seconds to wait for a PostgreSQL server."""
_WRITERS = 0x6761726465
"""The number of the lock that writers take on PostgreSQL: "garde" in ASCII."""


class Database:
    """An open database. Use ``reading()`` and ``writing()``; a writing block is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view; nothing is written."""
        engine = self.engine
        if engine.dialect.name == "postgresql":
            # Otherwise each statement would see its own moment.
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with _translated(), Session(engine) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of the block or nothing, also when the process is killed inside it."""
        engine = self.engine.execution_options(garde_writes=True)
        with _translated(), Session(engine) as session, session.begin():
            yield session

    def pulse(self) -> Pulse:
        """What tells, at each call, whether anything may have been written since the last one."""
        return pulse_of(self.engine)

    def revision(self) -> str | None:
        """The schema's revision, or None in an empty database."""
        with _translated(), self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def upgrade(self) -> None:
        """Creates the tables or brings them to this release, all or nothing.

        Raises StorageError for a database of a newer release or of another program.
        """
        self.refuse_newer()
        with _translated(), self.engine.execution_options(garde_writes=True).connect() as connection:
            if self._is_foreign(connection):
                raise StorageError(
                    "this database holds the tables of another program",
                    where=self.address(),
                    remedy="name another one; nothing was changed",
                )
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    @staticmethod
    def _is_foreign(connection: Connection) -> bool:
        known = MigrationContext.configure(connection).get_current_revision()
        return known is None and bool(inspect(connection).get_table_names())

    def refuse_newer(self) -> None:
        """Raises StorageError when a newer garde wrote this database."""
        revision = self.revision()
        if revision is not None and revision not in _revisions():
            raise StorageError(
                f"this database was written by a newer garde (revision {revision})",
                where=self.address(),
                remedy="install that release or newer; nothing was changed",
            )

    def require_current(self) -> None:
        """Raises StorageError unless the tables are those of this release."""
        self.refuse_newer()
        if self.revision() != _revisions()[0]:
            raise StorageError(
                "this database has not been prepared for this release",
                where=self.address(),
                remedy="run: garde init BASIN.toml",
            )

    def address(self) -> str:
        """The address as it may be shown, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


def open_database(url: str, *, create: bool = False, awaited: bool = False) -> Database:
    """Opens the database at an SQLAlchemy address.

    Raises StorageError when it cannot be opened, or when a SQLite file is missing and ``create`` is not set.
    One that is ``awaited`` may be missing or damaged for now: its every use raises StorageError until it is
    well.
    """
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        sqlite = address.get_backend_name() == "sqlite"
        if sqlite and not awaited:
            _look_at_file(address.database, create=create)
        # A server that does not answer must not keep a visitor waiting for minutes.
        asked = {} if sqlite or "connect_timeout" in address.query else {"connect_timeout": _CONNECTING}
        engine = create_engine(address, connect_args=asked)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        # Without the address itself: it may hold a password.
        raise StorageError(
            "this is no address of a database that garde knows",
            where="GARDE_DATABASE_URL",
            remedy="write for example sqlite:///garde.db or postgresql://user@host/garde",
        ) from error
    if sqlite:
        _prepare_sqlite(engine)
        if address.database and address.database != ":memory:" and not address.query:
            follow_file(engine, address.database, create=create)
    else:
        _prepare_postgresql(engine)
    return Database(engine)


def _look_at_file(name: str | None, *, create: bool) -> None:
    if not name or name == ":memory:":
        return
    path = Path(name)
    if path.exists():
        with path.open("rb") as file:
            head = file.read(16)
        if head and head != b"SQLite format 3\x00":
            raise StorageError("this file is not a SQLite database", where=name, remedy="name another file")
    elif not create:
        raise StorageError("there is no database here yet", where=name, remedy="run: garde init BASIN.toml")
    elif not path.parent.exists():
        raise StorageError("the folder does not exist", where=str(path.parent), remedy="make it first")


def _prepare_sqlite(engine: Engine) -> None:
    """WAL and foreign keys on; transactions begun by us, so that reads are consistent and writes queue up."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        writes = connection.get_execution_options().get("garde_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    """Writers queue up, as on SQLite: what one of them read is still so when it writes."""

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        if connection.get_execution_options().get("garde_writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_PATIENCE}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


@cache
def _revisions() -> tuple[str, ...]:
    """The schema's revisions that this release knows, the newest first; they do not change while it runs."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions())


_REMEDIES = {
    "malformed": "the file is damaged: bring back a copy",
    "not a database": "the file is damaged: bring back a copy",
    "unable to open": "check that the folder exists and may be written",
    "readonly": "check who may write the file and its folder",
    "refused": "check GARDE_DATABASE_URL and that the server runs",
    "full": "free some space",
    "never changes": "publish a new version instead",
    "append-only": "add a new entry instead",
}


def _remedy(reason: str) -> str:
    """What to do about a driver's words."""
    found = (remedy for words, remedy in _REMEDIES.items() if words in reason)
    return next(found, "check GARDE_DATABASE_URL")


@contextmanager
def _translated() -> Iterator[None]:
    """Turns the driver's errors into ours, so that no traceback reaches a person."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        if "locked" in reason or "lock timeout" in reason:
            raise Conflict("another program is writing to the database", remedy="try again") from error
        raise StorageError(f"the database refused: {reason}", remedy=_remedy(reason)) from error
    except SQLAlchemyError as error:
        raise StorageError(f"the database failed: {str(error).splitlines()[0]}") from error
