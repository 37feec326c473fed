"""The texts of the private pages, one catalogue for each section and language; English is in the code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from garde.accounts.people import LANGUAGES
from garde.web.words import Words, catalogues

LOCALES = Path(__file__).with_name("locales")


def noted(message: str) -> str:
    """Marks a text of the code for translation; it is translated where it is shown."""
    return message


def words_in(tag: str, zone: tzinfo) -> Words:
    """The words of a language we write to services in, with times in the basin's zone."""
    return Words(tag, own_catalogues()[tag], zone)


@lru_cache(maxsize=1)
def own_catalogues() -> Mapping[str, Translations]:
    """The texts of every language; what the public pages say already is taken from there."""
    found = {}
    for tag in LANGUAGES:
        texts = Translations(domain="garde")
        for path in sorted((LOCALES / tag).glob("*.po")):
            compiled = BytesIO()
            with path.open("rb") as source:
                write_mo(compiled, read_po(source, locale=tag))
            compiled.seek(0)
            texts.merge(Translations(fp=compiled, domain="garde"))
        texts.add_fallback(catalogues()[tag])
        found[tag] = texts
    return found
