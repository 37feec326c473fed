"""Services' own pages on a database where January 2027 is published (see the desk), or under discussion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from garde.accounts.links import Link, new_token
from garde.clock import clock_from
from garde.storage.database import Database, open_database
from garde.storage.repositories.accounts import add_link
from garde.web.app import create_app
from garde.web.calendars.stored import StoredCalendars
from garde.web.my.source import PrivateSource
from garde.web.published import PublishedSource
from tests.conftest import Desk

Opened = Callable[..., str]

MORNING = "2027-01-10T09:00+01:00"


@pytest.fixture
def stored(desk: Desk, published: Path) -> Iterator[Database]:
    """The published town, on the desk."""
    desk.take(published)
    desk.at(MORNING)
    database = open_database(f"sqlite:///{desk.database}")
    yield database
    database.close()


@pytest.fixture
def opened(stored: Database) -> Opened:
    """Makes a service's link and gives its token."""

    def make(service: str, *, expires_at: datetime | None = None) -> str:
        token = new_token()
        at = clock_from(MORNING)()
        link = Link(0, "essai", "service", service, None, at, "ann", expires_at)
        with stored.writing() as session:
            add_link(session, link, token)
        return token

    return make


def browser_at(database: Database, instant: str) -> TestClient:
    """A browser without scripts that prefers English."""
    clock = clock_from(instant)
    app = create_app(
        PublishedSource(database, "essai", clock),
        clock,
        PrivateSource(database),
        StoredCalendars(database, "essai", clock),
    )
    return TestClient(app, follow_redirects=False, headers={"accept-language": "en"})


@pytest.fixture
def client(stored: Database) -> TestClient:
    """A browser on the published town."""
    return browser_at(stored, MORNING)


class Nurse:
    """Somebody with a service's address, who reads its pages and sends the forms on them."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token

    def reads(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"/my/{self.token}/{path}")
        assert answer.status_code == status, answer.text
        return answer.text

    def sends(self, path: str, status: int = 303, **fields: object) -> str:
        """Sends a form and gives the page that it leads to, or on which it is refused."""
        answer = self.client.post(f"/my/{self.token}/{path}", data=fields)
        assert answer.status_code == status, answer.text
        return self.reads(answer.headers["location"]) if status == 303 else answer.text
