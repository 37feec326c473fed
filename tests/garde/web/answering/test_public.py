"""Answers sent again: never one that is no longer true."""

from __future__ import annotations

import asyncio
import gzip
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from garde.errors import StorageError
from garde.lookup import Timetable
from garde.web.answering.public import ReadyAnswers
from garde.web.app import create_app

PATHS = ("/fr/", "/ar/?near=canal", "/text?lang=nl", "/api/v1/open", "/api/v1/open?at=2027-01-02T22:00")


class Turning:
    """A source whose timetable tests change, which counts how often it is asked in earnest."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.looked = 0
        self.certain = True
        self.broken = False

    def current(self) -> Timetable:
        if self.broken:
            raise StorageError("the database cannot be opened")
        self.looked += 1
        return self.timetable

    def kept(self) -> Timetable | None:
        return self.timetable if self.certain and not self.broken else None


class Counted:
    """The application, which counts what it is asked."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.answered += scope["type"] == "http"
        await self.app(scope, receive, send)


class Site:
    """A client of the application, whose clock, data and work tests see and change."""

    def __init__(self, example: ModuleType) -> None:
        self.example = example
        self.now: datetime = example.local("2027-01-02T03:00")
        self.source = Turning(example.timetable())
        # create_app has ready answers of its own; the inner ones are left out, to count what reaches it.
        app = create_app(self.source, lambda: self.now)
        app.user_middleware = [one for one in app.user_middleware if one.cls is not ReadyAnswers]
        self.inner = Counted(app)
        self.ready = ReadyAnswers(self.inner, self.source, lambda: self.now)
        self.client = TestClient(self.ready, follow_redirects=False)

    def get(self, path: str, **headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=names)


@pytest.fixture
def site(example: ModuleType) -> Site:
    return Site(example)


@pytest.mark.parametrize("path", PATHS)
def test_the_same_question_is_worked_out_once_a_minute(site: Site, path: str) -> None:
    first = site.get(path)
    site.now += timedelta(seconds=59)
    again = site.get(path)
    assert site.inner.answered == 1
    assert (again.content, again.headers) == (first.content, first.headers)
    site.now += timedelta(seconds=1)
    site.get(path)
    assert site.inner.answered == 2


def test_what_is_published_is_told_at_once(site: Site) -> None:
    before = site.get("/text?lang=en&line=pharmacy").text
    site.source.timetable = site.example.timetable(())
    after = site.get("/text?lang=en&line=pharmacy").text
    assert before != after
    assert "Berk" in before


@pytest.mark.parametrize("path", PATHS)
def test_the_application_and_the_shelf_say_the_same(site: Site, path: str) -> None:
    direct = TestClient(site.inner).get(path, headers={"accept-encoding": "identity"})
    for _ in range(2):
        kept = site.get(path, accept_encoding="identity")
        assert kept.content == direct.content
        assert dict(kept.headers) == dict(direct.headers)


def test_while_it_is_not_certain_what_holds_the_application_answers(site: Site) -> None:
    site.source.certain = False
    for _ in range(2):
        assert site.get("/fr/").status_code == 200
    assert site.inner.answered == 2


def test_a_source_that_fails_is_heard_from_the_application(site: Site) -> None:
    site.get("/fr/")
    site.source.broken = True
    assert site.get("/fr/").status_code == 503
    site.source.broken = False
    assert site.get("/fr/").status_code == 200


def test_an_answer_made_while_data_change_is_not_kept_for_the_new_data(site: Site) -> None:
    fresh = site.example.timetable(())
    inner, old = site.inner.app, site.source.timetable

    async def publish_meanwhile(scope: Scope, receive: Receive, send: Send) -> None:
        await inner(scope, receive, send)
        site.source.timetable = fresh

    site.inner.app = publish_meanwhile
    first = site.get("/text?lang=en&line=pharmacy").text
    site.inner.app = inner
    assert site.get("/text?lang=en&line=pharmacy").text != first
    site.source.timetable = old
    assert site.get("/text?lang=en&line=pharmacy").text == first


