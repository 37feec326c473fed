"""Migrations, transactions and sealed rows on PostgreSQL: the same as on SQLite."""

from __future__ import annotations

import threading

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from garde.accounts.actor import Actor
from garde.errors import Conflict, StorageError
from garde.storage.database import Database, _alembic, open_database
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import save_basin, stored_basins
from tests.garde.storage.test_database import (  # noqa: F401
    differences,
    migrate,
    test_a_reader_is_not_kept_waiting_and_sees_one_moment,
    test_migrations_from_nothing_make_exactly_the_tables,
)
from tests.garde.town import instant, town

AT = instant("2026-12-20T09:00")


def test_migrations_go_down_and_up_again_one_by_one(database: Database) -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()]
    for revision in [*revisions[1:], "base"]:
        migrate(database, "downgrade", revision)
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    with database.engine.connect() as connection:
        functions = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        assert connection.execute(text(functions)).all() == []
    for revision in reversed(revisions):
        migrate(database, "upgrade", revision)
    assert differences(database) == []


def test_the_database_itself_refuses_to_change_the_audit_trail(database: Database) -> None:
    with database.writing() as session:
        save_basin(session, town(), AT)
        record_decision(session, Actor("ann", "coordinator", "essai"), AT, "publish", "version 1")
    for statement in (
        "UPDATE audit_entry SET actor = 'eve'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ):
        with (
            pytest.raises(StorageError, match="audit_entry is append-only"),
            database.writing() as session,
        ):
            session.execute(text(statement))
    with database.reading() as session:
        assert session.execute(text("SELECT actor FROM audit_entry")).scalars().all() == ["ann"]


def test_two_writers_queue_and_the_second_sees_what_the_first_wrote(database: Database, url: str) -> None:
    begun, seen = threading.Event(), []

    def second() -> None:
        other = open_database(url)
        begun.wait(10)
        with other.writing() as session:
            seen.append([basin.id for basin in stored_basins(session)])
            save_basin(session, town(id="voisin"), AT)
        other.close()

    thread = threading.Thread(target=second)
    thread.start()
    with database.writing() as session:
        save_basin(session, town(), AT)
        begun.set()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert seen == [["essai"]]


def test_a_writer_that_waits_too_long_is_told_to_try_again(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("garde.storage.database._PATIENCE", 50)
    impatient = open_database(url)
    with database.writing() as session:
        save_basin(session, town(), AT)
        with (
            pytest.raises(Conflict, match="another program is writing to the database; try again"),
            impatient.writing() as other,
        ):
            stored_basins(other)
    impatient.close()
