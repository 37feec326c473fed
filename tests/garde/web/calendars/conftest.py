"""A basin of four services, two of which are one organisation, with rotas put in force by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import icalendar
import pytest
from starlette.testclient import TestClient

from garde.access.links import give_to_service
from garde.accounts.links import feed_token
from garde.web.app import create_app
from garde.web.calendars.stored import StoredCalendars
from garde.web.my.source import PrivateSource
from garde.web.published import PublishedSource
from tests.garde.swaps.office import ANN, Office, office_in
from tests.garde.town import service

PUBLIC = "https://garde.example"


@dataclass
class Reader:
    """A program that reads calendars over HTTP, at the office's clock."""

    office: Office
    client: TestClient

    def events(self, path: str) -> dict[str, icalendar.Event]:
        """The events of a feed by their uid."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert len({str(event["UID"]) for event in found}) == len(found)
        return {str(event["UID"]): event for event in found}

    def told(self, path: str) -> dict[str, tuple[int, str]]:
        """Sequence and status of each event."""
        return {uid: (int(e["SEQUENCE"]), str(e["STATUS"])) for uid, e in self.events(path).items()}

    def token(self, name: str, until: datetime | None = None) -> str:
        """The token of the calendars of a new link of a service."""
        with self.office.database.writing() as session:
            given = give_to_service(
                session, self.office.config, name, actor=ANN, at=self.office.now, until=until
            )
        return feed_token(given.token)


def services() -> list:  # type: ignore[type-arg]
    return [
        service("a", group="Ensemble", sector="Première ligne", phone="+32 2 000 00 01"),
        service("b", group="Ensemble", sector="première ligne"),
        service("c", sector="Aide, sociale"),
        service("d", languages=("nl",)),
    ]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    office = office_in(tmp_path, services())
    clock: Callable[[], datetime] = lambda: office.now  # noqa: E731
    app = create_app(
        PublishedSource(office.database, "essai", clock),
        clock,
        PrivateSource(office.database, PUBLIC),
        StoredCalendars(office.database, "essai", clock, PUBLIC),
        PUBLIC,
    )
    yield Reader(office, TestClient(app))
    office.database.close()
