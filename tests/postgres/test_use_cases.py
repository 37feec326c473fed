"""A month on PostgreSQL, typed: from services to the rota in force; and two who publish at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.errors import Conflict
from garde.publication.publish import publish
from garde.storage.database import Database, open_database
from garde.storage.repositories.rotas import load_draft, save_draft, versions_of
from tests.conftest import SERVICES, Desk, as_toml
from tests.garde.storage.test_sealed import AT, SPAN, fill
from tests.garde.town import town


@pytest.fixture
def office(desk: Desk, url: str, tmp_path: Path) -> Desk:
    """A desk at an empty PostgreSQL database: the basin loaded, the services imported."""
    desk.patch.setenv("GARDE_DATABASE_URL", url)
    (tmp_path / "services.csv").write_text(SERVICES)
    (tmp_path / "essai.toml").write_text(as_toml(town().model_dump(mode="json")))
    desk("init", "essai.toml")
    desk("services", "import", "services.csv")
    return desk


def test_a_month_goes_from_services_to_the_rota_in_force(office: Desk) -> None:
    office(
        "availability", "add", "--service", "north", "--from", "2027-01-04T00:00", "--to", "2027-01-11T00:00"
    )
    assert office.json("plan", "--month", "2027-01", "--time-limit", "5")["missing"] == 0
    office("publish", 1)
    assert [one["id"] for one in office.json("versions", "list")] == [1]
    assert len(office.json("versions", "show", 1)) == 32
    assert {one["state"] for one in office.json("messages", "list")} == {"no-address"}
    balances = office.json("ledger", "show")
    assert len({one["id"] for one in balances}) == 6
    office("export", "ical", "-o", "feeds")
    assert (office.folder / "feeds").exists()
    office.at("2027-01-15T03:00+01:00")
    office("open")
    office.json("plan", "--month", "2027-02", "--time-limit", "5")
    office("links", "create", "--service", "north")
    actions = [one["action"] for one in office.json("audit", "list")]
    assert actions == ["add services", "availability: add", "plan", "publish", "plan", "give"]


def test_of_two_who_publish_at_once_one_succeeds_and_the_other_is_told(database: Database, url: str) -> None:
    fill(database)
    with database.writing() as session:
        save_draft(session, replace(load_draft(session, "essai", 2), id=3), *SPAN)
    outcomes: list[str] = []

    def put(number: int) -> None:
        other = open_database(url)
        try:
            with other.writing() as session:
                published = publish(
                    session, town(), number, actor=Actor("ann", "coordinator", "essai"), at=AT
                )
            outcomes.append(f"version {published.number}")
        except Conflict as conflict:
            outcomes.append(conflict.what.partition(" after")[0])
        finally:
            other.close()

    threads = [threading.Thread(target=put, args=(number,)) for number in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["version 2", "version 2 was published"]
    with database.reading() as session:
        assert [one.number for one in versions_of(session, "essai")] == [1, 2]
