"""Counts as people write them: ``medicine:fr:helped=3``. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from garde.activity.checking import MOST_PEOPLE, Unfit
from garde.activity.report import BAND, INCIDENTS, OUTCOMES, BandCount, Contacts, IncidentCount
from garde.basin.config import BasinConfig

PATTERN = "NEED:LANGUAGE:OUTCOME=N"


def contacts_written(texts: Iterable[str], config: BasinConfig) -> tuple[Contacts, ...]:
    """Contacts such as ``shelter:ar:sent_on:0800 99 340=2``. Raises Unfit."""
    return tuple(_contact(text, config) for text in texts)


def contact(need: str, language: str, outcome: str, to: str, people: int, config: BasinConfig) -> Contacts:
    """Contacts from their words; ``to`` is "" where nobody was sent on. Raises Unfit for an outcome."""
    name = outcome.strip().lower().replace("-", "_")
    found = next((known for known in OUTCOMES if known == name), None)
    if found is None:
        raise Unfit("contact", f"{outcome!r} is no outcome", remedy=f"use one of: {', '.join(OUTCOMES)}")
    return Contacts(need.strip().lower(), language.strip().lower(), found, people, _place(to, config))


def bands_written(texts: Iterable[str]) -> tuple[BandCount, ...]:
    """How many came in the part of the day that an hour lies in, such as ``22=3``; one part is summed."""
    found: dict[int, int] = {}
    for text in texts:
        hour, people = _pair("hour", text, "HOUR=N")
        if not (hour.isascii() and hour.isdigit() and int(hour) < 24):
            raise Unfit("hour", f"{hour!r} is no hour", remedy="use 0 to 23")
        band = int(hour) // BAND * BAND
        found[band] = found.get(band, 0) + people
    return tuple(BandCount(hour, people) for hour, people in found.items())


def incidents_written(texts: Iterable[str]) -> tuple[IncidentCount, ...]:
    """Incidents such as ``technical=1``. Raises Unfit."""
    found = []
    for text in texts:
        kind, count = _pair("incident", text, "KIND=N")
        known = next((one for one in INCIDENTS if one == kind.lower()), None)
        if known is None:
            raise Unfit("incident", f"{kind!r} is no kind", remedy=f"use one of: {', '.join(INCIDENTS)}")
        found.append(IncidentCount(known, count))
    return tuple(found)


def _contact(text: str, config: BasinConfig) -> Contacts:
    what, people = _pair("contact", text, PATTERN)
    need, language, outcome, *to = what.split(":", 3) if what.count(":") >= 2 else ("", "", "")
    if not need:
        raise Unfit("contact", f"{text!r} is no count", remedy=f"write {PATTERN}, as medicine:fr:helped=3")
    return contact(need, language, outcome, to[0] if to else "", people, config)


def _pair(code: str, text: str, pattern: str) -> tuple[str, int]:
    what, equals, number = text.rpartition("=")
    if not equals or not (number.strip().isascii() and number.strip().isdigit()) or len(number) > 6:
        raise Unfit(code, f"{text!r} is no count", remedy=f"write {pattern}")
    if int(number) > MOST_PEOPLE:
        raise Unfit(code, f"{number} is no count", remedy=f"a whole number up to {MOST_PEOPLE}")
    return what.strip(), int(number)


def _place(to: str, config: BasinConfig) -> str | None:
    """A line, ``other``, or a help number as the basin's file writes it, wherever its blanks stand."""
    text = to.strip()
    bare = text.replace(" ", "")
    return (
        next((one.number for one in config.help_numbers if one.number.replace(" ", "") == bare), text) or None
    )
