from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import garde.web
from garde.basin.config import LANGUAGES
from garde.web.pages import pictogram
from garde.web.words import Words, catalogues, own_name

ROOM = Path(garde.web.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "said": None, "pgettext": ((1, "c"), 2)}
Key = tuple[str, str | None]


def used() -> set[Key]:
    """Every text in the public pages' templates and code, with its context."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    return {
        (message, context)
        for _, _, message, _, context in extract_from_dir(
            ROOM, method_map=methods, keywords=KEYWORDS, directory_filter=lambda path: Path(path).name != "my"
        )
        if isinstance(message, str)
    }


def catalogue(tag: str) -> Catalog:
    with (ROOM / "locales" / tag / "LC_MESSAGES" / "garde.po").open("rb") as source:
        return read_po(source, locale=tag)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_text_has_its_translation_and_no_translation_is_left_over(tag: str) -> None:
    texts = {(message.id, message.context): message.string for message in catalogue(tag) if message.id}
    assert len(used()) > 80
    assert set(texts) == used()
    assert [key for key, text in texts.items() if not text.strip()] == []
    assert not any(message.fuzzy for message in catalogue(tag) if message.id)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_translation_keeps_the_values_to_fill_in(tag: str) -> None:
    def values(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s", text))

    wrong = [m.id for m in catalogue(tag) if m.id and values(m.id) != values(m.string)]
    assert wrong == []


def test_the_languages_differ() -> None:
    texts = {tag: {m.id: m.string for m in catalogue(tag) if m.id} for tag in LANGUAGES}
    same = {text for text in texts["en"] if len({texts[tag][text] for tag in LANGUAGES}) == 1}
    assert same == set()


def words(example: Any, tag: str) -> Words:
    return Words(tag, catalogues()[tag], example.BRUSSELS)


def test_a_day_is_written_as_each_language_does(example: Any) -> None:
    instant = example.local("2027-01-02T03:00")
    assert {tag: words(example, tag).day(instant, year=True) for tag in LANGUAGES} == {
        "fr": "samedi 2 janvier 2027",
        "nl": "zaterdag 2 januari 2027",
        "en": "Saturday 2 January 2027",
        "es": "sábado 2 de enero de 2027",
        "ar": "السبت 2 يناير 2027",
    }
    first = example.local("2027-01-01T03:00")
    assert words(example, "fr").day(first) == "vendredi 1er janvier"
    assert words(example, "nl").day(first) == "vrijdag 1 januari"


def test_a_time_in_octobers_double_hour_says_which_it_is(example: Any) -> None:
    from datetime import timedelta

    english, first = words(example, "en"), example.local("2027-10-31T02:30")
    clocks = [english.clock(first + timedelta(hours=hours)) for hours in (-1, 0, 1, 2)]
    assert clocks == ["01:30", "02:30, summer time", "02:30, winter time", "03:30"]


@pytest.mark.parametrize(
    ("kilometres", "text"),
    [(0.0, "100 m"), (0.34, "300 m"), (0.949, "900 m"), (0.951, "1,0 km"), (1.25, "1,2 km"), (12.6, "13 km")],
)
def test_a_distance_is_rounded_to_what_it_is_worth(example: Any, kilometres: float, text: str) -> None:
    assert words(example, "fr").distance(kilometres) == text


def test_languages_call_themselves_by_their_name() -> None:
    assert [own_name(tag) for tag in (*LANGUAGES, "tr", "uk", "xyz", "!")] == [
        "français",
        "Nederlands",
        "English",
        "español",
        "العربية",
        "Türkçe",
        "українська",
        "xyz",
        "!",
    ]


def test_languages_of_brussels_that_the_library_does_not_know_have_names_too(example: Any) -> None:
    assert words(example, "nl").languages(["fr", "ber", "sfb"]) == "Frans, Berbers, gebarentaal (LSFB)"
    assert words(example, "ar").languages(["fr", "ber"]) == "الفرنسية، الأمازيغية"
    assert own_name("ber") == "Tamaziɣt"


def test_every_shipped_basin_names_pictograms_that_are_drawn() -> None:
    from garde.basin.load import load_basin, shipped_basins

    named = {line.pictogram for path in shipped_basins().values() for line in load_basin(path).lines}
    assert {name for name in named if pictogram(name) == pictogram("other")} == set()
