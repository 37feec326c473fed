"""Duties as they were served: who may report, for which hours, in which parts of the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from garde.activity.report import BAND
from garde.calendar.intervals import Interval
from garde.rota import FilledSlot
from garde.served import Record, as_served

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ServedDuty:
    """What ``service`` served of a slot: the whole of it, or its part where records tell otherwise."""

    slot: FilledSlot
    service: str
    times: tuple[Interval, ...]

    @property
    def hours(self) -> float:
        """Elapsed hours."""
        return sum((time.end - time.start) / _HOUR for time in self.times)


def served_duties(slots: Iterable[FilledSlot], records: Iterable[Record]) -> tuple[ServedDuty, ...]:
    """Every duty that somebody served, replacements included, in the order of the slots."""
    given = tuple(slots)
    by_key = {slot.key: slot for slot in given}
    times: dict[tuple[str, str], list[Interval]] = {}
    for piece in as_served(given, records):
        for service in piece.services:
            times.setdefault((piece.key, service), []).append(Interval(piece.start, piece.end))
    return tuple(ServedDuty(by_key[key], service, tuple(sorted(found, key=lambda one: one.start)))
                 for (key, service), found in times.items())  # fmt: skip


def hours_by_clock(times: Iterable[Interval], zone: tzinfo) -> dict[tuple[datetime, int], float]:
    """Elapsed hours of these times by local midnight (without offset) and hour of the clock."""
    found: dict[tuple[datetime, int], float] = {}
    for time in times:
        here = time.start
        while here < time.end:
            local = here.astimezone(zone)
            # Clocks are changed by whole hours, so that an hour of the clock lasts one everywhere.
            past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            until = min(here + (_HOUR - past), time.end)
            key = (local.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0), local.hour)
            found[key] = found.get(key, 0.0) + (until - here) / _HOUR
            here = until
    return found


def bands_of(slot: FilledSlot, zone: tzinfo) -> tuple[int, ...]:
    """The parts of the day that a slot touches, by the local hour at which each begins, in its own order."""
    times = [Interval(slot.start, slot.end)]
    return tuple(dict.fromkeys(hour // BAND * BAND for _, hour in hours_by_clock(times, zone)))
