"""One cell of a services file, from text to value; each reader raises ValueError with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from unicodedata import category, normalize

from garde.basin.hours import opening_hours_fault, tidied_hours

LONGEST_TEXT = 500
LONGEST_ID = 80
MOST_REST_HOURS = 336

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]{1,3})?")
_POSTCODE = re.compile(r"(?:BE?-)?([1-9][0-9]{3})(?:[.,]0+)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]*")
_SEVERAL = re.compile(r"[;,|]")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YES = frozenset({"yes", "oui", "ja", "true", "vrai", "waar", "1", "y", "x"})
_NO = frozenset({"no", "non", "nee", "false", "faux", "onwaar", "0", "n"})


def is_language_tag(text: str) -> bool:
    """Whether it has the shape of a lower-case BCP 47 tag: ``fr``, ``nl-be``, ``zh-hant``."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def words(text: str) -> str:
    """Free text on one line, in composed Unicode, without control characters."""
    clean = " ".join(normalize("NFC", text).split())
    if not clean.isprintable() and any(
        category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff" for letter in clean
    ):
        raise ValueError("holds a character that cannot be printed")
    if len(clean) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT} characters")
    return clean


def identifier(text: str) -> str:
    """An external id: short text, kept as it is written."""
    clean = words(text)
    if len(clean) > LONGEST_ID:
        raise ValueError(f"is longer than {LONGEST_ID} characters")
    return clean


def choice(text: str, allowed: tuple[str, ...]) -> str:
    """One of a few words, whatever its capitals."""
    found = text.strip().lower()
    if found in allowed:
        return found
    near = get_close_matches(found, allowed, n=1)
    raise ValueError(
        f"is not known: did you mean {near[0]}?" if near else f"is not one of {', '.join(allowed)}"
    )


def several(text: str, read: Callable[[str], str]) -> tuple[str, ...]:
    """Values separated by semicolons (or commas), in the order given."""
    return tuple(read(part.strip()) for part in _SEVERAL.split(text) if part.strip())


def language(text: str) -> str:
    """A language tag, lower case."""
    tag = text.strip().lower().replace("_", "-")
    if not is_language_tag(tag):
        raise ValueError(f"holds {text!r}, which is no language tag: use tags such as fr;nl;ar")
    return tag


def languages(text: str) -> tuple[str, ...]:
    """Language tags, each once."""
    return tuple(dict.fromkeys(several(text, language)))


def postcode(text: str, known: frozenset[str]) -> str:
    """A postcode of the basin."""
    found = _POSTCODE.fullmatch(text.strip())
    if not found:
        raise ValueError("is no postcode of four digits")
    if found[1] not in known:
        raise ValueError(f"is not in the basin, whose postcodes are {', '.join(sorted(known))}")
    return found[1]


def number(text: str) -> float:
    """A finite number, with a point or a comma before the decimals."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("is no number")
    value = float(text.replace(",", "."))
    if not isfinite(value):
        raise ValueError("is no finite number")
    return value


def _within(text: str, least: float, most: float, what: str) -> float:
    value = number(text)
    if not least <= value <= most:
        raise ValueError(f"is no {what}: from {least:g} to {most:g}")
    return value


def latitude(text: str) -> float:
    """Degrees north, WGS 84."""
    return _within(text, -90, 90, "latitude")


def longitude(text: str) -> float:
    """Degrees east, WGS 84."""
    return _within(text, -180, 180, "longitude")


def share(text: str) -> float:
    """A part of the common effort: more than 0."""
    value = number(text)
    if not 0 < value <= 1000:
        raise ValueError("is no share: more than 0, 1 for an ordinary service")
    return value


def count(text: str) -> int:
    """A whole number, 0 or more."""
    value = number(text)
    if value < 0 or not value.is_integer():
        raise ValueError("is no whole number of 0 or more")
    if value > 100_000:
        raise ValueError("is too large")
    return int(value)


def hours(text: str) -> float:
    """Hours in a month, 0 or more."""
    return _within(text, 0, 744, "number of hours in a month")


def rest(text: str) -> float:
    """Hours of rest between two duties."""
    return _within(text, 0, MOST_REST_HOURS, "rest in hours")


def yes_or_no(text: str) -> bool:
    """Yes or no in English, French or Dutch, or 1 and 0."""
    found = text.strip().lower()
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise ValueError("is neither yes nor no")


def day(text: str) -> date:
    """A date: 2027-01-31, or day first, 31/01/2027."""
    turned = _DAY_FIRST.fullmatch(text)
    try:
        if turned:
            found = date(int(turned[3]), int(turned[2]), int(turned[1]))
        else:
            moment = datetime.fromisoformat(text)
            if moment.time() != datetime.min.time() or moment.tzinfo is not None:
                raise ValueError
            found = moment.date()
    except ValueError:
        raise ValueError("is no date: write 2027-01-31") from None
    if not 1900 <= found.year <= 2200:
        raise ValueError("is no date of our times")
    return found


def email(text: str) -> str:
    """An e-mail address, by its shape."""
    if len(text) > 254 or not _EMAIL.fullmatch(text) or words(text) != text:
        raise ValueError("is no e-mail address")
    return text


def phone(text: str) -> str:
    """A telephone number as people write it: national with its 0, international with +, or short."""
    digits = sum(letter.isdigit() for letter in text)
    if not _PHONE.fullmatch(text) or not 3 <= digits <= 15:
        raise ValueError("is no telephone number")
    if digits > 4 and not text.startswith(("0", "+")):
        raise ValueError(
            "lacks its first 0 or its +32: format the column as text, spreadsheets eat a first 0"
        )
    return text


def opening_hours(text: str) -> str:
    """OpenStreetMap opening hours that can be relied on."""
    if len(text) > 2000:
        raise ValueError("is longer than 2000 characters")
    text = tidied_hours(text)
    fault = opening_hours_fault(text)
    if fault:
        what, remedy = fault
        raise ValueError(f"{what.removeprefix(repr(text)).strip()}: {remedy}")
    return text
