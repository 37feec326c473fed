"""The time zones that a calendar names: IANA's, Windows', a path that ends in one, or its own definition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from garde.availability.budget import Budget
from garde.availability.content import Component, Property
from garde.availability.recurrence import occurrences, read_rule
from garde.availability.refusal import CalendarFault
from garde.calendar.localtime import zone_named
from garde.errors import BadInput

_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_LOCAL = re.compile(r"([0-9]{8})T?([0-9]{6})?Z?")
_FIRST_DEFINED = datetime.combine(date(1990, 1, 1), time())
_EARLIEST = datetime.combine(date(1601, 1, 1), time())
_LATEST = datetime.combine(date(2200, 1, 1), time())
_NAME = re.compile(r"[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*")


class Zone(Protocol):
    """A local clock."""

    def instant(self, local: datetime) -> datetime:
        """The instant, in UTC, of a naive local time (RFC 5545, 3.3.5).

        Of a time that exists twice the first; a time that the clock jumps over is read as if it had not
        jumped: 02:30 in the last night of March is half an hour after 02:00, when the clock shows 03:30.
        """


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone of the IANA database, or UTC."""

    zone: tzinfo

    def instant(self, local: datetime) -> datetime:
        """See Zone."""
        return local.replace(tzinfo=self.zone, fold=0).astimezone(UTC)


UTC_ZONE = NamedZone(UTC)


@dataclass(frozen=True, slots=True)
class DefinedZone:
    """A zone that a calendar defines: ``offsets[i]`` holds up to ``changes[i]``, naive and in UTC."""

    changes: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]

    def instant(self, local: datetime) -> datetime:
        """See Zone."""
        # Around a change, the earlier offset is right for a time that exists twice and for one that does not.
        guess = bisect_right(self.changes, local - timedelta(days=2))
        while guess < len(self.changes):
            if local - self.offsets[guess] < self.changes[guess]:
                break
            after = local - self.offsets[guess + 1]
            if after < self.changes[guess]:
                break
            guess += 1
        return (local - self.offsets[guess]).replace(tzinfo=UTC)


class Zones:
    """The zones of one calendar file; those it defines are worked out when an event needs them.

    ``home`` is the zone of days and of times without one; definitions hold up to ``until``.
    """

    def __init__(
        self, definitions: Iterable[Component], home: ZoneInfo, until: datetime, budget: Budget
    ) -> None:
        self.home = NamedZone(home)
        self._until = until.replace(tzinfo=None) + timedelta(days=366)
        self._budget = budget
        self._definitions: Mapping[str, Component] = {
            name.value: definition for definition in definitions if (name := definition.first("TZID"))
        }
        self._known: dict[str, Zone] = {}

    def named(self, item: Property) -> Zone | None:
        """The zone of a TZID, None without one. Raises CalendarFault for one that nothing explains."""
        name = item.parameters.get("TZID")
        if not name:
            return None
        if name not in self._known:
            self._known[name] = self._found(name, item)
        return self._known[name]

    def _found(self, name: str, item: Property) -> Zone:
        known = _from_database(name)
        if known is not None:
            return NamedZone(known)
        if name in self._definitions:
            return _defined(self._definitions[name], self._until, self._budget)
        raise CalendarFault(
            "is in a time zone that is neither known nor defined in the calendar",
            line=item.line,
            component=item.name,
        )


def _from_database(name: str) -> ZoneInfo | None:
    """By IANA's name, Windows', or the end of a path such as ``/example.org/1/Europe/Brussels``."""
    name = WINDOWS_TO_OLSON.get(name, name).strip("/")
    if len(name) > 200 or not _NAME.fullmatch(name):
        return None
    parts = name.split("/")
    candidates = [name] if len(parts) < 3 else [name, "/".join(parts[-3:]), "/".join(parts[-2:])]
    for candidate in candidates:
        try:
            return zone_named(candidate)
        except BadInput:
            continue
    return None


def _defined(definition: Component, until: datetime, budget: Budget) -> Zone:
    found: dict[datetime, timedelta] = {}
    earliest: list[tuple[datetime, timedelta]] = []
    for part in definition.parts:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        start, before, after = _start(part), _offset(part, "TZOFFSETFROM"), _offset(part, "TZOFFSETTO")
        earliest.append((start, before))
        for local in _starts(part, start, before, until, budget):
            found[local - before] = after
    if not found:
        raise CalendarFault("defines no offset", line=definition.line, component="VTIMEZONE")
    changes = tuple(sorted(found))
    offsets = (min(earliest)[1], *(found[change] for change in changes))
    # A change to the offset that holds already is none, and would only slow the search.
    kept = [position for position, (old, new) in enumerate(pairwise(offsets)) if old != new]
    return DefinedZone(
        tuple(changes[position] for position in kept),
        (offsets[0], *(offsets[position + 1] for position in kept)),
    )


def _starts(
    part: Component, start: datetime, before: timedelta, until: datetime, budget: Budget
) -> Iterable[datetime]:
    yield start
    for item in part.every("RRULE"):
        try:
            rule = read_rule(item.value)
        except ValueError as error:
            raise CalendarFault(str(error), line=item.line, component="VTIMEZONE") from None
        end = until
        if rule.until:
            # UNTIL is in UTC, the changes are on the clock before them.
            end = min(until, _local(rule.until, item) + (before if rule.until.endswith("Z") else timedelta()))
        yield from occurrences(rule, start, max(start, _FIRST_DEFINED), end, budget.spend)
    for item in part.every("RDATE"):
        for text in item.value.split(","):
            yield _local(text.partition("/")[0], item)


def _start(part: Component) -> datetime:
    item = part.first("DTSTART")
    if item is None:
        raise CalendarFault("has no DTSTART", line=part.line, component=part.name)
    return _local(item.value, item)


def _local(text: str, item: Property) -> datetime:
    found = _LOCAL.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        local = datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        raise CalendarFault("is no date and time", line=item.line, component=item.name) from None
    return min(max(local, _EARLIEST), _LATEST)


def _offset(part: Component, name: str) -> timedelta:
    item = part.first(name)
    found = _OFFSET.fullmatch(item.value.replace(":", "")) if item else None
    if found is None:
        line = item.line if item else part.line
        raise CalendarFault(f"has no readable {name}", line=line, component=part.name)
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if size >= timedelta(days=1):
        raise CalendarFault(f"has no readable {name}", line=part.line, component=part.name)
    return -size if found[1] == "-" else size
