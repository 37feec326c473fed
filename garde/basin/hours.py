"""Opening hours as people give them: OpenStreetMap ``opening_hours``, without its traps."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache

_QUOTED = re.compile(r'"[^"]*"')
_RULE_SEPARATOR = re.compile(r"\|\||[;,]")
_EXAMPLE = "write it as Mo-Fr 08:30-18:00; Sa 09:00-12:30; PH off"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = rf"(?:([0-9]{{4}})\s+)?({'|'.join(MONTHS)})\s+([0-9]{{1,2}})(?![0-9]|:[0-9])"
_DATES = re.compile(rf"\b{_DATE}(?:\s*-\s*(?:{_DATE}|([0-9]{{1,2}})(?![0-9]|:[0-9])))?", re.IGNORECASE)
_LEAP_YEAR = 2028
"""Stands for a date without a year: 29 February comes in some."""


def tidied_hours(text: str) -> str:
    """The same hours without what word processors and hurry add.

    Dashes become hyphens, spaces single, and a semicolon at the end goes; comments stay untouched.
    """
    parts = re.split(r'("[^"]*")', text.strip())
    plain = [
        part if part.startswith('"') else re.sub(r"\s+", " ", re.sub("[\u2010-\u2015\u2212]", "-", part))
        for part in parts
    ]
    return "".join(plain).rstrip("; ").strip()


@lru_cache(maxsize=4096)
def opening_hours_fault(text: str, country: str = "BE") -> tuple[str, str] | None:
    """What is wrong with these opening hours, as (what, remedy); None when they can be relied on.

    Beside the syntax, things are refused that the evaluating library takes without a word: school holidays
    (``SH``), which it ignores; a rule that is a comment alone (``|| "call"``), which it reads as open at all
    hours; and dates that do not exist (``Jun 31 off``), which it reads as any date.
    """
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

    if not text.strip():
        return "is empty", _EXAMPLE
    bare = _QUOTED.sub('""', text)
    if re.search(r"\bSH\b", bare):
        return "SH (school holidays) is not understood", "give the dates instead, as 2027 Jul 01-Aug 31 off"
    if any(rule.strip() == '""' for rule in _RULE_SEPARATOR.split(bare)):
        return (
            "a rule that is only a comment would be read as always open",
            'write || unknown "call" or || off "call"',
        )
    try:
        OpeningHours(text, country=country)
    except ParserError as error:
        return f"{text!r} is no opening hours{_where(str(error))}", _EXAMPLE
    date = next(_impossible_dates(bare), None)
    if date is not None:
        return f"{date} never comes", "correct the date"
    return None


def _impossible_dates(bare: str) -> Iterator[str]:
    """The dates that no calendar has, and the stretches that end before they begin."""
    for found in _DATES.finditer(bare):
        year, month, day, last_year, last_month, last_day, same_month = found.groups()
        first = _day(year, month, day)
        last = first
        # Without a year of its own, an end may lie in the next one.
        if last_month:
            last = _day(last_year, last_month, last_day)
        elif same_month:
            last = _day(None, month, same_month)
        backwards = first is not None and last is not None and bool(last_year) and last < first
        if first is None or last is None or backwards:
            yield found[0]


def _day(year: str | None, month: str, day: str) -> tuple[int, int, int] | None:
    """Year (0: any), month and day, or None when there is no such day."""
    number = MONTHS.index(month.capitalize()) + 1
    if not 1 <= int(day) <= monthrange(int(year or _LEAP_YEAR), number)[1]:
        return None
    return int(year or 0), number, int(day)


@lru_cache(maxsize=64)
def country_is_known(country: str) -> bool:
    """Whether public holidays (``PH``) of this ISO country code are known."""
    from opening_hours import OpeningHours, UnknownCountryError  # type: ignore[attr-defined]

    try:
        OpeningHours("24/7", country=country)
    except UnknownCountryError:
        return False
    return True


def _where(parser_message: str) -> str:
    """The column of a parser's complaint (its ``--> 1:7``), in words."""
    found = re.search(r"--> \d+:(\d+)", parser_message)
    return f" (at character {found[1]})" if found else ""
