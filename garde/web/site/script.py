"""The one script of the static pages, the same in every language, and what it is given in each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.numbers import format_currency, get_decimal_symbol

from garde.basin.config import LANGUAGES
from garde.lookup import Timetable
from garde.lookup.calls import call_cost
from garde.web.map import basin_cells
from garde.web.pages import bare, browser_script, environment, pictogram, source_hash
from garde.web.places import commune_choices, postcode_choices
from garde.web.site.translating import translate
from garde.web.words import DAY, YEAR, Words, own_name

BROWSER = Path(__file__).with_name("browser")
PARTS = ("core", "localtime", "words", "lookup", "asking", "map", "page")
IMPORTS = {"parts": "parts.html", "maps": "map.html"}
DRAWN = ("clock", "place", "door", "telephone", "visit", "speech", "people", "step-free", "other")
"""The pictograms that every page may show, beside those of its lines."""

_MONDAY = date(2024, 1, 1)


@lru_cache(maxsize=1)
def page_script() -> str:
    """All of it: our own files, and the server's templates as JavaScript."""
    own = {name: source(name) for name in PARTS}
    templates = [
        f"const renderBody = {translate(environment(), 'open.html', 'body', IMPORTS)};",
        f"const renderTitle = {translate(environment(), 'open.html', 'title', IMPORTS)};",
        f"const enliven = () => {{\n{browser_script()}\n}};",
    ]
    whole = "\n".join([own["core"], *templates, *(own[name] for name in PARTS[1:]), "start();"])
    return f'(() => {{\n"use strict";\n{whole}\n}})();'


def site_script_hashes() -> tuple[str, ...]:
    """The Content-Security-Policy source expressions that allow the scripts of the static pages."""
    return source_hash(page_script()), source_hash(source("choose"))


@lru_cache(maxsize=8)
def source(name: str) -> str:
    """One of our own files, without its comments and indentation."""
    return bare((BROWSER / f"{name}.js").read_text())


def words_table(words: Words, timetable: Timetable) -> dict[str, Any]:
    """What the script needs of a language: the texts that it may show, and how times are written."""
    locale, config = words.locale, timetable.config
    spoken = {*timetable.spoken, *(tag for help in config.help_numbers for tag in help.languages)}
    weekdays, months = locale.days["format"]["wide"], locale.months["format"]["wide"]
    return {
        "tag": words.tag,
        "right_to_left": words.right_to_left,
        "texts": _texts(words),
        "when": str(words.texts.pgettext("until, from", "%(clock)s")),
        "weekdays": [weekdays[(_MONDAY + timedelta(days=day)).weekday()] for day in range(7)],
        "months": [months[month] for month in range(1, 13)],
        "day": DAY[words.tag],
        "year": YEAR[words.tag],
        "decimal": get_decimal_symbol(locale),
        "languages": {tag: words.language(tag) for tag in sorted(spoken)},
        "own": {tag: own_name(tag) for tag in timetable.spoken},
        "communes": [list(choice) for choice in commune_choices(config, words)],
        "postcodes": [asdict(choice) for choice in postcode_choices(config, words)],
        "page_languages": [[tag, own_name(tag)] for tag in LANGUAGES],
        "prices": {
            str(cents): format_currency(Decimal(cents) / 100, "EUR", locale=locale)
            for cents in sorted(_prices(timetable))
        },
        "costs": {help.number: words.cost(help) for help in config.help_numbers},
    }


def _prices(timetable: Timetable) -> set[int]:
    """What a call to a service may cost, in cents."""
    costs = (call_cost(service.phone) for service in timetable.services.values())
    return {cost.most_cents for cost in costs if cost is not None and cost.most_cents}


def _texts(words: Words) -> dict[str, str]:
    """The texts of the catalogue that the script names, but for those that are the same in this language."""
    script = page_script()
    catalogue: Mapping[Any, str] = words.texts._catalog
    named = [
        key for key in catalogue if isinstance(key, str) and json.dumps(key, ensure_ascii=False) in script
    ]
    found = {key: words.gettext(key) for key in named}
    return {key: text for key, text in found.items() if key and text != key}


def place_table(timetable: Timetable, feeds: str) -> dict[str, Any]:
    """What the script needs to draw: the map's cells in kilometres, pictograms; and where feeds lie."""
    config = timetable.config
    origin, cells = basin_cells(config)
    by_people = sorted(config.quarters, key=lambda quarter: (-quarter.population, quarter.id))
    drawn = dict.fromkeys([*DRAWN, *(line.pictogram for line in config.lines)])
    return {
        "feeds": feeds,
        "pictograms": {name: str(pictogram(name)) for name in drawn},
        "map": {
            "origin": list(origin),
            "cells": [[[round(x, 6), round(y, 6)] for x, y in cell] for cell in cells],
            "order": [quarter.id for quarter in by_people],
        },
    }
