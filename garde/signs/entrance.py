"""How to get in when a service is on duty by night: a few words in each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from unicodedata import normalize
from zoneinfo import ZoneInfo

from garde.basin.config import LANGUAGES, Burden
from garde.calendar.weight import kinds_at
from garde.errors import BadInput

LONGEST = 120
"""Characters: two short sentences, which still fit on a small telephone."""

SHORTEST_STREET = 4
"""Letters from which on a street's name is looked for in a text."""

NEEDED = ("fr", "nl")
"""The languages without which nothing is hung up: one of them stands in for those that are missing."""

Texts = Mapping[str, str]
"""By language tag."""


def checked_texts(texts: Texts) -> dict[str, str]:
    """The texts on one line each, in the order of our languages, without those that are empty.

    Raises BadInput for an unknown language, for one that is too long or holds signs that no page shows, and
    where French or Dutch is missing.
    """
    unknown = sorted(set(texts) - set(LANGUAGES))
    if unknown:
        raise BadInput(
            f"{unknown[0][:40]!r} is no language of the pages", remedy=f"use {', '.join(LANGUAGES)}"
        )
    found = {tag: " ".join(texts[tag].split()) for tag in LANGUAGES if tag in texts}
    found = {tag: text for tag, text in found.items() if text}
    for tag, text in found.items():
        if len(text) > LONGEST:
            raise BadInput(
                f"the text has {len(text)} characters", where=f"--{tag}", remedy=f"use {LONGEST} at most"
            )
        if not text.isprintable():
            raise BadInput("the text has signs that cannot be shown", where=f"--{tag}", remedy="type it anew")
    missing = [tag for tag in NEEDED if tag not in found]
    if missing:
        raise BadInput(
            f"there is no text in {' and '.join(missing)}",
            where=f"--{missing[0]}",
            remedy="French and Dutch are needed",
        )
    return found


def names_street(texts: Texts, address: str | None) -> bool:
    """Whether a text names the street of the address, whatever its capitals, accents and signs.

    Where both languages of the address stand side by side, either counts.
    """
    streets = {
        _letters("".join(takewhile(lambda sign: not sign.isdigit(), part)))
        for part in (address or "").replace("–", " - ").replace("/", " - ").split(" - ")
    }
    return any(
        len(street) >= SHORTEST_STREET and street in _letters(text)
        for street in streets
        for text in texts.values()
    )


def _letters(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text).casefold() if sign.isalnum())


def by_night(instant: datetime, burden: Burden, zone: ZoneInfo) -> bool:
    """Whether the basin counts that minute of the local clock as evening or night, on any day."""
    return not kinds_at(instant.astimezone(zone), burden, ()).isdisjoint({"evening", "night"})
