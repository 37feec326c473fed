from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from garde.errors import StorageError

ANSWERING = ("/fr/", "/ar/", "/text", "/embed/nl/")
"""What says something to a person, however it is asked."""
PATHS = (*ANSWERING, "/api/v1/open", "/api/v1/open.jsonld")


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/text", "/api/v1/open", "/healthz", "/feeds/example/pharmacy.ics"]
)
def test_head_answers_like_get_without_a_body(night: TestClient, path: str) -> None:
    got, asked = night.get(path), night.head(path)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    assert asked.headers.get("etag") == got.headers.get("etag")
    assert asked.headers.get("content-length") == got.headers.get("content-length")


@pytest.mark.parametrize("path", ["/en/", "/nowhere", "/api/v1/open", "/api/v1/open?at=never"])
def test_every_answer_is_strict(night: TestClient, path: str) -> None:
    headers = night.get(path).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_the_style_on_the_page_is_the_one_that_the_policy_allows(night: TestClient) -> None:
    page = night.get("/en/")
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/en/?near=canal", "/text?lang=nl", "/api/v1/open", "/feeds/example/pharmacy.ics"]
)
def test_who_still_has_the_answer_is_told_so(night: TestClient, path: str) -> None:
    first = night.get(path)
    again = night.get(path, headers={"if-none-match": first.headers["etag"]})
    assert first.headers["cache-control"].startswith("public, max-age=")
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_the_tag_changes_with_the_minute_the_question_and_the_language(example: Any, site: Any) -> None:
    tags = [
        site("2027-01-02T03:00").get("/en/").headers["etag"],
        site("2027-01-02T03:01").get("/en/").headers["etag"],
        site("2027-01-02T03:00").get("/en/?near=canal").headers["etag"],
        site("2027-01-02T03:00").get("/nl/").headers["etag"],
        site("2027-01-02T03:00", example.timetable(example.SLOTS[1:])).get("/en/").headers["etag"],
    ]
    assert len(set(tags)) == 5


def test_a_feed_is_a_calendar_and_an_unknown_one_is_not_found(night: TestClient) -> None:
    feed = night.get("/feeds/example/pharmacy.ics")
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert feed.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert feed.headers["access-control-allow-origin"] == "*"
    missing = night.get("/feeds/%2e%2e/garde.db")
    assert missing.status_code == 404


def test_an_unknown_address_is_a_page_in_the_readers_language(night: TestClient) -> None:
    page = night.get("/nl/apotheek")
    assert page.status_code == 404
    assert "Deze pagina bestaat niet" in page.text
    assert 'href="tel:112"' in page.text
    assert night.get("/api/v2/open").json()["message"] == "there is nothing at this address"


def test_health_tells_the_version_and_whether_the_data_reach_now(site: Any) -> None:
    fit, spent = site().get("/healthz"), site("2027-02-01T12:00").get("/healthz")
    assert (fit.status_code, fit.json()["status"], fit.json()["version"]) == (200, "ok", 3)
    assert (spent.status_code, spent.json()["status"]) == (503, "out of data")


def test_a_source_that_fails_is_a_503_with_a_sentence_and_the_emergency_number(example: Any) -> None:
    from garde.web.app import create_app

    class Broken:
        def current(self) -> Any:
            raise StorageError("the database cannot be opened", remedy="ask the operator")

        def kept(self) -> None:
            return None

    client = TestClient(create_app(Broken(), lambda: example.local("2027-01-02T03:00")))
    page, data, text = client.get("/es/"), client.get("/api/v1/open"), client.get("/text")
    assert [answer.status_code for answer in (page, data, text)] == [503, 503, 503]
    assert "Ahora no podemos mostrar qué servicios están abiertos" in page.text
    assert 'href="tel:112"' in page.text
    assert data.json()["remedy"] == "ask the operator"
    assert text.text == "the database cannot be opened; ask the operator\n"


