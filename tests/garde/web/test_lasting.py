"""The database is taken away, for real, and the public answers go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from exports.site import read_site_file, write_site
from garde.lookup import Timetable
from garde.lookup.document import write_timeline
from garde.lookup.timetable import compile_timetable
from garde.storage.database import open_database
from garde.storage.repositories.services import save_services
from garde.web.app import create_app
from garde.web.calendars.lasting import LastingCalendars
from garde.web.calendars.stored import StoredCalendars
from garde.web.folder import TIMELINE, SiteFolder
from garde.web.lasting import Gate, LastingSource
from garde.web.my.source import PrivateSource
from garde.web.posters import stored_posters
from garde.web.published import PublishedSource
from garde.web.publishing import SitePublisher
from garde.web.site import StoredSite
from tests.garde.swaps.office import Office, office_in, pharmacy
from tests.garde.town import instant, service, town

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


def test_it_answers_on_while_the_database_is_gone_and_follows_it_when_it_is_back(around: Town) -> None:
    server = around.server()
    assert "data are from" not in server.get("/en/").text
    assert server.get("/healthz").json()["status"] == "ok"
    around.take_away()
    around.office.now += timedelta(minutes=7)
    all_answer(server)
    health = server.get("/healthz")
    assert health.status_code == 200
    told = health.json()
    assert (told["status"], told["data_age_seconds"]) == ("degraded", 7 * 60)
    assert told["data_from"] == "2027-01-04T09:00:00+00:00"
    assert around.said == [
        f"{around.file}: the database is gone; bring it back, or a copy of it: "
        "answering with what was known at 2027-01-04 09:00:00+00:00"
    ]

    around.bring_back()
    # Not asked again before five seconds are over.
    assert server.get("/healthz").json()["status"] == "degraded"
    around.seconds = 5.0
    assert server.get("/healthz").json()["status"] == "ok"
    assert around.said[1:] == ["the database answers again"]
    with around.office.database.writing() as session:
        save_services(session, "essai", [service("north", public_name="Nouveau nom")], at=around.office.now)
    assert "Nouveau nom" in server.get("/en/").text


def test_garbage_in_the_place_of_the_database_is_no_better_than_nothing(around: Town) -> None:
    server = around.server()
    server.get("/en/")
    around.take_away()
    around.file.write_bytes(b"garbage " * 4096)
    all_answer(server)
    assert server.get("/healthz").json()["status"] == "degraded"


def test_a_server_started_without_its_database_answers_from_the_last_good_files(around: Town) -> None:
    around.server().get("/en/")
    assert around.publisher.look()
    around.take_away()
    around.office.now += timedelta(hours=1)
    server = around.server(awaited=True)
    all_answer(server)
    assert server.get("/healthz").json()["data_age_seconds"] == 3600
    around.bring_back()
    around.seconds = 60.0
    assert "data are from" not in server.get("/en/").text


def test_last_good_files_that_are_damaged_are_as_if_there_were_none(around: Town) -> None:
    around.folder.mkdir()
    (around.folder / TIMELINE).write_bytes(b'{"format":"garde-timeline/1"')
    around.take_away()
    server = around.server(awaited=True)
    page = server.get("/nl/")
    assert page.status_code == 503
    assert 'href="tel:112"' in page.text
    assert server.get("/api/v1/open").json()["what"] == "the database is gone"


def test_beyond_what_is_known_the_page_says_so_and_shows_the_help_numbers(around: Town) -> None:
    server = around.server()
    server.get("/en/")
    around.take_away()
    around.office.now += timedelta(days=30)
    page = server.get("/en/")
    assert page.status_code == 503
    assert "We know who is open from Saturday 2 January 2027, 10:00 until" in page.text
    assert 'id="help"' in page.text
    assert server.get("/healthz").json()["status"] == "out of data"


def test_private_pages_say_that_they_cannot_be_shown_now(around: Town) -> None:
    server = around.server()
    around.take_away()
    for answer in (server.get("/my/some-token/"), server.post("/my/some-token/consultation")):
        assert answer.status_code == 503
        assert "ne peut pas être affichée" in answer.text
        assert 'href="/fr/"' in answer.text


def test_the_site_is_written_after_each_change_and_not_without_one(around: Town) -> None:
    around.server()
    assert around.publisher.look()
    first = (around.folder / TIMELINE).read_bytes()
    assert not around.publisher.look()
    around.office.now += timedelta(minutes=1)
    assert not around.publisher.look()
    around.office.publish(pharmacy(4, "south"), pharmacy(5, "north"))
    assert around.publisher.look()
    second = (around.folder / TIMELINE).read_bytes()
    assert second != first
    # From what was kept, nothing is published: the last good files stay.
    around.take_away()
    around.office.now += timedelta(days=1)
    assert not around.publisher.look()
    assert (around.folder / TIMELINE).read_bytes() == second


def test_a_folder_that_cannot_be_written_is_told_once(around: Town) -> None:
    around.folder.mkdir()
    (around.folder / "mine.txt").write_text("not a site")
    around.server()
    for _ in range(3):
        assert not around.publisher.look()
    (told,) = around.said
    assert told.startswith("the static site could not be written: ")
    assert "there is something here that is no garde site" in told


def test_a_site_that_is_gone_is_written_anew(around: Town) -> None:
    around.server()
    assert around.publisher.look()
    shutil.rmtree(around.folder)
    assert around.publisher.look()
    assert (around.folder / TIMELINE).exists()


def test_the_site_of_another_basin_is_left_alone(around: Town) -> None:
    around.server()
    before = the_other_one()
    write_site(around.folder, {TIMELINE: before})
    assert not around.publisher.look()
    assert around.said == [
        f"the static site could not be written: {around.folder}: this is the site of basin other; "
        "set GARDE_SITE to another folder for each basin"
    ]
    assert (around.folder / TIMELINE).read_bytes() == before


def test_a_folder_in_which_another_basin_came_first_is_never_fallen_back_on(around: Town) -> None:
    started = around.server()
    # Both found it empty when they were started. These files would answer each of our addresses.
    theirs = [TIMELINE, "fr/index.html", POSTER.removeprefix("/"), FEEDS[0].removeprefix("/")]
    write_site(around.folder, {name: the_other_one() for name in theirs}, "other")
    around.take_away()
    for server in (started, around.server(awaited=True)):
        for path in ("/fr/", "/api/v1/open", POSTER, FEEDS[0]):
            assert server.get(path).status_code == 503, path
        for path in ("/site/fr/", f"/site/{TIMELINE}", "/sw.js"):
            assert server.get(path).status_code == 404, path


def test_of_two_basins_that_write_at_once_the_second_one_changes_nothing(around: Town) -> None:
    around.server()

    def slowly(timetable: Timetable, now: datetime) -> dict[str, bytes]:
        write_site(around.folder, {"fr/index.html": b"theirs"}, "other")
        return {"fr/index.html": b"ours"}

    publisher = SitePublisher(
        around.source, lambda: around.office.now, around.kept, slowly, around.said.append
    )
    assert not publisher.look()
    assert read_site_file(around.folder, "fr/index.html", "other") == b"theirs"
    (told,) = around.said
    assert "this is the site of other" in told


POSTER = "/posters/essai-2027-01-04.pdf"


def test_posters_go_on_from_memory_and_after_a_restart_from_the_files(around: Town) -> None:
    server = around.server()
    assert around.publisher.look()
    before = server.get(POSTER)
    assert before.content.startswith(b"%PDF")
    around.take_away()
    assert server.get(POSTER).content == before.content
    restarted = around.server(awaited=True)
    assert restarted.get(POSTER).content == before.content
    shutil.rmtree(around.folder)
    assert server.get(POSTER).content == before.content
    assert restarted.get(POSTER).status_code == 503


def test_only_one_at_a_time_goes_to_a_database_that_failed() -> None:
    seconds = 0.0
    gate = Gate(5, lambda: seconds)
    assert gate.may_try()
    gate.failed()
    assert not gate.may_try()
    seconds = 5.0
    assert (gate.may_try(), gate.may_try()) == (True, False)
    # The one who went has not come back after as long again: the next one goes.
    seconds = 10.0
    assert gate.may_try()
    gate.went_well()
    assert (gate.shut, gate.may_try(), gate.may_try()) == (False, True, True)


def test_the_document_in_the_site_is_the_one_of_the_timetable(around: Town) -> None:
    around.server()
    around.publisher.look()
    with around.office.database.reading():
        table = PublishedSource(around.office.database, "essai", lambda: around.office.now).current()
    assert (around.folder / TIMELINE).read_bytes() == write_timeline(table, instant("2027-01-04T09:00"))


FEEDS = ("/feeds/essai.ics", "/feeds/essai/pharmacy.ics?lang=nl")


def test_public_calendars_go_on_from_memory_and_after_a_restart_from_the_files(around: Town) -> None:
    server = around.server()
    before = {feed: server.get(feed) for feed in FEEDS}
    assert around.publisher.look()
    around.take_away()
    for feed, answer in before.items():
        assert answer.status_code == 200
        assert server.get(feed).content == answer.content
    restarted = around.server(awaited=True)
    for feed, answer in before.items():
        assert restarted.get(feed).content == answer.content
    # What was never made, and what is nobody else's, is refused: programs keep what they have.
    for feed in ("/feeds/essai.ics?gaps=1", "/feeds/private/token.ics", "/feeds/../garde-site.json.ics"):
        assert restarted.get(feed).status_code in (404, 503)


def test_the_server_has_the_site_below_its_own_address_and_the_worker_above_it(around: Town) -> None:
    server = around.server()
    assert server.get("/sw.js").status_code == 404
    assert around.publisher.look()
    page = server.get("/site/fr/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    worker = server.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert '"fr/index.html"' in worker.text
    assert 'FOLDER = "site/"' in worker.text
    again = server.get("/site/fr/", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304
    for outside in ("/site/../garde.db", "/site/%2e%2e/garde.db", "/site/garde-site.json", "/site/nothing"):
        assert server.get(outside).status_code == 404
    around.take_away()
    assert server.get("/site/nl/").status_code == 200
