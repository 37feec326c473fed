"""An invented basin with one duty a day, its services, and slots built by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.rota import FilledSlot

NAMES = {"fr": "Essai", "nl": "Proef"}
FLAT = dict.fromkeys(("day", "evening", "night", "weekend", "holiday"), 1)
"""An hour is a point, so that a duty of a day weighs 24 and a morning's opening slot 9."""


def line(name: str, **more: Any) -> dict[str, Any]:
    """A line of one duty a day, from 09:00 to 09:00."""
    slots = [{"id": "day", "days": ["mo-su", "holiday"], "start": "09:00", "end": "09:00"}]
    return {
        "id": name,
        "names": {"fr": name.capitalize(), "nl": name.capitalize()},
        "pictogram": name,
        "modes": ["door"],
        "slots": slots,
    } | more


def town(*lines: str, **more: Any) -> BasinConfig:
    """The basin, with these lines."""
    fields = {
        "format": "garde-basin/1",
        "id": "essai",
        "names": {"fr": "Bassin d'essai", "nl": "Proefbekken"},
        "postcodes": ["1030"],
        "quarters": [
            {"id": "one", "names": NAMES, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 20_000}
        ],
        "burden": FLAT,
        "planning": {"tiers": ["uncovered", "unfairness"]},
        "help_numbers": [
            {
                "number": "112",
                "names": {"fr": "Urgences", "nl": "Noodhulp", "en": "Emergencies"},
                "cents_per_minute": 0,
                "emergency": True,
            },
            {
                "number": "0903 00 000",
                "names": {"fr": "Garde", "nl": "Wacht", "en": "Duty line"},
                "cents_per_minute": 150,
            },
            {
                "number": "1733",
                "names": {"fr": "Médecin", "nl": "Huisarts", "en": "Doctor"},
                "cents_per_minute": 0,
                "ordinary_rate": True,
            },
        ],
        "lines": [line(name) for name in lines or ("pharmacy",)],
    }
    return BasinConfig.model_validate(fields | more)


def service(name: str, *lines: str, **more: Any) -> Service:
    """A service of these lines (of pharmacy when none is named)."""
    fields: dict[str, Any] = {"name": f"Service inventé {name}", "postcode": "1030"} | more
    return Service(external_id=name, lines=lines or ("pharmacy",), **fields)


def instant(text: str) -> datetime:
    """``2027-01-04T08:00`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot(key: str, places: Sequence[str | None], burden: int = 24, **more: Any) -> FilledSlot:
    """A filled slot from 08:00 to 20:00 UTC; ``key`` is ``line/date/template``."""
    name, day, _ = key.split("/")
    start = instant(f"{day}T08:00")
    fields: dict[str, Any] = {
        "line": name,
        "month": day[:7],
        "start": start,
        "end": start.replace(hour=20),
        "burden": burden,
    }
    return FilledSlot(key=key, places=tuple(places), **(fields | more))
