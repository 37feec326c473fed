"""A whole database as one file and back, from a desk."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from tests.conftest import Desk

PUT_BACK = [("restore", "database", "ann", '{"backup": "kept.backup"}')]


@pytest.fixture
def full(desk: Desk, published: Path) -> Desk:
    desk.take(published)
    return desk


def content(desk: Desk) -> list[str]:
    """All rows, but for the trail of decisions, to which bringing back adds one."""
    rows = [row for row in desk.rows() if row.startswith("INSERT")]
    return sorted(row for row in rows if not row.startswith('INSERT INTO "audit_entry"'))


def test_a_backup_is_one_file_that_only_its_owner_reads_and_holds_every_row(full: Desk) -> None:
    said = full.json("backup", "kept.backup")
    kept = full.folder / "kept.backup"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert said == {
        "file": "kept.backup",
        "basins": ["essai"],
        "rows": said["rows"],
        "bytes": kept.stat().st_size,
    }
    with sqlite3.connect(kept) as connection:
        assert list(connection.iterdump()) == full.rows()
    assert {one.name for one in full.folder.iterdir() if "kept" in one.name} == {"kept.backup"}


def test_a_backup_comes_back_into_an_empty_place_and_says_so_on_record(full: Desk) -> None:
    full("backup", "kept.backup")
    before, trail = content(full), full.query("SELECT count(*) FROM audit_entry")
    full.database.unlink()
    assert full("restore", "kept.backup").startswith("essai: ")
    assert content(full) == before
    assert full.query("SELECT count(*) FROM audit_entry") == [(trail[0][0] + 1,)]
    assert (
        full.query("SELECT action, subject, actor, after FROM audit_entry ORDER BY id DESC LIMIT 1")
        == PUT_BACK
    )
    # What was published is held again, and what is new gets numbers of its own.
    with pytest.raises(sqlite3.IntegrityError, match="never changes"):
        full.query("UPDATE rota_duty SET place = 9")
    full("plan", "--month", "2027-02", "--time-limit", "5")
    full("publish", 2)


def test_a_database_in_use_is_replaced_only_when_asked_and_kept_aside(full: Desk) -> None:
    full("backup", "kept.backup")
    full("versions", "list")
    full("time", "add", "call", "--minutes", "20", "--date", "2026-12-19")
    refused = full.run("restore", "kept.backup")
    assert (refused.status, refused.out) == (2, "")
    assert "holds basin essai; add --replace" in refused.err
    assert [one["activity"] for one in full.json("time", "list", "--all")] == ["call", "publication"]
    said = full.json("restore", "kept.backup", "--replace")
    assert [one["activity"] for one in full.json("time", "list", "--all")] == ["publication"]
    aside = full.folder / said["kept_aside"]["file"]
    assert aside.name == "kept.backup.replaced-20261220T090000Z"
    full("restore", aside.name, "--replace")
    assert [one["activity"] for one in full.json("time", "list", "--all")] == ["call", "publication"]


def test_no_file_is_written_over_unasked(full: Desk) -> None:
    full.folder.joinpath("kept.backup").write_text("dear")
    refused = full.run("backup", "kept.backup")
    assert (refused.status, refused.complaints) == (
        2,
        ["garde: kept.backup: there is such a file already; name another one, or add --replace"],
    )
    assert full.folder.joinpath("kept.backup").read_text() == "dear"
    full("backup", "kept.backup", "--replace")
    assert full.folder.joinpath("kept.backup").read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("name", ["missing/kept.backup", "folder"])
def test_where_nothing_can_be_written_is_said_in_one_line(full: Desk, name: str) -> None:
    full.folder.joinpath("folder").mkdir()
    refused = full.run("backup", name, "--replace")
    assert (refused.status, len(refused.complaints)) == (2, 1)


def test_a_backup_of_an_older_release_is_upgraded_on_the_way(full: Desk) -> None:
    from alembic import command

    from garde.storage.database import _alembic, open_database

    before = content(full)
    full("backup", "kept.backup")
    old = open_database(f"sqlite:///{full.folder / 'kept.backup'}")
    config = _alembic()
    with old.engine.execution_options(garde_writes=True).connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
        connection.commit()
    old.close()
    bytes_before = full.folder.joinpath("kept.backup").read_bytes()
    full.database.unlink()
    full("restore", "kept.backup")
    assert len(content(full)) == len(before)
    assert full.folder.joinpath("kept.backup").read_bytes() == bytes_before


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda path: path.write_text("no database at all"), "this is no backup of garde"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "kept.backup: "),
        (lambda path: path.unlink(), "there is no such file"),
        (lambda path: _foreign(path), "this is no backup of garde"),
        (lambda path: _broken_reference(path), "points to rows that are not there"),
        (lambda path: _newer(path), "newer garde"),
    ],
    ids=["text", "garbage", "missing", "another program's", "broken references", "newer"],
)
def test_what_cannot_be_brought_back_leaves_everything_as_it_was(full: Desk, spoil, why: str) -> None:  # type: ignore[no-untyped-def]
    full("backup", "kept.backup")
    before = full.rows()
    spoil(full.folder / "kept.backup")
    refused = full.run("restore", "kept.backup", "--replace")
    assert (refused.status, refused.out, len(refused.complaints)) == (2, "", 1)
    assert why in refused.err
    assert full.rows() == before


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _broken_reference(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO service_line VALUES (9999, 'pharmacy', 0)")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def test_a_demo_never_takes_the_place_of_real_services(full: Desk, tmp_path: Path) -> None:
    full("backup", "kept.backup")
    with sqlite3.connect(full.folder / "kept.backup") as connection:
        connection.execute(
            "UPDATE basin SET demo = 1, config = replace(config, '\"demo\":false', '\"demo\":true')"
        )
    refused = full.run("restore", "kept.backup", "--replace")
    assert (refused.status, "backup of a demo" in refused.err) == (2, True)


def test_a_backup_is_of_one_moment_while_others_write(full: Desk) -> None:
    """A writer adds pairs of rows, each pair in one transaction: no backup ever has half a pair."""
    stop = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(full.database, timeout=10)
        number = 0
        while not stop.is_set():
            number += 1
            with connection:
                for half in ("a", "b"):
                    connection.execute(
                        "INSERT INTO time_entry (person, activity, starts_at, people, source, status) "
                        "VALUES (?, 'call', '2026-12-19 10:00:00', 1, 'hand', 'confirmed')",
                        (f"{number}{half}",),
                    )
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(5):
            full("backup", f"kept-{round_}.backup")
    finally:
        stop.set()
        writer.join()
    for round_ in range(5):
        with sqlite3.connect(full.folder / f"kept-{round_}.backup") as connection:
            people = [row[0] for row in connection.execute("SELECT person FROM time_entry")]
        assert {name[:-1] for name in people if name.endswith("a")} == {
            name[:-1] for name in people if name.endswith("b")
        }


def test_a_damaged_database_is_not_saved_as_if_it_were_whole(full: Desk) -> None:
    with sqlite3.connect(full.database) as connection:
        connection.execute("INSERT INTO service_line VALUES (9999, 'pharmacy', 0)")
    refused = full.run("backup", "kept.backup")
    assert (refused.status, "this database is damaged" in refused.err) == (2, True)
    assert not full.folder.joinpath("kept.backup").exists()
