"""The folder of the site: written after each change, and never over that of another basin."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from exports.site import read_site_file, write_site
from garde.lookup import Timetable
from garde.lookup.document import write_timeline
from garde.web.folder import TIMELINE
from garde.web.published import PublishedSource
from garde.web.publishing import SitePublisher
from tests.garde.swaps.office import pharmacy
from tests.garde.town import instant
from tests.garde.web.lasting.conftest import FEEDS, POSTER, Town, the_other_one


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


def test_the_document_in_the_site_is_the_one_of_the_timetable(around: Town) -> None:
    around.server()
    around.publisher.look()
    with around.office.database.reading():
        table = PublishedSource(around.office.database, "essai", lambda: around.office.now).current()
    assert (around.folder / TIMELINE).read_bytes() == write_timeline(table, instant("2027-01-04T09:00"))


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
