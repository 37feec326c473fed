"""``garde doctor``: what it finds at a desk."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk


@pytest.fixture
def full(desk: Desk, published: Path) -> Desk:
    desk.take(published)
    return desk


def states(desk: Desk, status: int = 0) -> dict[str, Any]:
    return {found["id"]: found["state"] for found in desk.json("doctor", status=status)}


def test_a_new_installation_works_and_is_told_what_it_still_lacks(full: Desk) -> None:
    full.at("2027-01-05T10:00+01:00")
    assert states(full) == {
        "clock": "warning",
        "public-url": "warning",
        "mail": "warning",
        "site": "warning",
        "database": "ok",
        "disk": "ok",
        "basins": "ok",
        "time-zone": "ok",
        "printing": "ok",
        "services": "ok",
        "rota": "ok",
        "lookup": "ok",
        "people": "warning",
        "worker": "ok",
        "addresses": "warning",
    }


def test_it_changes_nothing_and_every_complaint_says_what_to_do(full: Desk) -> None:
    before = full.rows()
    found = full.json("doctor", status=0)
    assert full.rows() == before
    assert all(one["remedy"] for one in found if one["state"] != "ok")
    table = full("doctor").splitlines()
    assert table[0].split("\t") == ["check", "basin", "state", "what", "what to do"]
    assert len(table) == len(found) + 1


@pytest.mark.parametrize(
    ("now", "state", "status", "what"),
    [
        # January's last duty ends on 1 February at 09:00.
        ("2027-01-20T10:00+01:00", "ok", 0, "the rota is published until 2027-02-01 09:00"),
        ("2027-01-28T10:00+01:00", "warning", 0, "the rota ends on 2027-02-01 09:00"),
        ("2027-02-01T09:00+01:00", "failed", 1, "the rota ended on 2027-02-01 09:00"),
    ],
)
def test_the_end_of_the_rota_is_told_a_week_before_and_failed_after(
    full: Desk, now: str, state: str, status: int, what: str
) -> None:
    full.at(now)
    (rota,) = [found for found in full.json("doctor", status=status) if found["id"] == "rota"]
    assert (rota["state"], rota["what"]) == (state, what)


def test_messages_that_wait_with_nobody_to_send_them_are_told(full: Desk) -> None:
    full.patch.setenv("GARDE_SMTP_URL", "smtp+plain://localhost:9")
    full.patch.setenv("GARDE_MAIL_FROM", "garde@basin.example")
    with sqlite3.connect(full.database) as connection:
        connection.execute("UPDATE message SET state = 'waiting', address = 'a@b.example', sent_at = NULL")
        waiting = connection.execute("SELECT count(*) FROM message").fetchone()[0]
    full.at("2026-12-20T10:14+01:00")
    assert states(full)["worker"] == "ok"
    full.at("2026-12-20T10:16+01:00")
    (worker,) = [found for found in full.json("doctor", status=1) if found["id"] == "worker"]
    assert worker["what"] == f"{waiting} messages by mail wait to be sent"
    assert worker["remedy"] == "keep running: garde worker"


def test_a_damaged_database_a_missing_one_and_bad_settings_are_findings(full: Desk) -> None:
    with sqlite3.connect(full.database) as connection:
        connection.execute("INSERT INTO service_line VALUES (9999, 'pharmacy', 0)")
    assert states(full, status=1)["database"] == "failed"
    full.database.unlink()
    found = {one["id"]: one for one in full.json("doctor", status=1)}
    assert "there is no database here yet" in found["database"]["what"]
    full.patch.setenv("GARDE_SMTP_URL", "smtp+plain://localhost:9")
    assert {one["id"]: one["state"] for one in full.json("doctor", status=1)}["mail"] == "failed"


def test_hours_that_nobody_understands_are_named(full: Desk) -> None:
    with sqlite3.connect(full.database) as connection:
        connection.execute(
            "INSERT INTO service_terms (service_id, lines, opening_hours, at, by) "
            "SELECT id, '[\"pharmacy\"]', 'whenever', created_at, 'eve' "
            "FROM service WHERE external_id = 'north'"
        )
    found = {one["id"]: one for one in full.json("doctor")}
    assert found["lookup"]["state"] == "warning"
    assert "north" in found["lookup"]["what"]


def test_the_static_site_must_be_fresh_ours_and_writable(full: Desk) -> None:
    site = full.folder / "kept"
    full.patch.setenv("GARDE_SITE", str(site))
    full.at("2027-01-05T10:00+01:00")

    def told() -> tuple[str, str]:
        (found,) = (one for one in full.run("doctor", "--json").json if one["id"] == "site")
        return found["state"], found["what"]

    assert told() == ("warning", f"there is no static site in {site} yet")
    full("export", "site", "-o", site)
    assert told() == ("ok", f"the static site in {site} is of 2027-01-05 09:00 UTC")
    full.at("2027-01-07T10:01+01:00")
    assert told() == ("warning", f"the static site in {site} is of 2027-01-05")
    (site / "garde-site.json").unlink()
    assert told() == ("failed", f"{site} is no static site of garde")
    full.patch.setenv("GARDE_SITE", str(full.database / "site"))
    assert told() == ("failed", f"nothing can be written in {full.database}")
    full.patch.setenv("GARDE_SITE", "off")
    assert told()[0] == "warning"
