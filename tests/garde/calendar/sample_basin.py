"""A small invented basin for the calendar's tests."""

from __future__ import annotations

from typing import Any

from garde.basin.config import BasinConfig

NAMES = {"fr": "Essai", "nl": "Proef"}
WEIGHTS = {"day": 1, "evening": 2, "night": 3, "weekend": 2, "holiday": 4}


def template(identifier: str, days: list[str], start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "days": days, "start": start, "end": end, **more}


def line(identifier: str, *slots: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": identifier, "names": NAMES, "pictogram": "pill", "modes": ["door"], "slots": slots, **more}


EVERY_DAY = ["mo-su", "holiday"]
NIGHTS = line("nurse", template("night", EVERY_DAY, "21:00", "09:00"))


def basin(*lines: dict[str, Any], **more: Any) -> BasinConfig:
    said: dict[str, Any] = {
        "format": "garde-basin/1",
        "id": "essai",
        "names": NAMES,
        "postcodes": ["1030"],
        "quarters": [
            {"id": "one", "names": NAMES, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 20_000}
        ],
        "burden": WEIGHTS,
        "help_numbers": [{"number": "112", "names": NAMES, "cents_per_minute": 0}],
        "lines": lines or (NIGHTS,),
    }
    return BasinConfig.model_validate(said | more)
