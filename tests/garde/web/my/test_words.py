from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import garde.web.my
from garde.accounts.people import LANGUAGES
from garde.web.words import catalogues

ROOM = Path(garde.web.my.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "said": None}
TRANSLATED = [tag for tag in LANGUAGES if tag != "en"]


def used() -> set[str]:
    """Every text in the private pages' templates and code."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    found = extract_from_dir(ROOM, method_map=methods, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def translated(tag: str) -> list[tuple[str, str]]:
    """What the catalogues of a language have, one after the other."""
    found = []
    for path in sorted((ROOM / "locales" / tag).glob("*.po")):
        with path.open("rb") as source:
            found += [(str(m.id), str(m.string)) for m in read_po(source, locale=tag) if m.id]
    return found


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_text_has_one_translation_and_none_is_left_over(tag: str) -> None:
    texts = translated(tag)
    public = {text for text in used() if catalogues()[tag].gettext(text) != text}
    assert len(used()) > 10
    assert sorted(text for text, _ in texts) == sorted(used() - public)
    assert [text for text, said in texts if not said.strip()] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_translation_keeps_the_values_to_fill_in(tag: str) -> None:
    wrong = [
        text
        for text, said in translated(tag)
        if sorted(re.findall(r"%\(\w+\)s", text)) != sorted(re.findall(r"%\(\w+\)s", said))
    ]
    assert wrong == []
