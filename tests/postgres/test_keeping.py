"""Backups between PostgreSQL and SQLite: everything arrives, whichever way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from garde.storage.database import Database, open_database
from garde.storage.every_table import every_table
from tests.conftest import Desk


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything but the trail of decisions, by table."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in every_table()
            if table.name != "audit_entry"
        }


@pytest.fixture
def original(published: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{published}")
    yield database
    database.close()


def test_a_basin_moves_to_postgresql_goes_on_there_and_comes_back(
    desk: Desk, published: Path, original: Database, database: Database, url: str
) -> None:
    desk.take(published)
    desk("backup", "kept.backup")
    desk.patch.setenv("GARDE_DATABASE_URL", url)
    desk("restore", "kept.backup")
    assert rows(database) == rows(original)
    # New rows get new numbers, and what was published never changes.
    desk("plan", "--month", "2027-02", "--time-limit", "5")
    desk("publish", 2)
    assert [one["id"] for one in desk.json("versions", "list")] == [1, 2]
    before = rows(database)
    desk("backup", "again.backup")
    desk.database.unlink()
    desk.patch.setenv("GARDE_DATABASE_URL", f"sqlite:///{desk.database}")
    desk("restore", "again.backup")
    back = open_database(f"sqlite:///{desk.database}")
    assert rows(back) == before
    back.close()


def test_what_postgresql_holds_is_kept_aside_before_it_is_replaced(
    desk: Desk, published: Path, database: Database, url: str
) -> None:
    desk.take(published)
    desk("backup", "kept.backup")
    desk.patch.setenv("GARDE_DATABASE_URL", url)
    desk("restore", "kept.backup")
    desk("time", "add", "call", "--minutes", "20", "--date", "2026-12-19")
    assert desk.run("restore", "kept.backup").status == 2
    aside = desk.json("restore", "kept.backup", "--replace")["kept_aside"]["file"]
    with database.reading() as session:
        (calls,) = session.execute(
            select(func.count()).select_from(next(t for t in every_table() if t.name == "time_entry"))
        ).one()
    assert calls == 1
    desk("restore", aside, "--replace")
    assert [one["activity"] for one in desk.json("time", "list", "--all")] == ["call", "publication"]


def test_doctor_looks_at_postgresql_too(desk: Desk, published: Path, url: str) -> None:
    desk.take(published)
    desk("backup", "kept.backup")
    desk.patch.setenv("GARDE_DATABASE_URL", url)
    desk("restore", "kept.backup")
    found = {one["id"]: one["state"] for one in desk.json("doctor")}
    assert (found["database"], "disk" in found) == ("ok", False)
