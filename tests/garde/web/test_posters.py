"""Posters for everybody: this week's and the next one's, set once for each state of what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from garde.basin.config import BasinConfig
from garde.storage.database import Database, open_database
from garde.web.app import create_app
from garde.web.posters import Setting, stored_posters
from garde.web.published import PublishedSource
from tests.conftest import Desk

NOW = datetime.fromisoformat("2027-01-27T03:00+01:00")


@pytest.fixture
def database(desk: Desk, published: Path) -> Iterator[Database]:
    desk.take(published)
    opened = open_database(f"sqlite:///{desk.database}")
    yield opened
    opened.close()


def client(database: Database, setting: Setting) -> TestClient:
    source = PublishedSource(database, "essai", lambda: NOW)
    return TestClient(create_app(source, lambda: NOW, posters=setting))


def test_this_week_s_poster_is_a_pdf_that_is_set_once(database: Database) -> None:
    asked: list[date] = []
    stored = stored_posters(database, "https://garde.example.org")

    def counted(config: BasinConfig, monday: date) -> bytes:
        asked.append(monday)
        return stored(config, monday)

    visitor = client(database, counted)
    first, second = (visitor.get("/posters/essai-2027-01-25.pdf") for _ in range(2))
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content
    assert asked == [date(2027, 1, 25)]
    known = visitor.get("/posters/essai-2027-01-25.pdf", headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        # Nothing of that week is published, though it is the next one.
        "essai-2027-02-01.pdf",
        "essai-2027-01-18.pdf",
        "essai-2027-01-26.pdf",
        "other-2027-01-25.pdf",
        "x" * 1000,
        "%2e%2e",
    ],
)
def test_any_other_poster_is_a_page_that_says_there_is_none(database: Database, name: str) -> None:
    answer = client(database, stored_posters(database, None)).get(f"/posters/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
