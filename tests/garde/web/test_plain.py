from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from garde.basin.config import LANGUAGES
from garde.lookup.answers import Answer
from garde.signs.saturation import Saturation
from garde.web.plain import LIMIT, sentence
from garde.web.words import Words, catalogues


def test_the_text_is_one_sentence_a_service(night: TestClient) -> None:
    answer = night.get("/text?lang=en")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "This is a demonstration.",
        "Saturday 2 January, 03:00.",
        "Pharmacy:",
        "Apotheek De Berk. Proefstraat 3, 1210. Telephone +32 2 555 01 02. Open until 09:00.",
        "Accueil social:",
        "Dune. Call first. Telephone +32 2 555 02 01. Open until 09:00.",
        "Soins infirmiers: nobody is open.",
        "Médecine générale: nobody is open.",
    ]


def test_the_text_follows_the_browsers_language(night: TestClient) -> None:
    answer = night.get("/text?line=pharmacy", headers={"accept-language": "nl"})
    assert "Open tot 09:00." in answer.text
    assert answer.headers["content-language"] == "nl"
    assert "Accept-Language" in answer.headers["vary"]


def test_with_nobody_open_the_text_reads_out_the_help_numbers(night: TestClient) -> None:
    lines = night.get("/text?line=nurse&lang=en").text.splitlines()
    assert lines[-2:] == ["Urgences: 112. Free call.", "Pharmacies de garde: 0903 99 000. €1.50 a minute."]


def test_a_closed_line_says_who_is_next(site: Any) -> None:
    text = site("2027-01-01T12:00").get("/text?line=pharmacy&lang=en").text
    assert "Pharmacy: nobody is open. Next from 19:00: Apotheek De Berk." in text


def test_a_faulty_question_is_named_and_answered(night: TestClient) -> None:
    answer = night.get("/text?near=9999&lang=en")
    assert answer.status_code == 404
    assert "We do not know the place “9999”." in answer.text
    assert "Apotheek De Berk" in answer.text


@pytest.fixture(scope="module")
def berk(example: Any) -> Answer:
    from garde.lookup import who_is_open

    found = who_is_open(example.timetable(), example.local("2027-01-02T03:00"), line="pharmacy")
    answer: Answer = found.lines[0].open[0]
    return answer


@given(
    tag=st.sampled_from(LANGUAGES),
    name=st.text(min_size=1, max_size=300),
    address=st.one_of(st.none(), st.text(max_size=300)),
    days=st.integers(0, 400),
    level=st.sampled_from((None, "open", "busy", "full")),
    way_in=st.one_of(st.none(), st.text(min_size=1, max_size=120)),
    area=st.one_of(st.none(), st.text(min_size=1, max_size=80)),
)
def test_no_service_takes_more_than_one_text_message(
    example: Any,
    berk: Answer,
    tag: str,
    name: str,
    address: str | None,
    days: int,
    level: Any,
    way_in: str | None,
    area: str | None,
) -> None:
    at = example.local("2027-01-02T03:00")
    answer = replace(
        berk,
        name=name,
        address=address,
        open_until=at + timedelta(days=days, minutes=1),
        saturation=Saturation(level, at, at, "service") if level else None,
        entrance={"fr": way_in} if way_in else None,
        basin_names={"fr": area} if area else None,
    )
    text = sentence(Words(tag, catalogues()[tag], example.BRUSSELS), answer, at)
    assert len(text) <= LIMIT
    assert "\n" not in text
    assert "+32 2 555 01 02" in text


def test_the_text_says_how_far_the_search_went_how_full_and_how_to_get_in(example: Any, site: Any) -> None:
    from garde.lookup.around import Around
    from tests.garde.lookup.test_widening import other

    said = example.local("2027-01-01T10:00")
    table = replace(
        example.timetable(),
        around=Around(("west",), (), {"west": other(example, "west", "wanda")}.get),
        saturation={"birch": Saturation("full", said, example.local("2027-01-10T00:00"), "service")},
        entrances={"birch": {"fr": "Sonnez.", "nl": "Bel aan.", "en": "Ring the green bell."}},
    )
    lines = site(timetable=table).get("/text?lang=en&near=1030").text.splitlines()
    assert lines[2:5] == [
        "Pharmacy:",
        "Nobody is open in the place you chose. In the rest of the area:",
        "Apotheek De Berk. Proefstraat 3, 1210. Telephone +32 2 555 01 02. Open until 09:00. "
        "Full at the moment. How to get in: Ring the green bell.",
    ]
    assert lines[-4:] == [
        "Soins infirmiers:",
        "Nobody is open for this in this area. In the neighbouring areas:",
        "Infirmière wanda. Area: Bassin west. 1030. Open until 09:00.",
        "Médecine générale: nobody is open.",
    ]


def test_a_paying_number_tells_its_price_and_an_ordinary_one_saves_the_words(
    example: Any, berk: Answer
) -> None:
    words, at = Words("fr", catalogues()["fr"], example.BRUSSELS), example.local("2027-01-02T03:00")
    paying = sentence(words, replace(berk, phone="0903 99 000"), at)
    assert "Téléphone 0903 99 000. Au plus 1,50 € par minute." in paying
    assert "appel" not in sentence(words, berk, at)


def test_a_gateway_asks_in_one_line_and_hears_the_nearest_first(night: TestClient) -> None:
    """As an SMS gateway does for "APOTHEEK 1030": fixed words, no language of a browser, HEAD first."""
    asked = "/text?line=pharmacy&near=1030&lang=nl"
    head, answer = night.head(asked), night.get(asked)
    assert (head.status_code, head.content) == (200, b"")
    for told in (head, answer):
        assert told.headers["content-type"] == "text/plain; charset=utf-8"
        assert told.headers["content-language"] == "nl"
        assert told.headers["cache-control"] == "public, max-age=30"
    assert answer.text.endswith("\n")
    lines = answer.text.splitlines()
    assert lines[:3] == ["Dit is een demonstratie.", "zaterdag 2 januari, 03:00.", "Apotheek:"]
    # Nobody there, so the next ring is told, and that it is.
    assert lines[3] == "Op de gekozen plaats is geen dienst open. In de rest van het gebied:"
    assert lines[4].startswith("Apotheek De Berk. ")
    assert "Open tot 09:00." in lines[4]
    known = night.get(asked, headers={"if-none-match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize(
    "asked", ["", "&line=pharmacy&near=1030", "&line=nurse", "&near=nowhere", "&at=1900"]
)
def test_every_line_is_one_message_and_can_be_read_out(night: TestClient, tag: str, asked: str) -> None:
    text = night.get(f"/text?lang={tag}{asked}").text
    for line in text.splitlines():
        assert 0 < len(line) <= LIMIT
        assert not re.search(r"[<>{}\[\]|_*#\t]|  |https?:", line), line
