"""The components of an iCalendar file with the properties that matter here, each with its line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from garde.availability.people import addresses_in, answer_in
from garde.availability.refusal import CalendarFault

LARGEST_CALENDAR = 10_000_000
"""Bytes of a calendar that is read at all; ten years of a full agenda take about four million."""

MOST_COMPONENTS = 100_000

# Titles, places, notes and people are not among them: they are forgotten while the file is read.
_KEPT = frozenset(
    {
        "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "UID",
        "SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY", "METHOD", "PRIORITY",
        "TZID", "TZOFFSETFROM", "TZOFFSETTO",
    }
)  # fmt: skip

_OWNERS = frozenset({"X-WR-CALNAME", "X-OWNER"})
"""Google names a calendar after its owner's address; others say it outright."""

_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_TEXT = r'(?:"[^"]*"|[^";:,]*)'
_PARAMETER = rf";([A-Za-z0-9-]+)=({_TEXT}(?:,{_TEXT})*)"
_PARAMETERS = re.compile(rf"(?:{_PARAMETER})*")
_ONE_PARAMETER = re.compile(_PARAMETER)


@dataclass(frozen=True, slots=True)
class Property:
    """``NAME;PARAMETER=…:value`` as it stands; names in capitals, ``line`` counted from 1."""

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int


@dataclass(slots=True)
class Component:
    """``BEGIN:NAME`` to ``END:NAME``, with the properties that matter and the components inside.

    ``answer`` is what the calendar's owner answered to an invitation (PARTSTAT), or nothing.
    """

    name: str
    line: int
    answer: str = ""
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        return next((item for item in self.properties if item.name == name), None)

    def text(self, name: str) -> str:
        """The first property's value in capitals, or nothing."""
        found = self.first(name)
        return found.value.strip().upper() if found else ""

    def every(self, name: str) -> Iterator[Property]:
        """All properties of that name, in order."""
        return (item for item in self.properties if item.name == name)


def components(content: bytes, owners: Iterable[str] = ()) -> list[Component]:
    """The VCALENDARs of a file.

    ``owners`` are the e-mail addresses of whoever's calendar it is; those that it calls its owner's itself
    count as well. Of the people invited only the owner's answer is kept. Raises CalendarFault for a file that
    is too large, is no calendar, or breaks off.
    """
    if len(content) > LARGEST_CALENDAR:
        raise CalendarFault(f"has more than {LARGEST_CALENDAR // 1_000_000} million bytes")
    if not content.strip():
        raise CalendarFault("is empty")
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if not re.match(r"\s*BEGIN:VCALENDAR\s", text[:2000] + "\n", re.IGNORECASE):
        raise CalendarFault("is no calendar: it does not begin with BEGIN:VCALENDAR")
    return _tree(text, {owner.strip().lower() for owner in owners})


def _tree(text: str, owners: set[str]) -> list[Component]:
    calendars: list[Component] = []
    open_ones: list[Component] = []
    count = 0
    for number, line in _unfolded(text):
        found = _NAME.match(line)
        inside = open_ones[-1] if open_ones else None
        if found is None:
            raise CalendarFault("is no line of a calendar", line=number, component=_called(inside))
        name = found[0].upper()
        if name == "BEGIN":
            count += 1
            if count > MOST_COMPONENTS:
                raise CalendarFault(f"holds more than {MOST_COMPONENTS} events", line=number)
            component = Component(line[6:].strip().upper(), number)
            if inside is None and component.name != "VCALENDAR":
                raise CalendarFault("stands outside VCALENDAR", line=number, component="BEGIN")
            (calendars if inside is None else inside.parts).append(component)
            open_ones.append(component)
        elif inside is None:
            raise CalendarFault("stands outside VCALENDAR", line=number)
        elif name == "END":
            if line[4:].strip().upper() != inside.name:
                what = f"ends something else than the {_called(inside)} of line {inside.line}"
                raise CalendarFault(what, line=number, component="END")
            open_ones.pop()
        elif name in _KEPT:
            inside.properties.append(_property(name, line, number, inside))
        elif name in _OWNERS and inside.name == "VCALENDAR":
            owners.update(addresses_in(line))
        elif name == "ATTENDEE" and owners.intersection(addresses_in(line)):
            inside.answer = answer_in(line) or inside.answer
    if open_ones:
        last = open_ones[-1]
        raise CalendarFault("never ends: the file breaks off", line=last.line, component=_called(last))
    return calendars


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of the physical line on which each begins; empty lines left out."""
    pieces: list[str] = []
    began = 0
    for number, raw in enumerate(io.StringIO(text, newline="\n"), start=1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            continue
        if line.startswith((" ", "\t")) and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield began, "".join(pieces)
        pieces, began = [line], number
    if pieces:
        yield began, "".join(pieces)


def _property(name: str, line: str, number: int, inside: Component) -> Property:
    found = _PARAMETERS.match(line, len(name))
    end = found.end() if found else len(name)
    if line[end : end + 1] != ":":
        raise CalendarFault(f"{name} cannot be read", line=number, component=_called(inside))
    parameters = {
        key.upper(): value.strip('"') for key, value in _ONE_PARAMETER.findall(line[len(name) : end])
    }
    return Property(name, parameters, line[end + 1 :].strip(), number)


def _called(component: Component | None) -> str | None:
    """A component's name as it may be shown."""
    if component is None:
        return None
    return component.name if re.fullmatch(r"[A-Z0-9-]{1,40}", component.name) else "component"
