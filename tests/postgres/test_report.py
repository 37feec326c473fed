"""A report says the same on PostgreSQL as on SQLite, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk

PERIOD = ("report", "--from", "2027-01-01", "--to", "2027-01-31")


@pytest.fixture
def told(desk: Desk, published: Path) -> Desk:
    """January with something of everything."""
    desk.take(published)
    desk.at("2027-02-02T09:00+01:00")
    desk("time", "add", "meeting", "--minutes", 90, "--date", "2027-01-15", "--people", 4)
    desk("time", "add", "call", "--minutes", 20, "--date", "2027-01-31")
    desk("remarks", "add", "A quiet month", "--from", "2027-01-01", "--to", "2027-01-31")
    for key, service in desk.query(
        "SELECT s.key, v.external_id FROM rota_slot s JOIN rota r ON r.id = s.rota_id AND r.kind = 'version' "
        "JOIN rota_duty d ON d.slot_id = s.id JOIN service v ON v.id = d.service_id "
        "WHERE s.key LIKE '%2027-01-1%' ORDER BY s.key"
    ):
        desk(
            *("activity", "add", "--slot", key, "--service", service),
            *("--contact", "medicine:fr:helped=3", "--contact", "health:nl:sent_on:other=2"),
        )
    desk("served", "record", "--slot", key, "--service", service, "--absent")
    return desk


def test_the_same_data_give_the_same_report(told: Desk, url: str) -> None:
    told(*PERIOD, "-o", "lite.csv")
    told(*PERIOD, "-o", "lite.html")
    told("backup", "all.garde")
    told.patch.setenv("GARDE_DATABASE_URL", url)
    told("restore", "all.garde")
    told(*PERIOD, "-o", "post.csv")
    told(*PERIOD, "-o", "post.html")
    for kind in ("csv", "html"):
        assert (told.folder / f"post.{kind}").read_bytes() == (told.folder / f"lite.{kind}").read_bytes()
    data = (told.folder / "post.csv").read_text()
    assert "coordination_minutes,380," in data
    # Ten duties with five people each; one of them is on record as not served.
    assert "people,45," in data
