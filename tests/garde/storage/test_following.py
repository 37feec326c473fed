"""An SQLite database is followed by its name: moved away it is gone, brought back it is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from garde.errors import StorageError
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin, stored_basins
from tests.garde.migrated import migrated
from tests.garde.town import instant, town


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "garde.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = migrated(path)
    with opened.writing() as session:
        save_basin(session, town(), instant("2027-01-01T09:00"))
    yield opened
    opened.close()


def move(path: Path, name: str) -> None:
    """Gives a database another name, with what SQLite keeps beside it."""
    for beside in ("", "-wal", "-shm"):
        found = path.with_name(path.name + beside)
        if found.exists():
            found.rename(path.with_name(name + beside))


def count(database: Database) -> int:
    with database.reading() as session:
        return len(stored_basins(session))


def test_a_file_that_was_moved_away_is_gone_and_is_not_made_anew(database: Database, path: Path) -> None:
    assert count(database) == 1
    move(path, "kept.db")
    for _ in range(2):
        with pytest.raises(StorageError, match="the database is gone; bring it back"):
            count(database)
    assert not path.exists()


def test_a_file_that_comes_back_is_used_at_once(database: Database, path: Path) -> None:
    count(database)
    move(path, "kept.db")
    with pytest.raises(StorageError):
        count(database)
    move(path.with_name("kept.db"), path.name)
    assert count(database) == 1


def test_another_file_in_its_place_is_the_one_that_is_read(database: Database, path: Path) -> None:
    assert count(database) == 1
    other = migrated(path.with_name("other.db"))
    other.close()
    move(path, "kept.db")
    move(path.with_name("other.db"), path.name)
    assert count(database) == 0


def test_garbage_in_its_place_is_a_storage_error(database: Database, path: Path) -> None:
    count(database)
    move(path, "kept.db")
    path.write_bytes(b"garbage " * 1000)
    with pytest.raises(StorageError, match="bring back a copy"):
        count(database)


def test_the_pulse_moves_while_the_file_is_gone_and_when_another_one_is_there(
    database: Database, path: Path
) -> None:
    pulse = database.pulse()
    first = pulse()
    assert pulse() == first
    move(path, "kept.db")
    assert pulse() != pulse()
    assert not path.exists()
    for beside in ("", "-wal"):
        shutil.copy(path.with_name(f"kept.db{beside}"), path.with_name(f"garde.db{beside}"))
    second = pulse()
    assert second != first
    assert pulse() == second
