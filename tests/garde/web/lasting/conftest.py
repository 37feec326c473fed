"""A town whose database can be taken away from its server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from garde.lookup.document import write_timeline
from garde.lookup.timetable import compile_timetable
from garde.storage.database import open_database
from garde.web.app import create_app
from garde.web.calendars.lasting import LastingCalendars
from garde.web.calendars.stored import StoredCalendars
from garde.web.folder import SiteFolder
from garde.web.lasting import Gate, LastingSource
from garde.web.my.source import PrivateSource
from garde.web.posters import stored_posters
from garde.web.published import PublishedSource
from garde.web.publishing import SitePublisher
from garde.web.site import StoredSite
from tests.garde.swaps.office import Office, office_in, pharmacy
from tests.garde.town import instant, service, town

POSTER = "/posters/essai-2027-01-04.pdf"
FEEDS = ("/feeds/essai.ics", "/feeds/essai/pharmacy.ics?lang=nl")
TAGS = ("fr", "nl", "en", "es", "ar")
KEPT = {
    "fr": "Ces données datent du",
    "nl": "Deze gegevens zijn van",
    "en": "These data are from",
    "es": "Estos datos son del",
    "ar": "هذه المعلومات من",
}


@dataclass
class Town:
    """A server on a database that can be taken away; its stopwatch is turned by hand."""

    office: Office
    folder: Path
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def file(self) -> Path:
        return Path(str(self.office.database.engine.url.database))

    @property
    def kept(self) -> SiteFolder:
        return SiteFolder(self.folder, "essai")

    def server(self, *, awaited: bool = False) -> TestClient:
        database = self.office.database
        if awaited:
            database = open_database(f"sqlite:///{self.file}", awaited=True)
        clock = lambda: self.office.now  # noqa: E731
        self.source = source = LastingSource(
            PublishedSource(database, "essai", clock),
            clock,
            self.kept,
            gate=Gate(5, lambda: self.seconds),
            tell=self.said.append,
        )
        calendars = LastingCalendars(
            StoredCalendars(database, "essai", clock), self.kept, gate=Gate(5, lambda: self.seconds)
        )
        posters = stored_posters(database, None)
        site = StoredSite(database, "essai", posters=posters)
        self.publisher = SitePublisher(source, clock, self.kept, site.files, self.said.append)
        return TestClient(
            create_app(source, clock, PrivateSource(database), calendars, posters=posters, site=self.kept),
            follow_redirects=False,
        )

    def take_away(self, name: str = "away") -> None:
        for beside in ("", "-wal", "-shm"):
            found = self.file.with_name(self.file.name + beside)
            if found.exists():
                found.rename(self.file.with_name(name + beside))

    def bring_back(self, name: str = "away") -> None:
        for beside in ("", "-wal", "-shm"):
            found = self.file.with_name(name + beside)
            if found.exists():
                found.rename(self.file.with_name(self.file.name + beside))


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Town]:
    """4 January 2027, 10:00 in Brussels: north is on duty from 09:00 to 21:00."""
    office = office_in(tmp_path, [service("north", phone="+32 2 000 00 01"), service("south")])
    office.publish(pharmacy(4, "north"), pharmacy(5, "south"))
    yield Town(office, tmp_path / "site")
    office.database.close()


def the_other_one() -> bytes:
    """The timeline of another basin."""
    start, end = instant("2027-01-04T09:00"), instant("2027-01-05T09:00")
    return write_timeline(compile_timetable(town(id="other"), (), (), start=start, end=end), start)


def all_answer(server: TestClient) -> None:
    for path in (f"{room}/{tag}/" for room in ("", "/embed") for tag in TAGS):
        page = server.get(path)
        assert page.status_code == 200
        assert "north" in page.text
        assert KEPT[path.split("/")[-2]] in page.text
    text, data = server.get("/text?lang=en"), server.get("/api/v1/open").json()
    assert text.status_code == 200
    assert "These data are from Monday 4 January 2027, 10:00." in text.text
    assert data["data_from"] == "2027-01-04T10:00:00+01:00"
    assert [one["id"] for one in data["answers"][0]["lines"][0]["open"]] == ["north"]
