"""Opening hours as people give them: OpenStreetMap ``opening_hours``, without its two traps."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTED = re.compile(r'"[^"]*"')
_RULE_SEPARATOR = re.compile(r"\|\||[;,]")
_EXAMPLE = "write it as Mo-Fr 08:30-18:00; Sa 09:00-12:30; PH off"


@lru_cache(maxsize=4096)
def opening_hours_fault(text: str, country: str = "BE") -> tuple[str, str] | None:
    """What is wrong with these opening hours, as (what, remedy); None when they can be relied on.

    Beside the syntax, two things are refused that the evaluating library takes without a word: school
    holidays (``SH``), which it ignores, and a rule that is a comment alone (``|| "call"``), which it reads
    as open at all hours.
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
    return None


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
