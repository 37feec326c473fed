from __future__ import annotations

import gzip
import html
import re
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from garde.basin.config import LANGUAGES
from garde.basin.service import Service

OPEN_UNTIL = {
    "fr": "Ouvert jusqu’à 09:00",
    "nl": "Open tot 09:00",
    "en": "Open until 09:00",
    "es": "Abierto hasta las 09:00",
    "ar": "مفتوح حتى الساعة 09:00",
}
DEMO = {
    "fr": "Ceci est une démonstration.",
    "nl": "Dit is een demonstratie.",
    "en": "This is a demonstration.",
    "es": "Esto es una demostración.",
    "ar": "هذا عرض تجريبي.",
}
MOMENT = {
    "fr": "samedi 2 janvier, 03:00",
    "nl": "zaterdag 2 januari, 03:00",
    "en": "Saturday 2 January, 03:00",
    "es": "sábado 2 de enero, 03:00",
    "ar": "السبت 2 يناير، 03:00",
}


def text_of(page: str) -> str:
    """The page's words, without markup, one space between them."""
    body = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_answers_first_in_every_language(night: TestClient, tag: str) -> None:
    page = night.get(f"/{tag}/")
    words = text_of(page.text)
    assert page.status_code == 200
    assert page.headers["content-language"] == tag
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in page.text
    assert MOMENT[tag] in words
    assert words.index("Apotheek De Berk") < words.index(OPEN_UNTIL[tag]) < words.index("+32 2 555 01 02")
    assert 'href="tel:+3225550102"' in page.text
    assert DEMO[tag] in words


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("de,ar;q=0.5,en;q=0.4", "ar"),
        ("de-DE", "fr"),
        ("", "fr"),
        ("en;q=zero, es;q=0.1", "es"),
        (";;;,," * 300, "fr"),
    ],
)
def test_the_root_chooses_the_language_that_the_browser_prefers(
    night: TestClient, accepted: str, tag: str
) -> None:
    answer = night.get("/?line=pharmacy", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{tag}/?line=pharmacy")
    assert answer.headers["vary"] == "Accept-Language"


def test_a_language_can_be_switched_without_losing_the_question(night: TestClient) -> None:
    page = night.get("/fr/?line=pharmacy&near=canal")
    assert 'href="../nl/?line=pharmacy&amp;near=canal"' in page.text


def test_a_hidden_address_is_call_first(night: TestClient) -> None:
    page = night.get("/en/?line=reception")
    assert "Call first: the address is not public. Postcode 1210." in text_of(page.text)
    assert "Secret" not in page.text
    assert "Refuge" not in page.text


def test_distance_is_told_from_the_place_chosen(night: TestClient) -> None:
    words = text_of(night.get("/fr/?near=canal&line=pharmacy").text)
    assert "Proefstraat 3, 1210 1,1 km" in words
    assert "Les plus proches d’abord." in words


def test_who_is_next_is_named_with_the_time(night: TestClient) -> None:
    words = text_of(night.get("/en/?line=pharmacy").text)
    assert "Next: from 08:30 – Pharmacie du Cèdre" in words


def test_when_nobody_is_open_the_help_numbers_stand_with_their_cost(night: TestClient) -> None:
    page = night.get("/en/?line=nurse")
    words = text_of(page.text)
    assert page.status_code == 200
    assert "We know of nobody who is open at this time." in words
    assert "0903 99 000 Pharmacies de garde €1.50 a minute day and night" in words
    assert "112 Urgences Free call day and night" in words


def test_a_name_without_translation_says_which_language_it_is(night: TestClient) -> None:
    page = night.get("/en/")
    assert '<span lang="fr" dir="ltr">Soins infirmiers</span>' in page.text


def test_the_modes_of_the_hour_and_their_change_are_told(example: Any, site: Any) -> None:
    slots = tuple(
        replace(example.duty("practice", start, end, "elm"), key=f"practice/2027-01-04/{name}")
        for name, start, end in (
            ("evening", "2027-01-04T18:00", "2027-01-04T23:00"),
            ("night", "2027-01-04T23:00", "2027-01-05T08:00"),
        )
    )
    client = site("2027-01-04T20:00", example.timetable(slots))
    words = text_of(client.get("/en/?line=practice").text)
    assert "Open until tomorrow 08:00" in words
    assert "The door is open (until 23:00)" in words
    assert "Answers the telephone Comes to your home (from 23:00)" in words


def test_a_time_can_be_asked_for(night: TestClient) -> None:
    words = text_of(night.get("/nl/?at=2027-01-04T12:00&line=pharmacy").text)
    assert "Wie is open?" in words
    assert "maandag 4 januari 2027, 12:00" in words
    assert "Open: 2" in words


def test_beyond_the_published_rota_only_regular_hours_are_told_and_the_page_says_so(
    night: TestClient,
) -> None:
    words = text_of(night.get("/en/?at=2027-01-05T12:00").text)
    assert "The duties for this time are not published yet." in words
    assert "Pharmacie du Cèdre" in words
    assert "The duties are known until Sunday 3 January 2027, 09:00." in words


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("near=9999", 404, "We do not know the place “9999”."),
        ("line=dentist", 404, "We do not know “dentist”."),
        ("language=xx", 404, "No service here speaks “xx”."),
        ("at=tonight", 400, "We do not understand “tonight”."),
        ("step_free=perhaps", 400, "We do not understand “perhaps”."),
        ("at=1900-01-01T00:00", 400, "We do not understand “1900-01-01T00:00”."),
        ("at=2028-01-01T00:00", 400, "We know who is open from Wednesday 30 December 2026, 00:00 until"),
    ],
)
def test_what_is_wrong_in_the_question_is_named_and_the_rest_answered(
    night: TestClient, query: str, status: int, sentence: str
) -> None:
    page = night.get(f"/en/?{query}")
    words = text_of(page.text)
    assert page.status_code == status
    assert sentence in words
    assert "Apotheek De Berk" in words
    assert page.headers["cache-control"] == "no-store"


