"""A made basin of 400 services on eight lines, with months of published duties, for measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.rota import FilledSlot
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.rotas import save_version, seal_version
from garde.storage.repositories.services import save_services

BASIN = "essai"
SERVICES = 400
LINES = ("pharmacy", "doctor", "nurse", "dentist", "reception", "shelter", "listening", "midwife")
AHEAD = 2
"""Months published from the present one on."""
BRUSSELS = ZoneInfo("Europe/Brussels")
MIDDAY = datetime(2027, 1, 12, 11, 15, tzinfo=UTC)
"""A Tuesday; a quarter past twelve in Brussels."""
HOURS = (
    "Mo-Fr 09:00-18:30; Sa 09:00-13:00; PH off",
    "Mo-Sa 08:30-19:00; PH off",
    "Mo-Fr 08:00-12:00,13:30-18:00; PH off",
    "Mo,Tu,Th,Fr 09:00-17:00; We 09:00-12:30; PH off",
    "24/7",
    "Mo-Su,PH 07:00-22:00",
    "Tu-Sa 10:00-18:00; PH off",
    "Mo-Fr 14:00-20:00; PH off",
)


def basin(name: str = BASIN, neighbours: tuple[str, ...] = ()) -> BasinConfig:
    """Eight lines, each with a day and a night."""
    names = {"fr": "Bassin d'essai", "nl": "Proefbekken"}
    everyday = ["mo-su", "holiday"]
    quarters = [
        {
            "id": f"q{number}",
            "names": names,
            "postcode": "1030",
            "lat": 50.85 + number / 500,
            "lon": 4.37,
            "population": 9000,
        }
        for number in range(8)
    ]
    return BasinConfig.model_validate(
        {
            "format": "garde-basin/1",
            "id": name,
            "neighbours": neighbours,
            "names": names,
            "postcodes": ["1030"],
            "quarters": quarters,
            "burden": dict.fromkeys(("day", "evening", "night", "weekend", "holiday"), 1),
            "planning": {"tiers": ["uncovered", "unfairness"]},
            "help_numbers": [{"number": "112", "names": names, "cents_per_minute": 0, "emergency": True}],
            "lines": [
                {
                    "id": line,
                    "names": {"fr": f"Ligne {line}", "nl": f"Lijn {line}"},
                    "pictogram": "other",
                    "modes": ["door", "telephone"],
                    "slots": [
                        {"id": "day", "days": everyday, "start": "09:00", "end": "21:00"},
                        {"id": "night", "days": everyday, "start": "21:00", "end": "09:00"},
                    ],
                }
                for line in LINES
            ],
        }
    )


def services(name: str = BASIN) -> list[Service]:
    """Fifty on each line, all with hours of their own."""
    return [
        Service(
            f"s{number:03}",
            f"Service {name} {number}",
            "1030",
            (LINES[number % len(LINES)],),
            address=f"Rue de l’Essai {number}",
            phone=f"+32 2 000 {number // 100:02} {number % 100:02}",
            lat=50.85 + number / 10000,
            lon=4.37,
            languages=("fr", "nl", "ar")[: 1 + number % 3],
            step_free=number % 2 == 0,
            opening_hours=HOURS[number % 7 if number % 3 else 7],
        )
        for number in range(SERVICES)
    ]


def slots(month: Month) -> Iterator[FilledSlot]:
    """Two services on each line, day and night."""
    turn = count(month.year * 12)
    day = month.start(BRUSSELS)
    while day < month.end(BRUSSELS):
        for line in range(len(LINES)):
            for kind, hour in (("day", 9), ("night", 21)):
                start = day.replace(hour=hour)
                number = next(turn)
                yield FilledSlot(
                    key=f"{LINES[line]}/{start:%Y-%m-%d}/{kind}",
                    line=LINES[line],
                    month=str(month),
                    start=start,
                    end=start + timedelta(hours=12),
                    burden=12,
                    places=tuple(
                        f"s{(number * len(LINES) + place * 80 + line) % SERVICES:03}" for place in (0, 1)
                    ),
                    categories=("night",) if kind == "night" else (),
                )
        day += timedelta(days=1)


def stored(
    folder: Path,
    past: int,
    neighbours: tuple[str, ...] = (),
    directory: Callable[[str], list[Service]] = services,
) -> Database:
    """A database with so many past months of a basin, each published as a version of its own.

    The neighbours have services and duties of their own, from the present month on; ``directory`` tells the
    services of each.
    """
    folder.mkdir()
    database = open_database(f"sqlite:///{folder / 'garde.db'}", create=True)
    database.upgrade()
    with database.writing() as session:
        save_basin(session, basin(neighbours=neighbours), MIDDAY)
        for other in neighbours:
            save_basin(session, basin(other, (BASIN,)), MIDDAY)
    _fill(database, BASIN, past, directory)
    for other in neighbours:
        _fill(database, other, 0, directory)
    return database


def _fill(database: Database, name: str, past: int, directory: Callable[[str], list[Service]]) -> None:
    year, month = MIDDAY.year, MIDDAY.month
    with database.writing() as session:
        save_services(session, name, directory(name), MIDDAY)
    for number, offset in enumerate(range(-past, AHEAD), start=1):
        at = Month(year + (month - 1 + offset) // 12, (month - 1 + offset) % 12 + 1)
        with database.writing() as session:
            rota = save_version(
                session,
                basin=name,
                number=number,
                months=(str(at),),
                slots=tuple(slots(at)),
                start=at.start(BRUSSELS),
                end=at.end(BRUSSELS),
                at=MIDDAY - timedelta(days=31 * (past - number + 2)),
                by="bench",
                reason=None,
                origin="benchmark",
                draft=None,
            )
            seal_version(session, rota)
