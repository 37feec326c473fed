"""Feeds over HTTP: who may have them, who has them already, and what is said of keeping them."""

from __future__ import annotations

import gzip
import logging
from datetime import timedelta

import pytest

from garde.access.links import renew, revoke
from garde.accounts.links import feed_token
from tests.garde.swaps.office import ANN, pharmacy
from tests.garde.web.calendars.conftest import PUBLIC, Reader

FEED = "/feeds/essai.ics"


@pytest.fixture
def january(reader: Reader) -> Reader:
    reader.office.publish(pharmacy(6, "a"), pharmacy(8, "c"))
    return reader


def test_a_public_feed_may_be_kept_by_anybody_for_a_quarter_of_an_hour(january: Reader) -> None:
    headers = january.client.get(FEED).headers
    assert headers["cache-control"] == "public, max-age=900"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["etag"].startswith('"')
    assert headers["last-modified"] == "Mon, 04 Jan 2027 09:00:00 GMT"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_private_feed_is_its_readers_alone(january: Reader) -> None:
    headers = january.client.get(f"/feeds/private/{january.token('a')}.ics").headers
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert "access-control-allow-origin" not in headers
    assert "set-cookie" not in headers


def test_packed_it_is_the_same_calendar_with_a_tag_of_its_own(january: Reader) -> None:
    plain = january.client.get(FEED, headers={"accept-encoding": "identity"})
    with january.client.stream("GET", FEED, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert int(packed.headers["content-length"]) == len(raw)


def test_head_says_what_get_would(january: Reader) -> None:
    got, asked = january.client.get(FEED), january.client.head(FEED)
    assert asked.content == b""
    assert dict(asked.headers) == dict(got.headers)


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_who_has_it_already_is_told_so_until_something_changes(january: Reader, coding: str) -> None:
    first = january.client.get(FEED, headers={"accept-encoding": coding})
    for field, value in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
        asked = {"accept-encoding": coding, field: first.headers[value]}
        again = january.client.get(FEED, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == "public, max-age=900"
    january.office.now += timedelta(minutes=5)
    january.office.agreed("pharmacy/2027-01-06/day", "a", "d")
    for field, value in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
        asked = {"accept-encoding": coding, field: first.headers[value]}
        assert january.client.get(FEED, headers=asked).status_code == 200


def test_what_is_written_that_no_feed_shows_changes_no_tag(january: Reader) -> None:
    first = january.client.get(FEED)
    january.office.absent("b", "2027-01-20T00:00", "2027-01-21T00:00")
    january.office.now += timedelta(hours=3)
    again = january.client.get(FEED, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_other_methods_are_refused(january: Reader) -> None:
    answer = january.client.post(FEED)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "nowhere.ics",
        "essai",
        "essai/",
        "private/.ics",
        "private/x/y.ics",
        "services/a.ics",
        "../essai.ics",
        f"{'x' * 1000}.ics",
    ],
)
def test_where_no_calendar_is_it_is_said_in_one_line(january: Reader, path: str) -> None:
    answer = january.client.get(f"/feeds/{path}")
    assert answer.status_code == 404
    assert answer.headers.get("cache-control") == "no-store"


def test_a_renewed_links_old_calendar_is_empty_for_thirty_days_and_then_gone(january: Reader) -> None:
    token = january.token("a")
    address = f"/feeds/private/{token}.ics"
    assert len(january.events(address)) == 1
    renewed_at = january.office.now
    with january.office.database.writing() as session:
        given = renew(session, january.office.config, 1, actor=ANN, at=renewed_at)
    old = january.client.get(address)
    assert b"VEVENT" not in old.content
    assert "Demandez la nouvelle" in old.text.replace("\r\n ", "")
    assert len(january.events(f"/feeds/private/{feed_token(given.token)}.ics")) == 1
    january.office.now = renewed_at + timedelta(days=30, seconds=-1)
    assert january.client.get(address).status_code == 200
    january.office.now = renewed_at + timedelta(days=30)
    assert january.client.get(address).status_code == 404


def test_what_a_revoked_or_ended_link_opened_is_not_found_at_once(january: Reader) -> None:
    revoked = january.token("a")
    ended = january.token("c", until=january.office.now + timedelta(days=1))
    for token in (revoked, ended):
        assert january.client.get(f"/feeds/private/{token}.ics").status_code == 200
    with january.office.database.writing() as session:
        revoke(session, january.office.config, 1, actor=ANN, at=january.office.now)
    january.office.now += timedelta(days=1)
    answers = [january.client.get(f"/feeds/private/{one}.ics") for one in (revoked, ended, "never-given")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.text for answer in answers}) == 1


def test_the_calendars_token_opens_no_page_and_the_pages_token_no_calendar(january: Reader) -> None:
    from garde.access.links import give_to_service

    with january.office.database.writing() as session:
        given = give_to_service(session, january.office.config, "a", actor=ANN, at=january.office.now)
    calendars = feed_token(given.token)
    assert january.client.get(f"/my/{given.token}/").status_code == 200
    assert january.client.get(f"/my/{calendars}/").status_code == 404
    assert january.client.get(f"/feeds/private/{calendars}.ics").status_code == 200
    assert january.client.get(f"/feeds/private/{given.token}.ics").status_code == 404
    page = january.client.get(f"/my/{given.token}/calendar?lang=en").text
    assert f'value="{PUBLIC}/feeds/private/{calendars}.ics?lang=en"' in page
    assert f'href="webcal://garde.example/feeds/private/{calendars}.ics?lang=en"' in page
    assert f"cid=webcal%3A%2F%2Fgarde.example%2Ffeeds%2Fprivate%2F{calendars}.ics%3Flang%3Den" in page
    assert f"/feeds/private/{calendars}/group.ics" in page


def test_a_service_alone_in_its_organisation_is_offered_no_calendar_of_it(january: Reader) -> None:
    token = january.token("c")
    assert january.client.get(f"/feeds/private/{token}/group.ics").status_code == 404


def test_the_public_page_subscribes_to_the_line_that_is_asked_about(january: Reader) -> None:
    page = january.client.get("/nl/?line=pharmacy").text
    assert 'href="webcal://garde.example/feeds/essai/pharmacy.ics?lang=nl"' in page
    assert "webcal://garde.example/feeds/essai.ics?lang=fr" in january.client.get("/ar/").text


def test_no_token_gets_into_a_log(january: Reader, caplog: pytest.LogCaptureFixture) -> None:
    token = january.token("a")
    with caplog.at_level(logging.DEBUG):
        for path in (f"{token}.ics", f"{token}/group.ics", f"{token}x.ics"):
            january.client.get(f"/feeds/private/{path}", headers={"if-none-match": '"x"'})
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    assert not [text for text in ours if token in text]