def test_a_thousand_characters_are_not_repeated(night: TestClient) -> None:
    page = night.get("/en/?near=" + "x" * 1000)
    assert page.status_code == 404
    assert "x" * 40 in page.text
    assert "x" * 41 not in page.text


def test_what_a_visitor_types_is_never_markup(night: TestClient) -> None:
    page = night.get("/en/", params={"near": "<script>alert(1)</script>", "line": '"><b>'})
    assert re.findall(r"<script.{8}", page.text, re.DOTALL) == ["<script>(() => "]
    assert "<b>" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_the_hour_that_spring_skips_is_refused_with_links_to_the_two_nearest(example: Any, site: Any) -> None:
    table = example.timetable(start="2027-03-20T00:00", end="2027-04-01T00:00")
    page = site("2027-03-27T12:00", table).get("/en/?at=2027-03-28T02:30&line=pharmacy")
    assert page.status_code == 400
    assert 'href="?line=pharmacy&amp;at=2027-03-28T01%3A59"' in page.text
    assert 'href="?line=pharmacy&amp;at=2027-03-28T03%3A00"' in page.text


def test_the_hour_that_autumn_repeats_is_answered_twice(example: Any, site: Any) -> None:
    slots = (
        example.duty("nurse", "2027-10-30T19:00", "2027-10-31T02:30", "elm"),
        example.duty("nurse", "2027-10-31T02:30", "2027-10-31T09:00", "alder"),
    )
    table = example.timetable(slots, start="2027-10-20T00:00", end="2027-11-01T00:00")
    words = text_of(site("2027-10-30T12:00", table).get("/en/?at=2027-10-31T02:15&line=nurse").text)
    first, second = words.index("02:15, summer time"), words.index("02:15, winter time")
    assert first < words.index("Infirmière Orme") < second < words.rindex("Pharmacie de l’Aulne")


def test_the_map_shows_both_moments_of_that_hour_and_leads_to_the_first_card_of_each(
    example: Any, site: Any
) -> None:
    slots = (
        example.duty("nurse", "2027-10-30T19:00", "2027-10-31T02:30", "cedar"),
        example.duty("nurse", "2027-10-31T02:30", "2027-10-31T09:00", "alder"),
        example.duty("pharmacy", "2027-10-30T19:00", "2027-10-31T09:00", "birch"),
    )
    table = example.timetable(slots, start="2027-10-20T00:00", end="2027-11-01T00:00")
    page = site("2027-10-30T12:00", table).get("/en/?at=2027-10-31T02:15").text
    _, summer, winter, aside = re.split(r'<h2 class="twice"|<aside', page)

    def cards(part: str) -> list[tuple[str, str]]:
        """The number of each card, and its anchor, which no two may share."""
        found = re.findall(r'<li class="answer"(?: id="(card-\d)")?.*?mark-number"[^>]*>(\d)<', part, re.S)
        return [(number, anchor) for anchor, number in found]

    # Birch is there twice; Cedar and, an hour later, Alder stand at one place.
    assert cards(summer) == [("1", "card-1"), ("2", "card-2")]
    assert cards(winter) == [("1", ""), ("3", "card-3")]
    assert re.findall(r'href="#card-(\d)" aria-label="([^"]*)"', aside) == [
        ("1", "1 Apotheek De Berk"),
        ("2", "2+ Pharmacie du Cèdre, Pharmacie de l’Aulne"),
    ]
    assert "02:15, summer time · 02:15, winter time" in text_of(aside)


