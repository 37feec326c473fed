from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from garde.clock import clock_from
from garde.storage.database import Database
from garde.storage.repositories.accounts import end_link, links_of
from garde.storage.repositories.rotas import slots_in_force
from garde.web.my.sections import SECTIONS
from tests.garde.web.my.conftest import MORNING, Opened


def test_a_service_sees_the_duties_that_it_still_has(
    client: TestClient, stored: Database, opened: Opened
) -> None:
    page = client.get(f"/my/{opened('north')}/")
    now = clock_from(MORNING)()
    with stored.reading() as session:
        own = [slot for slot in slots_in_force(session, "essai") if "north" in slot.services]
    coming = [slot for slot in own if slot.end > now]
    assert page.status_code == 200
    assert coming
    assert len(coming) < len(own)
    assert page.text.count('<li class="card">') == len(coming)
    assert f"Duties of this month that are over: {len(own) - len(coming)}" in page.text
    assert "Officine inventée du Nord" in page.text


def test_the_page_is_in_the_language_that_the_browser_prefers_or_the_reader_chose(
    client: TestClient, opened: Opened
) -> None:
    address = f"/my/{opened('north')}/"
    for asked, heading in (("nl-BE,fr;q=0.5", "Mijn wachten"), ("ar, fr;q=0.3", "Mes gardes")):
        page = client.get(address, headers={"accept-language": asked})
        assert f"<h1>{heading}</h1>" in page.text
    chosen = client.get(f"{address}?lang=fr")
    assert "<h1>Mes gardes</h1>" in chosen.text
    assert 'href="./?lang=fr" aria-current="page"' in chosen.text
    assert client.get(f"{address}?lang=xx").headers["content-language"] == "en"


@pytest.mark.parametrize("path", [section.path for section in SECTIONS])
def test_a_private_page_is_kept_nowhere_and_never_repeats_its_address(
    client: TestClient, opened: Opened, path: str
) -> None:
    token = opened("north")
    page = client.get(f"/my/{token}/{path}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text
    assert token not in page.text
    assert token not in str(page.headers)


def test_an_address_that_opens_nothing_says_the_same_whatever_it_once_was(
    client: TestClient, stored: Database, opened: Opened
) -> None:
    now = clock_from(MORNING)()
    revoked, expired = opened("north"), opened("south", expires_at=now - timedelta(seconds=1))
    with stored.writing() as session:
        end_link(session, links_of(session, "essai")[0], now, "revoked")
    answers = [client.get(f"/my/{token}/") for token in (revoked, expired, "never-given", "é%00")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    for sentence in ("Cette adresse n'ouvre rien", "Dit adres opent niets", "This address opens nothing"):
        assert sentence in answers[0].text.replace("&#39;", "'")
    assert answers[0].headers["cache-control"] == "private, no-store"


def test_an_unknown_part_of_a_page_looks_like_an_unknown_address(client: TestClient, opened: Opened) -> None:
    token = opened("north")
    missing = client.get(f"/my/{token}/nothing")
    assert missing.status_code == 404
    assert token not in missing.text
    assert missing.text == client.get("/my/never-given/").text


def test_the_public_application_alone_has_no_private_pages(stored: Database, opened: Opened) -> None:
    from garde.web.app import create_app
    from garde.web.published import PublishedSource

    clock = clock_from(MORNING)
    client = TestClient(create_app(PublishedSource(stored, "essai", clock), clock))
    assert client.get(f"/my/{opened('north')}/").status_code == 404
