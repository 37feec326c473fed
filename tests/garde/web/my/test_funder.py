"""A funder's private address: the report of a quarter or a year, read only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from exports.report_pages import report_style_hash
from garde.accounts.links import Link, new_token
from garde.clock import clock_from
from garde.report import study
from garde.report.study import Study
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_link, end_link
from garde.web.my.funder_periods import choices, chosen
from garde.web.my.funder_shelf import MOST_KEPT, Busy, Shelf
from tests.garde.web.my.conftest import browser_at

AFTER = "2027-04-02T09:00+02:00"
GIVEN = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def token(stored: Database) -> str:
    """A funder's address."""
    made = new_token()
    with stored.writing() as session:
        add_link(session, Link(0, "essai", "funder", None, "Région", GIVEN, "ann", None), made)
    return made


@pytest.fixture
def reader(stored: Database) -> TestClient:
    """A browser when the first quarter is over."""
    return browser_at(stored, AFTER)


def test_the_latest_quarter_that_is_over_comes_first_in_the_readers_language(
    reader: TestClient, token: str
) -> None:
    page = reader.get(f"/my/{token}/")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "1 January 2027 to 31 March 2027" in page.text
    assert '<strong aria-current="true">Q1 2027</strong>' in page.text
    dutch = reader.get(f"/my/{token}/", params={"lang": "nl", "period": "2027"})
    assert "van 1 januari 2027 tot en met 31 december 2027" in dutch.text


def test_everything_can_be_taken_along(reader: TestClient, token: str) -> None:
    starts = {
        "report.pdf": b"%PDF",
        "report.xlsx": b"PK",
        "report.csv": b"basin,",
        "report.dictionary.csv": b"measure,",
    }
    page = reader.get(f"/my/{token}/").text
    for name, start in starts.items():
        assert f'href="{name}?period=2027-Q1&amp;lang=en"' in page
        answer = reader.get(f"/my/{token}/{name}?period=2027-Q1&lang=en")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_it_is_private_and_carries_no_script_and_only_the_style_that_is_allowed(
    reader: TestClient, token: str
) -> None:
    page = reader.get(f"/my/{token}/")
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert report_style_hash() in page.headers["content-security-policy"]
    assert token not in page.text
    assert not re.search(r"<script|\sstyle=|\son\w+=|https?://(?!www\.w3\.org/2000/svg)", page.text)


def test_it_is_read_only(reader: TestClient, token: str) -> None:
    for path in ("", "report.pdf"):
        assert reader.post(f"/my/{token}/{path}", data={"kind": "accept"}).status_code in (404, 405)
    for path in ("availability", "swaps", "consultation", "rota", "calendar", "time", "activity"):
        assert reader.get(f"/my/{token}/{path}").status_code == 404, path


def test_a_service_and_a_stranger_find_no_report(
    reader: TestClient, opened: Callable[..., str], token: str, stored: Database
) -> None:
    service = opened("north")
    assert reader.get(f"/my/{service}/report.pdf").status_code == 404
    assert reader.get(f"/my/{new_token()}/").status_code == 404
    with stored.writing() as session:
        link = Link(1, "essai", "funder", None, "Région", GIVEN, "ann", None)
        end_link(session, link, GIVEN, "revoked")
    assert reader.get(f"/my/{token}/").status_code == 404
    assert reader.get(f"/my/{token}/report.csv").status_code == 404


def test_what_the_address_says_is_never_trusted(reader: TestClient, token: str) -> None:
    usual = reader.get(f"/my/{token}/").text
    for asked in ("1999", "2027-Q9", "<b>", "2030"):
        assert reader.get(f"/my/{token}/", params={"period": asked, "lang": "xx"}).text == usual


def test_a_report_is_made_once_until_something_changes(
    reader: TestClient, token: str, stored: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[date] = []
    make = study.study

    def counted(session: object, config: object, period: object, **more: object) -> Study:
        made.append(period.first)  # type: ignore[attr-defined]
        return make(session, config, period, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(study, "study", counted)
    for path in ("", "report.pdf", "report.xlsx", "", "?lang=nl", "?lang=fr", "report.csv"):
        assert reader.get(f"/my/{token}/{path}").status_code == 200
    assert len(made) == 1
    with stored.writing() as session:
        add_link_in_audit(session)
    assert reader.get(f"/my/{token}/").status_code == 200
    assert len(made) == 2


def add_link_in_audit(session: object) -> None:
    """Any decision on record."""
    from garde.accounts.actor import Actor
    from garde.storage.repositories.audit import record_decision

    actor = Actor("ann", "coordinator", "essai")
    record_decision(session, actor, clock_from(AFTER)(), "test", "nothing")  # type: ignore[arg-type]


def test_who_comes_when_too_many_wait_is_asked_to_come_back(
    reader: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> bytes:
        raise Busy

    monkeypatch.setattr(Shelf, "rendered", busy)
    answer = reader.get(f"/my/{token}/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "20")


def test_the_shelf_keeps_no_more_than_it_may() -> None:
    shelf = Shelf()
    for number in range(3 * MOST_KEPT):
        made = shelf.rendered(number, "page", lambda: None, lambda _: b"x")  # type: ignore[arg-type, return-value]
        assert made == b"x"
    assert len(shelf._kept) == MOST_KEPT


def test_only_what_has_begun_and_is_published_is_offered() -> None:
    months = [f"2027-{month:02}" for month in range(1, 8)]
    offered = choices(months, date(2027, 5, 20))
    assert [one.id for one in offered] == ["2027", "2027-Q2", "2027-Q1"]
    assert chosen(offered, None, date(2027, 5, 20)).id == "2027-Q1"
    assert chosen(offered, "2027", date(2027, 5, 20)).id == "2027"
    assert [one.id for one in choices([], date(2027, 5, 20))] == ["2027-Q2"]
    fourth = next(one for one in choices(["2026-12"], date(2027, 1, 2)) if one.quarter)
    assert (fourth.period.first, fourth.period.last) == (date(2026, 10, 1), date(2026, 12, 31))