def test_a_timetable_that_has_run_out_still_shows_the_help_numbers(example: Any, site: Any) -> None:
    page = site("2027-02-01T12:00").get("/en/")
    assert page.status_code == 503
    assert "We know who is open from Wednesday 30 December 2026, 00:00" in text_of(page.text)
    assert 'href="tel:112"' in page.text


def test_an_overview_shows_three_of_each_line_and_all_on_request(example: Any, site: Any) -> None:
    many = tuple(
        Service(
            external_id=f"s{number}",
            name=f"Pharmacie {number:03}",
            postcode="1030",
            lines=("pharmacy",),
            phone=f"+32 2 555 1{number:03}",
            address=f"Rue de l’Essai {number}",
            languages=("fr", "nl", "en"),
            step_free=True,
            opening_hours="24/7",
        )
        for number in range(150)
    )
    client = site("2027-01-02T03:00", example.timetable((), many))
    overview, whole = client.get("/en/"), client.get("/en/?line=pharmacy")
    assert [page.text.count('<li class="answer"') for page in (overview, whole)] == [3, 150]
    assert [page.text.count('<li class="brief"') for page in (overview, whole)] == [147, 0]
    assert "Show 147 more" in overview.text
    assert 'href="?line=pharmacy">All 150 with every detail' in overview.text
    assert len(gzip.compress(overview.content)) < 60_000


def test_the_first_view_weighs_little_and_needs_nothing_else(night: TestClient) -> None:
    page = night.get("/ar/")
    assert len(page.content) < 60_000
    assert "<img" not in page.text
    assert not re.search(r'(?:src=|<link rel="stylesheet")', page.text)
    assert not re.search(r'href="https?:', page.text)


def test_a_card_says_how_full_how_to_get_in_and_what_the_call_costs(example: Any, site: Any) -> None:
    from dataclasses import replace

    from garde.signs.saturation import Saturation

    said, over = example.local("2027-01-01T10:00"), example.local("2027-01-10T00:00")
    table = replace(
        example.timetable(),
        saturation={"birch": Saturation("busy", said, over, "service")},
        entrances={"birch": {"fr": "Sonnez <fort>.", "nl": "Bel aan."}},
    )
    page = site(timetable=table).get("/en/?line=pharmacy").text
    assert "<strong>Busy: you may have to wait</strong> (said on Friday 1 January)" in page
    # There is no English text: the French stands in, and says that it is French.
    assert 'How to get in: <strong><span lang="fr" dir="ltr">Sonnez &lt;fort&gt;.</span></strong>' in page
    assert '<p class="cost">Price of an ordinary call</p>' in page
    later = site("2027-01-10T00:00", timetable=replace(table, end=example.local("2027-01-11T00:00")))
    assert "Busy" not in later.get("/en/?line=pharmacy&at=2027-01-10T00:00").text


def test_the_page_says_how_far_the_search_went(example: Any, site: Any) -> None:
    from dataclasses import replace

    from garde.lookup.around import Around
    from tests.garde.lookup.test_widening import other

    table = replace(
        example.timetable(), around=Around(("west",), (), {"west": other(example, "west", "wanda")}.get)
    )
    client = site(timetable=table)
    page = client.get("/en/?near=1030").text
    assert "Nobody is open in the place you chose. In the rest of the area:" in page
    assert "Nobody is open for this in this area. In the neighbouring areas:" in page
    assert "Infirmière wanda" in page
    assert 'Area: <span lang="fr" dir="ltr">Bassin west</span>' in page
    assert "What somebody is open for comes first. First the place you chose, then the rest" in page
    # Nobody of the basin at all: those around it, and the help numbers.
    alone = client.get("/en/?line=nurse").text
    assert "We know of nobody in this area who is open at this time. You see who is open around it." in alone
    assert 'href="tel:112"' in alone
