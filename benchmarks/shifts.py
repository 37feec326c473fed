"""Days, shifts, services and absences: what made problems are put together from, by their seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]
ZONE = ZoneInfo("Europe/Brussels")
HOLIDAYS = frozenset(
    date(2027, month, day)
    for month, day in [
        (1, 1),
        (3, 29),
        (5, 1),
        (5, 6),
        (5, 17),
        (7, 21),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ]
)
TONGUES = (("fr", 0.95), ("nl", 0.4), ("en", 0.5), ("ar", 0.2), ("es", 0.12))


@dataclass(frozen=True)
class Shift:
    """A daily template: local hours, burden on a working day and on a free day, and where it occurs."""

    name: str
    start: int
    hours: int
    burden: int
    free_burden: int
    weekdays: bool = True
    free_days: bool = True
    required: int = 1


NIGHT = Shift("night", 20, 12, 3, 5)
FREE_DAY = Shift("day", 8, 12, 4, 4, weekdays=False)
EVENING = Shift("evening", 17, 5, 1, 2, free_days=False)
SLEEPING = Shift("night", 22, 10, 3, 5, free_days=False)
SIMPLE = (NIGHT, FREE_DAY)
FULL = (EVENING, SLEEPING, FREE_DAY, Shift("night", 20, 12, 5, 5, weekdays=False))


def instant(day: date, hour: int) -> datetime:
    """The local wall hour of a day (24 and more spill into the next days), as a zoned instant."""
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), ZONE)


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def is_free(day: date) -> bool:
    return day.weekday() >= 5 or day in HOLIDAYS


def categories(shift: Shift, day: date) -> list[str]:
    found = ["night"] if shift.name == "night" else []
    if day.weekday() >= 5:
        found.append("weekend")
    if day in HOLIDAYS:
        found.append("holiday")
    return found


def days_of(first: date, count: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]


def slots_of(days: list[date], lines: list[str], shifts: tuple[Shift, ...]) -> Iterator[Document]:
    for day in days:
        for line in lines:
            for shift in shifts:
                if not (shift.free_days if is_free(day) else shift.weekdays):
                    continue
                burden = shift.free_burden if is_free(day) else shift.burden
                yield {
                    "id": f"{line}-{day.isoformat()}-{shift.name}",
                    "line": line,
                    "start": text(instant(day, shift.start)),
                    "end": text(instant(day, shift.start + shift.hours)),
                    "required": shift.required,
                    "burden": burden + (2 if day in HOLIDAYS else 0),
                    "categories": categories(shift, day),
                }


def services_of(random: Random, count: int, lines: list[str], spread: int = 2) -> list[Document]:
    """Services on one to ``spread`` neighbouring lines."""
    services = []
    for index in range(count):
        first = index % len(lines)
        width = random.randint(1, min(spread, len(lines)))
        services.append(
            {
                "id": f"s{index:03}",
                "lines": [lines[(first + step) % len(lines)] for step in range(width)],
                "rest_hours": 11,
            }
        )
    return services


def absences(
    random: Random, services: list[Document], days: list[date], rate: float, longest: int
) -> list[Document]:
    """Stretches of whole days away that add up to about ``rate`` of each service's days."""
    away = []
    for service in services:
        left = round(rate * len(days) * random.uniform(0.6, 1.4))
        while left > 0:
            length = min(left, random.randint(1, longest))
            first = random.choice(days)
            away.append(
                {
                    "service": service["id"],
                    "start": text(instant(first, 0)),
                    "end": text(instant(first + timedelta(days=length), 0)),
                }
            )
            left -= length
    return away


def closures(
    random: Random, services: list[Document], days: list[date], rate: float, every: int
) -> list[Document]:
    """Weeks, one in ``every`` weeks, in which all but a few services are away: school holidays."""
    return [
        {"service": service["id"], "start": text(instant(first, 0)), "end": text(instant(first, 7 * 24))}
        for first in days[7 :: 7 * every]
        for service in services
        if random.random() < rate
    ]


def document(name: str, days: list[date], services: list[Document], slots: list[Document]) -> Document:
    return {
        "format": "garde-problem/1",
        "name": name,
        "timezone": "Europe/Brussels",
        "horizon": {"start": text(instant(days[0], 0)), "end": text(instant(days[-1], 24))},
        "services": services,
        "slots": slots,
    }
