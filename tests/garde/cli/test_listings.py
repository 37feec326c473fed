"""What programs read: lists of objects with their ids, oldest first; plain text when piped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import Desk, prepare

LISTINGS = [
    ("services", "list"),
    ("drafts", "list"),
    ("versions", "list"),
    ("versions", "show", "1"),
    ("ledger", "show"),
    ("availability", "show", "--service", "north"),
    ("time", "list"),
]


@pytest.fixture(scope="module")
def worked(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions, three drafts, and two windows that were written in the other order."""
    away = ("availability", "add", "--service", "north", "--from")
    return prepare(
        tmp_path_factory.mktemp("worked"),
        published,
        ("plan", "--month", "2027-01", "--seed", 2, "--time-limit", "5"),
        ("plan", "--month", "2027-01", "--seed", 3, "--time-limit", "5"),
        ("publish", 2),
        (*away, "2027-03-20T08:00", "--to", "2027-03-21T08:00"),
        (*away, "2027-03-10T08:00", "--to", "2027-03-11T08:00"),
    )


@pytest.fixture
def busy(desk: Desk, worked: Path) -> Desk:
    desk.take(worked)
    desk.at("2026-12-21T10:00+01:00")
    desk("time", "add", "call", "--minutes", 5)
    return desk


def test_every_listing_is_a_list_of_objects_with_their_ids_oldest_first(busy: Desk) -> None:
    found = {words: busy.json(*words) for words in LISTINGS}
    for words, rows in found.items():
        assert len(rows) >= 2, words
        assert len({row["id"] for row in rows}) == len(rows), words
        for moment in ("created_at", "published_at", "start"):
            instants = [datetime.fromisoformat(row[moment]) for row in rows if row.get(moment)]
            assert instants == sorted(instants), words
    assert [draft["id"] for draft in found[("drafts", "list")]] == [1, 2, 3]
    assert [draft["status"] for draft in found[("drafts", "list")]] == ["published", "published", "draft"]
    assert [version["id"] for version in found[("versions", "list")]] == [1, 2]
    assert [window["id"] for window in found[LISTINGS[5]]] == [2, 1]


def test_instants_for_programs_carry_their_offset(busy: Desk) -> None:
    for row in busy.json("versions", "show", 1):
        assert datetime.fromisoformat(row["start"]).tzinfo is not None


def test_piped_tables_are_plain_text_with_tabs(busy: Desk) -> None:
    header, first, *others = busy("versions", "list").splitlines()
    assert header.split("\t") == ["version", "months", "published", "by", "from", "reason"]
    assert first.split("\t") == ["1", "2027-01", "2026-12-20 10:00", "ann", "draft 1", ""]
    assert len(others) == 1
    assert "\x1b" not in busy("drafts", "show", 1)


def test_the_same_service_is_listed_shown_and_exported(busy: Desk) -> None:
    (north,) = [row for row in busy.json("services", "list") if row["id"] == "north"]
    assert busy.json("services", "show", "north") == north
    busy("services", "export", "services.csv")
    rows = busy.rows()
    assert busy("services", "import", "services.csv").endswith("0 added, 0 updated, 6 unchanged\n")
    imported = [row for row in busy.rows() if 'INTO "service"' in row]
    assert imported == [row for row in rows if 'INTO "service"' in row]


def test_who_acts_is_who_is_named_else_the_setting(busy: Desk) -> None:
    busy("plan", "--month", "2027-02", "--time-limit", "5", "--as", "bob")
    busy.patch.setenv("GARDE_USER", "eve")
    busy("plan", "--month", "2027-02", "--time-limit", "5")
    assert [draft["created_by"] for draft in busy.json("drafts", "list")] == [
        "ann",
        "ann",
        "ann",
        "bob",
        "eve",
    ]


def test_publishing_again_prints_what_changed(busy: Desk) -> None:
    before = {row["id"]: row["services"] for row in busy.json("versions", "show", 2)}
    busy("plan", "--month", "2027-01", "--seed", 9, "--time-limit", "5")
    said = busy.json("publish", 4, "--reason", "the south asked")
    assert said["version"] == 3
    for change in said["changes"]:
        assert before[change["slot"]] == [change["before"]]
        assert change["after"] != change["before"]
    assert busy.json("versions", "list")[-1]["reason"] == "the south asked"


def test_the_rota_in_force_is_written_as_tables(busy: Desk) -> None:
    said = busy("export", "csv", "--month", "2027-01", "-o", "january.csv")
    assert said == "32 duties written to january.csv\n"
    assert len((busy.folder / "january.csv").read_text().splitlines()) == 33
    assert busy("export", "xlsx", "-o", "all.xlsx") == "32 duties written to all.xlsx\n"
    assert (busy.folder / "all.xlsx").read_bytes().startswith(b"PK")


def test_feeds_that_have_not_changed_are_not_written_again(busy: Desk) -> None:
    # The basin, its two lines and six services.
    assert busy("export", "ical", "-o", "feeds") == "9 feeds in feeds, 9 of them changed\n"
    assert busy("export", "ical", "-o", "feeds") == "9 feeds in feeds, 0 of them changed\n"