def test_an_answer_made_across_the_turn_of_the_minute_is_not_kept(site: Site) -> None:
    inner = site.inner.app

    async def slowly(scope: Scope, receive: Receive, send: Send) -> None:
        await inner(scope, receive, send)
        site.now += timedelta(seconds=60)

    site.inner.app = slowly
    site.get("/fr/")
    site.inner.app = inner
    assert site.get("/fr/").headers["etag"] != ""
    assert site.inner.answered == 2


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False), ("", False)],
)
def test_it_travels_as_the_visitor_wants(site: Site, accepted: str, packed: bool) -> None:
    for _ in range(2):
        with site.client.stream("GET", "/fr/", headers={"accept-encoding": accepted}) as answer:
            raw = b"".join(answer.iter_raw())
        assert (answer.headers.get("content-encoding") == "gzip") is packed
        assert answer.headers["vary"] == "Accept-Encoding"
        assert len(raw) == int(answer.headers["content-length"])
        text = gzip.decompress(raw) if packed else raw
        assert text.startswith(b"<!doctype html>")
    assert site.inner.answered == 1


@pytest.mark.parametrize("path", PATHS)
def test_head_and_304_are_answered_from_what_lies_ready(site: Site, path: str) -> None:
    got = site.get(path)
    head = site.client.head(path)
    assert (head.status_code, head.content, head.headers) == (200, b"", got.headers)
    tag = got.headers["etag"]
    for said in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        known = site.get(path, if_none_match=said)
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["etag"] == got.headers["etag"]
        assert "content-length" not in known.headers
    assert site.get(path, if_none_match='"other"').status_code == 200
    assert site.inner.answered == 1


def test_text_without_a_language_follows_each_browser(site: Site) -> None:
    french, dutch = (site.get("/text", accept_language=tag) for tag in ("fr", "nl-BE"))
    assert (french.headers["content-language"], dutch.headers["content-language"]) == ("fr", "nl")
    assert "Accept-Language" in french.headers["vary"]
    assert site.get("/text", accept_language="nl;q=0.9, xx").content == dutch.content
    assert site.inner.answered == 2


@pytest.mark.parametrize("path", ["/fr/?near=9999", "/api/v1/open?near=9999"])
def test_a_faulty_question_is_not_kept_but_still_packed(site: Site, path: str) -> None:
    for _ in range(2):
        answer = site.get(path, accept_encoding="gzip", if_none_match="*")
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"
        assert ("content-encoding" in answer.headers) is path.startswith("/fr/")
    assert site.inner.answered == 2


def test_an_endless_question_is_answered_and_forgotten(site: Site) -> None:
    for _ in range(2):
        assert site.get("/fr/?other=" + "x" * 1000).status_code == 200
    assert site.inner.answered == 2


def test_a_fault_of_ours_is_a_500_and_is_raised_for_the_log(site: Site) -> None:
    async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b"Internal Server Error"})
        raise ZeroDivisionError

    site.inner.app = faulty
    client = TestClient(site.ready, raise_server_exceptions=False)
    assert (client.get("/fr/").status_code, client.get("/fr/").text) == (500, "Internal Server Error")
    with pytest.raises(ZeroDivisionError):
        site.get("/fr/")


def test_many_who_ask_the_same_at_once_are_answered_by_one_piece_of_work(example: ModuleType) -> None:
    started = 0

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal started
        started += 1
        await asyncio.sleep(0.01)
        headers = [(b"cache-control", b"public, max-age=30"), (b"etag", b'"one"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"answer"})

    ready = ReadyAnswers(slow, Turning(example.timetable()), lambda: example.local("2027-01-02T03:00"))

    async def ask(path: str) -> bytes:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        await ready(scope, receive, send)
        return bytes(sent[1]["body"])

    async def everybody() -> list[bytes]:
        return list(await asyncio.gather(*(ask(path) for path in ["/fr/"] * 20 + ["/nl/"] * 20)))

    assert asyncio.run(everybody()) == [b"answer"] * 40
    assert started == 2
