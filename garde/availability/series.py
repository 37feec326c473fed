"""The events of a calendar as series: what it says under one UID, each repetition replaced at most once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from garde.availability.content import Component
from garde.availability.moments import Length, Moment, length_between, read_duration, read_moment
from garde.availability.refusal import CalendarFault
from garde.availability.zones import Zones


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT. ``replaces`` is the repetition it stands for, and with ``onwards`` for all later ones."""

    component: Component
    start: Moment
    length: Length
    replaces: Moment | None = None
    onwards: bool = False


@dataclass(slots=True)
class Series:
    """All that a calendar says under one UID; ``overrides`` by the instant that they replace."""

    master: Entry | None = None
    overrides: dict[datetime, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    """Repetitions named by instant, or by day, as some programs name those of timed events too."""

    instants: frozenset[datetime]
    days: frozenset[date]

    @classmethod
    def of(cls, moments: Iterable[Moment], *, whole_days: bool) -> Marked:
        """Those moments; all by their day when the series is one of whole days."""
        given = list(moments)
        return cls(
            frozenset(m.instant for m in given if not (m.whole_day or whole_days)),
            frozenset(m.day for m in given if m.whole_day or whole_days),
        )

    def holds(self, moment: Moment) -> bool:
        """Whether this repetition is one of them."""
        return moment.day in self.days or moment.instant in self.instants


def series_of(events: Iterable[Component], zones: Zones) -> Iterable[Series]:
    """The series, in the order of the calendar; of several states of one event the newest (SEQUENCE).

    Raises CalendarFault for an event without a readable start or end.
    """
    found: dict[str, Series] = {}
    newest: dict[tuple[str, datetime | None], int] = {}
    # A replaced repetition may be named on the clock of its series, so that the series comes first.
    for event in sorted(events, key=lambda event: event.first("RECURRENCE-ID") is not None):
        uid = event.first("UID")
        name = uid.value if uid and uid.value else f"line {event.line}"
        known = found.get(name)
        entry = _entry(event, zones, known.master if known else None)
        replaced = entry.replaces.instant if entry.replaces else None
        sequence = _sequence(event)
        if sequence < newest.get((name, replaced), sequence):
            continue
        newest[name, replaced] = sequence
        series = found.setdefault(name, Series())
        if replaced is None:
            series.master = entry
        else:
            series.overrides[replaced] = entry
    return found.values()


def _sequence(event: Component) -> int:
    text = event.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _entry(event: Component, zones: Zones, master: Entry | None) -> Entry:
    written = event.first("DTSTART")
    if written is None:
        raise CalendarFault("has no DTSTART", line=event.line, component=event.name)
    start = read_moment(written, zones)
    length = _length(event, start, zones)
    replaced = event.first("RECURRENCE-ID")
    if replaced is None:
        return Entry(event, start, length)
    onwards = replaced.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    clock = master.start.zone if master else start.zone
    return Entry(event, start, length, read_moment(replaced, zones, clock), onwards)


def _length(event: Component, start: Moment, zones: Zones) -> Length:
    end, duration = event.first("DTEND"), event.first("DURATION")
    if end is not None:
        return length_between(start, read_moment(end, zones, start.zone), end)
    if duration is not None:
        return read_duration(duration)
    return Length(timedelta(days=1) if start.whole_day else timedelta())
