from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, text
from sqlmodel import SQLModel

from garde.errors import Conflict, StorageError
from garde.storage.database import Database, _alembic, open_database
from garde.storage.repositories.basins import save_basin, stored_basins
from garde.storage.tables import BasinRow
from tests.garde.town import town

LOADED = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'garde.db'}", create=True)
    opened.upgrade()
    yield opened
    opened.close()


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, SQLModel.metadata)


def migrate(database: Database, direction: str, revision: str) -> None:
    config = _alembic()
    with database.engine.execution_options(garde_writes=True).connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)
        connection.commit()


def test_migrations_from_nothing_make_exactly_the_tables(database: Database) -> None:
    assert differences(database) == []
    with database.engine.connect() as connection:
        connection.execute(text("ALTER TABLE service DROP COLUMN phone"))
        connection.commit()
    assert len(differences(database)) == 1


def test_migrations_go_down_and_up_again_one_by_one(database: Database) -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()]
    for revision in [*revisions[1:], "base"]:
        migrate(database, "downgrade", revision)
    with database.engine.connect() as connection:
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')"))
        assert left.scalars().all() == ["alembic_version"]
    for revision in reversed(revisions):
        migrate(database, "upgrade", revision)
    assert differences(database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.writing() as session:
        save_basin(session, town(), LOADED)
    revision = database.revision()
    database.upgrade()
    assert database.revision() == revision
    assert differences(database) == []
    with database.reading() as session:
        assert stored_basins(session) == (town(),)


def test_a_database_without_tables_is_to_be_prepared_first(tmp_path: Path) -> None:
    empty = open_database(f"sqlite:///{tmp_path / 'garde.db'}", create=True)
    with pytest.raises(StorageError, match="has not been prepared for this release; run: garde init"):
        empty.require_current()
    empty.close()


def test_every_connection_logs_ahead_and_minds_foreign_keys(database: Database) -> None:
    for engine in (database.engine, database.engine.execution_options(garde_writes=True)):
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    statement = text("INSERT INTO service_line (service_id, line, position) VALUES (99, 'pharmacy', 0)")
    with (
        pytest.raises(StorageError, match="the database refused: FOREIGN KEY constraint failed"),
        database.writing() as session,
    ):
        session.execute(statement)


def test_a_block_that_fails_writes_nothing(database: Database) -> None:
    def fails() -> None:
        with database.writing() as session:
            save_basin(session, town(), LOADED)
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with database.reading() as session:
        assert stored_basins(session) == ()


def test_what_is_written_while_reading_is_forgotten(database: Database) -> None:
    with database.reading() as session:
        save_basin(session, town(), LOADED)
        session.flush()
    with database.reading() as session:
        assert stored_basins(session) == ()


def test_two_writers_queue_and_the_second_sees_what_the_first_wrote(database: Database) -> None:
    begun, seen = threading.Event(), []

    def second() -> None:
        other = open_database(str(database.engine.url))
        begun.wait(10)
        with other.writing() as session:
            seen.append([basin.id for basin in stored_basins(session)])
            save_basin(session, town(id="voisin"), LOADED)
        other.close()

    thread = threading.Thread(target=second)
    thread.start()
    with database.writing() as session:
        save_basin(session, town(), LOADED)
        begun.set()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert seen == [["essai"]]
    with database.reading() as session:
        assert [basin.id for basin in stored_basins(session)] == ["essai", "voisin"]


def test_a_reader_is_not_kept_waiting_and_sees_one_moment(database: Database) -> None:
    with database.writing() as session:
        save_basin(session, town(), LOADED)
    with database.reading() as reading:
        assert len(stored_basins(reading)) == 1
        with database.writing() as session:
            save_basin(session, town(id="voisin"), LOADED)
        reading.expire_all()
        assert len(stored_basins(reading)) == 1
    with database.reading() as reading:
        assert len(stored_basins(reading)) == 2


def test_a_writer_that_waits_too_long_is_told_to_try_again(database: Database) -> None:
    impatient = open_database(str(database.engine.url))
    event.listen(impatient.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 20"))
    with database.writing() as session:
        save_basin(session, town(), LOADED)
        with (
            pytest.raises(Conflict, match="another program is writing to the database; try again"),
            impatient.writing() as other,
        ):
            stored_basins(other)
    impatient.close()


def test_a_damaged_database_is_named_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "garde.db"
    file.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 64)
    with pytest.raises(StorageError, match="the database refused: file is not a database"):
        open_database(f"sqlite:///{file}").require_current()


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    opened = open_database("postgresql://ann:secret@127.0.0.1:1/garde")
    assert opened.address() == "postgresql+psycopg://ann:***@127.0.0.1:1/garde"
    with pytest.raises(StorageError) as refused:
        opened.revision()
    assert "secret" not in refused.value.one_line()


def test_the_demo_and_the_real_never_share_a_database(database: Database) -> None:
    with database.writing() as session:
        save_basin(session, town(), LOADED)
    with pytest.raises(StorageError, match="basin spectacle is a demo"), database.writing() as session:
        save_basin(session, town(id="spectacle", demo=True), LOADED)
    with database.reading() as session:
        assert session.get(BasinRow, "spectacle") is None
