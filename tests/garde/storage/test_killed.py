"""A process killed at any of its writes leaves all or nothing, and the next run works."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG, Desk, as_toml
from tests.garde.town import town

PROJECT = Path(__file__).parents[3]
PLAN = ("plan", "--month", "2027-01", "--time-limit", "1")


def killed_at_each_write(desk: Desk, template: Path | None, *words: str, every: int = 1) -> list[Path]:
    """The databases that killed runs left, by the number of the kill; the last run survived.

    ``every``: n to kill it at each n-th kind of write and at the last n ones, unless the run is a long one.
    """
    every = 1 if LONG else every
    folder = desk.folder / "killed"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.garde.storage.killed", folder, template or "-", every, *words]
    ended = subprocess.run(list(map(str, command)), cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    databases = sorted(folder.glob("*.db"), key=lambda path: int(path.stem))
    last = int(databases[-1].stem)
    expected = {*range(1, last + 1, every), *range(max(1, last - every + 1), last + 1)}
    assert [int(path.stem) for path in databases] == sorted(expected)
    return databases


def take(desk: Desk, left: Path) -> None:
    """Puts what a killed process left on the desk, with its write-ahead log."""
    for end in ("", "-wal", "-shm"):
        desk.database.with_name(desk.database.name + end).unlink(missing_ok=True)
        if (log := left.with_name(left.name + end)).exists():
            shutil.copy(log, desk.database.with_name(desk.database.name + end))


def counted(desk: Desk, *tables: str) -> tuple[int, ...]:
    return tuple(desk.query(f"SELECT count(*) FROM {table}")[0][0] for table in tables)


def test_planning_leaves_a_whole_draft_or_none(desk: Desk, directory: Path) -> None:
    left = killed_at_each_write(desk, directory, *PLAN)
    found = []
    for database in left:
        take(desk, database)
        found.append(counted(desk, "rota", "rota_month", "rota_pool", "rota_slot", "rota_duty"))
    # 31 days and an opening slot, one place each.
    nothing, whole = (0, 0, 0, 0, 0), (1, 1, 1, 32, 32)
    assert set(found) == {nothing, whole}
    assert found == sorted(found)
    assert found.count(nothing) >= 5
    take(desk, left[found.count(nothing) - 1])
    assert desk.json("drafts", "list") == []
    assert desk.json(*PLAN)["missing"] == 0
    assert [draft["id"] for draft in desk.json("drafts", "list")] == [1]


def test_publishing_leaves_a_whole_version_or_none(desk: Desk, drafted: Path) -> None:
    left = killed_at_each_write(desk, drafted, "publish", "1")
    found = []
    for database in left:
        take(desk, database)
        (status,) = desk.query("SELECT status FROM rota WHERE id = 1")[0]
        tables = counted(desk, "rota", "rota_slot", "rota_duty", "place", "ledger_entry")
        found.append((status, tables))
        next_run = desk.run("publish", 1)
        assert next_run.status == (0 if status == "draft" else 2)
        assert [version["id"] for version in desk.json("versions", "list")] == [1]
        assert len(desk.json("versions", "show", 1)) == 32
    entries = found[-1][1][-1]
    # Twice 32 slots: of the draft and of the version.
    assert set(found) == {("draft", (1, 32, 32, 0, 0)), ("published", (2, 64, 64, 32, entries))}
    assert entries >= 6
    assert [status for status, _ in found].count("draft") >= 6


def test_making_the_database_leaves_all_its_tables_or_none(desk: Desk) -> None:
    basin = desk.folder / "essai.toml"
    basin.write_text(as_toml(town().model_dump(mode="json")))
    left = killed_at_each_write(desk, None, "init", str(basin), every=4)
    tables = []
    for database in left:
        take(desk, database)
        tables.append(desk.query("SELECT count(*) FROM sqlite_master WHERE type = 'table'")[0][0])
        if database in left[:: len(left) // 4]:
            desk("init", basin)
            assert desk.json("services", "list") == []
    assert sorted(set(tables)) == [0, max(tables)]
    assert tables.count(0) >= 6


def test_a_killed_import_leaves_every_service_or_none(desk: Desk, directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text(
        "external_id,name,postcode,line\nnew-1,Nouveau un,1030,pharmacy\nnew-2,Nouveau deux,1030,pharmacy\n"
    )
    left = killed_at_each_write(desk, directory, "services", "import", str(file))
    found = []
    for database in left:
        take(desk, database)
        found.append(len(desk.json("services", "list")))
        desk("services", "import", file)
        assert len(desk.json("services", "list")) == 8
    assert set(found) == {6, 8}
    assert found.count(6) >= 3


@pytest.mark.parametrize("words", [("drafts", "list"), ("versions", "list"), ("services", "list"), ("open",)])
def test_looking_writes_nothing(desk: Desk, published: Path, words: tuple[str, ...]) -> None:
    desk.take(published)
    rows = desk.rows()
    desk.run(*words)
    assert desk.rows() == rows
