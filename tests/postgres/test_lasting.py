"""PostgreSQL is stopped under a storm of visitors: every one of them is answered, then and afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from garde.storage.database import Database
from garde.web.app import create_app
from garde.web.calendars.lasting import LastingCalendars
from garde.web.calendars.stored import StoredCalendars
from garde.web.folder import SiteFolder
from garde.web.lasting import Gate, LastingSource
from garde.web.posters import stored_posters
from garde.web.published import PublishedSource
from garde.web.publishing import SitePublisher
from garde.web.site import StoredSite
from tests.conftest import Desk
from tests.garde.town import instant
from tests.postgres.cluster import Cluster

NOW = instant("2027-01-05T03:00")
ASKED = ("/fr/", "/ar/", "/text", "/api/v1/open", "/feeds/essai.ics", "/embed/nl/", "/healthz")
PAUSE = 0.2


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def server(
    desk: Desk, published: Path, database: Database, url: str, site: Path, said: list[str]
) -> Iterator[TestClient]:
    desk.take(published)
    desk("backup", "kept.backup")
    desk.patch.setenv("GARDE_DATABASE_URL", url)
    desk("restore", "kept.backup")
    kept = SiteFolder(site, "essai")
    source = LastingSource(
        PublishedSource(database, "essai", lambda: NOW), lambda: NOW, kept, gate=Gate(PAUSE), tell=said.append
    )
    calendars = LastingCalendars(StoredCalendars(database, "essai", lambda: NOW), kept, gate=Gate(PAUSE))
    posters = stored_posters(database, None)
    files = StoredSite(database, "essai", posters=posters).files
    assert SitePublisher(source, lambda: NOW, kept, files, said.append).look()
    with TestClient(
        create_app(source, lambda: NOW, calendars=calendars, posters=posters, site=kept)
    ) as client:
        yield client


def test_whoever_asks_while_it_stops_is_away_and_returns_is_answered(
    server: TestClient, cluster: Cluster, said: list[str]
) -> None:
    over = Event()

    def visit(number: int) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        while not over.is_set():
            # Each with a question of its own, so that not all of it lies ready.
            for path in ASKED:
                own = "" if "feeds" in path else f"?x{number}={len(found)}" if path != "/api/v1/open" else ""
                found.setdefault(path, set()).add(server.get(path + own).status_code)
        return found

    with ThreadPoolExecutor(6) as visitors:
        storm = [visitors.submit(visit, number) for number in range(6)]
        try:
            time.sleep(1)
            cluster.stop()
            try:
                time.sleep(2)
                assert server.get("/healthz").json()["status"] == "degraded"
                assert server.get("/posters/essai-2027-01-04.pdf").content.startswith(b"%PDF")
            finally:
                cluster.start()
            end = time.monotonic() + 30
            while server.get("/healthz").json()["status"] != "ok":
                assert time.monotonic() < end, said
                time.sleep(0.1)
        finally:
            over.set()
        seen = [one.result() for one in storm]
    for found in seen:
        assert found == {path: {200} for path in ASKED}
    assert said[0].endswith("answering with what was known at 2027-01-05 03:00:00+00:00")
    assert said[-1] == "the database answers again"
