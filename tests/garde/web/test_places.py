"""Choosing a place by the name that people use for it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from garde.basin.config import BasinConfig
from garde.lookup import Timetable, compile_timetable
from garde.web.pages import words_in
from garde.web.places import PostcodeChoices, commune_choices, postcode_choices
from tests.garde.lookup.example import BASIN, SERVICES, local

COMMUNES = [
    {"id": "schaerbeek", "names": {"fr": "Schaerbeek", "nl": "Schaarbeek"}, "postcodes": ["1030"]},
    {"id": "wide", "names": {"fr": "Large", "nl": "Breed"}, "postcodes": ["1140", "1210"]},
]


@pytest.fixture
def timetable() -> Timetable:
    config = BasinConfig.model_validate({**BASIN, "communes": COMMUNES})
    start, end = local("2026-12-30T00:00"), local("2027-01-10T00:00")
    return compile_timetable(config, SERVICES, (), start=start, end=end)


def options(page: str) -> list[tuple[str, str]]:
    """The places that can be chosen, and which one is."""
    select = page.partition('<select id="near"')[2].partition("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"( selected)?>', select)
    return [(html.unescape(value), chosen.strip()) for value, chosen in found]


def test_a_postcode_has_its_communes_name_and_its_quarters(timetable: Timetable) -> None:
    assert postcode_choices(timetable.config, words_in(timetable, "nl")) == (
        PostcodeChoices("1030", "1030 Schaarbeek", ("1030", "schaerbeek"), (("canal", "Kanaal"),)),
        PostcodeChoices("1140", "1140 Breed", ("1140",), ()),
        PostcodeChoices("1210", "1210 Breed", ("1210",), (("colline", "Heuvel"),)),
    )


def test_only_a_commune_of_several_postcodes_is_a_choice_of_its_own(timetable: Timetable) -> None:
    assert commune_choices(timetable.config, words_in(timetable, "fr")) == (("wide", "Large"),)


@pytest.mark.parametrize(
    ("near", "chosen"),
    [("canal", "canal"), ("1030", "1030"), ("Schaarbeek", "1030"), ("Large", "wide"), ("9999", "")],
)
def test_what_was_chosen_stays_chosen(site: Any, timetable: Timetable, near: str, chosen: str) -> None:
    page = site(timetable=timetable).get(f"/fr/?near={near}").text
    assert [value for value, selected in options(page) if selected] == ([chosen] if chosen else [])
    assert [value for value, _ in options(page)] == ["", "wide", "1030", "canal", "1140", "1210", "colline"]


def test_the_map_shows_the_quarters_of_a_commune(site: Any, timetable: Timetable) -> None:
    page = site(timetable=timetable).get("/fr/?near=wide").text
    assert re.findall(r'near=(\w+)#map" aria-label="\w+" aria-current="true"', page) == ["colline"]
