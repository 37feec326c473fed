"""The duties of the coming days as a plain table, for who has no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from garde.lookup import Timetable
from garde.lookup.presence import Presence
from garde.web.words import Words

DAYS = 4
"""Local days that the table shows, the first being today."""


@dataclass(frozen=True, slots=True)
class Row:
    """One duty: from when until when, who, and the number to call."""

    span: str
    name: str
    phone: str | None


Lines = list[tuple[Mapping[str, str], list[Row]]]


def coming_duties(timetable: Timetable, words: Words, now: datetime) -> list[tuple[str, Lines]]:
    """By local day on which they begin, then by line; those that run already count to the first day."""
    found: dict[int, Lines] = {}
    for line in timetable.lines.values():
        held = [one for one in line.coming if one.basis == "duty" and one.end > now]
        for number, presences in groupby(held, key=lambda one: _day(timetable, one, now)):
            if number < DAYS:
                rows = list(_rows(timetable, words, list(presences), now))
                found.setdefault(number, []).append((line.line.names, rows))
    noon = now.astimezone(timetable.zone).replace(hour=12)
    return [
        (words.day(noon + timedelta(days=number), year=True), lines)
        for number, lines in sorted(found.items())
    ]


def _day(timetable: Timetable, one: Presence, now: datetime) -> int:
    begins, today = (moment.astimezone(timetable.zone).date() for moment in (max(one.start, now), now))
    return (begins - today).days


def _rows(timetable: Timetable, words: Words, presences: list[Presence], now: datetime) -> Iterator[Row]:
    for one in presences:
        service = timetable.services[one.service]
        span = f"{words.clock(one.start)} – {words.when(one.end, one.start)}"
        if one.start <= now:
            span = words.gettext("until %(time)s", time=words.when(one.end, now))
        yield Row(span, service.shown_name, service.phone)
