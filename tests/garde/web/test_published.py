"""The public source on a real database: nothing is read while nothing is written; every change is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from garde.storage.database import Database, open_database
from garde.storage.repositories.services import save_services, services_of
from garde.web.app import create_app
from garde.web.published import PublishedSource
from tests.conftest import Desk


class Office:
    """The published town behind the public application, at a clock that tests set."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime.fromisoformat("2027-01-10T10:00+01:00")
        self.source = PublishedSource(database, "essai", lambda: self.now)
        self.client = TestClient(create_app(self.source, lambda: self.now))

    def rename(self, service: str, name: str) -> None:
        """Somebody else's command, on a connection of its own."""
        with self.database.writing() as session:
            found = next(one for one in services_of(session, "essai") if one.external_id == service)
            save_services(session, "essai", [replace(found, name=name)], self.now)


@pytest.fixture
def office(desk: Desk, published: Path) -> Iterator[Office]:
    desk.take(published)
    database = open_database(f"sqlite:///{desk.database}")
    yield Office(database)
    database.close()


def test_while_nothing_is_written_nothing_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.source.kept() is None
    timetable = office.source.current()

    def read(self: Database) -> None:
        raise AssertionError("the database is read")

    monkeypatch.setattr(Database, "reading", read)
    assert office.source.kept() is timetable
    assert office.source.current() is timetable
    office.now = datetime.fromisoformat("2027-01-10T23:59+01:00")
    assert office.source.current() is timetable
    for path in ("/fr/", "/text", "/api/v1/open", "/healthz"):
        assert office.client.get(path).status_code == 200


def test_another_day_moves_the_window(office: Office) -> None:
    before = office.source.current()
    office.now = datetime.fromisoformat("2027-01-11T00:00+01:00")
    assert office.source.kept() is None
    after = office.source.current()
    assert (after.start - before.start).total_seconds() == 14 * 3600
    office.now = datetime.fromisoformat("2027-01-10T23:59+01:00")
    assert office.source.kept() is None


def test_what_is_written_is_told_by_the_very_next_answer(office: Office) -> None:
    paths = ("/fr/?line=pharmacy", "/text?lang=fr&line=pharmacy", "/api/v1/open?line=pharmacy")
    answers = [office.client.get(path) for path in paths]
    service = answers[2].json()["answers"][0]["lines"][0]["open"][0]
    office.rename(service["id"], "Officine rebaptisée")
    for path, before in zip(paths, answers, strict=True):
        after = office.client.get(path, headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200
        assert service["name"] in before.text
        assert "Officine rebaptisée" in after.text


def test_what_concerns_nobody_who_asks_compiles_nothing_again(office: Office) -> None:
    before = office.source.current()
    with office.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE basin SET id = id")
    assert office.source.kept() is None
    assert office.source.current() is before
    assert office.source.kept() is before