NAMES = st.sampled_from(["line", "near", "at", "language", "step_free", "lang", "other"])
TIMES = st.builds(
    "{:04}-{:02}-{:02}T{:02}:{:02}{}".format,
    *(
        st.integers(0, 9999),
        st.integers(0, 13),
        st.integers(0, 32),
        st.integers(0, 25),
        st.integers(0, 61),
        st.sampled_from(["", "Z", "+01:00", " 01:00", "-23:59", ":60"]),
    ),
)
WORDS = st.one_of(
    st.text(max_size=60), TIMES, st.sampled_from(["pharmacy", "canal", "1030", "fr", "1", "x" * 1000])
)


@given(path=st.sampled_from(PATHS), asked=st.lists(st.tuples(NAMES, WORDS), max_size=4))
def test_no_question_is_a_server_error(night: TestClient, path: str, asked: list[tuple[str, str]]) -> None:
    parameters = [(name, word.encode(errors="replace").decode()) for name, word in asked]
    answer = night.get(path, params=parameters)
    assert answer.status_code in (200, 400, 404)
    assert answer.content


@given(path=st.sampled_from(PATHS), raw=st.binary(max_size=120))
def test_no_bytes_in_the_address_are_a_server_error(night: TestClient, path: str, raw: bytes) -> None:
    query = "".join(f"%{byte:02X}" if byte % 3 else chr(97 + byte % 26) for byte in raw)
    answer = night.get(f"{path}?near={query}&{query}")
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in answer.text


ODD = st.sampled_from(
    ["&", "=", ";", "%", "%zz", "+", "#", "\x00", "\xff", "at", "at=", "near=1030", "lang=nl"]
)
RAW = st.lists(st.one_of(ODD, st.binary(max_size=20).map(lambda raw: raw.decode("latin-1"))), max_size=12)


@given(path=st.sampled_from(PATHS), pieces=RAW, method=st.sampled_from(["GET", "HEAD"]))
def test_no_raw_query_is_a_server_error_and_a_person_always_gets_an_answer(
    night: TestClient, path: str, pieces: list[str], method: str
) -> None:
    status, body = raw_answer(night, path, "".join(pieces).encode("latin-1"), method)
    assert status in (200, 400, 404)
    assert b"Traceback" not in body
    if method == "HEAD":
        assert body == b""
    elif path in ANSWERING:
        assert b"Berk" in body
    else:
        assert json.loads(body)


def test_the_way_to_ones_language_keeps_the_question_whatever_its_octets(night: TestClient) -> None:
    assert raw_answer(night, "/", b"near=\xff%20x&a=b", "GET")[0] == 303
    there = night.get("/?near=%C3%A9&line=pharmacy", headers={"accept-language": "nl"})
    assert there.headers["location"] == "nl/?near=%C3%A9&line=pharmacy"
    assert night.get("/", headers={"accept-language": "nl"}).headers["location"] == "nl/"


def raw_answer(client: TestClient, path: str, query: bytes, method: str) -> tuple[int, bytes]:
    """What the application says to octets that no client would send."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"garde.example")],
        "client": ("192.0.2.7", 1),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/fr", "./fr/"),
        ("/embed/ar?line=nurse&near=canal", "./ar/?line=nurse&near=canal"),
        ("/api/v1/open/?line=nurse", "../open?line=nurse"),
    ],
)
def test_an_address_without_its_slash_leads_on_whatever_host_the_request_names(
    night: TestClient, asked: str, found: str
) -> None:
    answer = night.get(asked, headers={"Host": "elsewhere.example"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, found)
    assert night.get(asked, follow_redirects=True).status_code == 200


def test_a_script_of_another_site_may_send_the_tag_it_has_and_read_ours(night: TestClient) -> None:
    asks = {
        "Origin": "https://partner.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    before = night.options("/api/v1/open", headers=asks)
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-origin"] == "*"
    assert before.headers["access-control-allow-methods"] == "GET, HEAD"
    assert before.headers["access-control-allow-headers"] == "If-None-Match"
    assert "ETag" in night.get("/api/v1/open").headers["access-control-expose-headers"]
    # Pages and private addresses say nothing of the kind.
    assert night.options("/fr/", headers=asks).status_code == 405
    assert "access-control-allow-origin" not in night.options("/fr/", headers=asks).headers
