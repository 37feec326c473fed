"""The pulse: it moves with every commit of anybody else, and stands still otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from garde.storage.database import Database
from garde.storage.pulse import pulse_of
from garde.storage.repositories.basins import save_basin
from tests.garde.migrated import migrated
from tests.garde.town import instant, town


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return migrated(tmp_path / "garde.db")


def test_it_moves_with_each_commit_and_with_nothing_else(database: Database) -> None:
    pulse = database.pulse()
    first = pulse()
    assert pulse() == first
    with database.reading() as session:
        session.connection()
    assert pulse() == first
    with database.writing() as session:
        save_basin(session, town(), instant("2027-01-01T09:00"))
        session.flush()
        # Not committed yet.
        assert pulse() == first
    second = pulse()
    assert second != first
    assert pulse() == second
    database.close()


def test_it_moves_with_the_commit_of_another_program(database: Database, tmp_path: Path) -> None:
    pulse = database.pulse()
    first = pulse()
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE x (y)'); c.commit()"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "garde.db")], check=True)
    assert pulse() != first
    database.close()


def test_it_does_not_keep_the_database_from_being_written_or_folded_together(database: Database) -> None:
    pulse = database.pulse()
    pulse()
    with database.engine.connect() as connection:
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    assert busy == 0
    database.close()


def test_where_writes_are_not_counted_a_mark_lasts_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine("postgresql+psycopg://nobody@localhost/none")
    seconds = iter([10.2, 10.9, 11.1])
    monkeypatch.setattr("garde.storage.pulse.monotonic", lambda: next(seconds))
    pulse = pulse_of(engine)
    assert [pulse() == 10 for _ in range(3)] == [True, True, False]


def test_in_memory_there_is_always_something_new() -> None:
    pulse = pulse_of(create_engine("sqlite://"))
    assert pulse() != pulse()
