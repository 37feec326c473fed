"""The database is taken away, for real, and the public answers go on."""

from __future__ import annotations

import shutil
from datetime import timedelta

from garde.storage.repositories.services import save_services
from garde.web.folder import TIMELINE
from garde.web.lasting import Gate
from tests.garde.town import service
from tests.garde.web.lasting.conftest import FEEDS, POSTER, Town, all_answer


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
