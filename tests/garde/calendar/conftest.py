"""A small invented basin, made to measure for each test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from garde.basin.config import BasinConfig

NAMES = {"fr": "Essai", "nl": "Proef"}


def _line(templates: list[dict[str, Any]], identifier: str = "nurse", **more: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "names": NAMES,
        "pictogram": "syringe",
        "modes": ["door"],
        "slots": templates,
    } | more


def _basin(*lines: dict[str, Any], **more: Any) -> BasinConfig:
    night = {"id": "night", "days": ["mo-su", "holiday"], "start": "21:00", "end": "09:00"}
    said: dict[str, Any] = {
        "format": "garde-basin/1",
        "id": "essai",
        "names": NAMES,
        "postcodes": ["1030"],
        "quarters": [
            {
                "id": "essai-nord",
                "names": NAMES,
                "postcode": "1030",
                "lat": 50.87,
                "lon": 4.38,
                "population": 20_000,
            }
        ],
        "burden": {"day": 1, "evening": 2, "night": 3, "weekend": 2, "holiday": 4},
        "help_numbers": [{"number": "112", "names": NAMES, "cents_per_minute": 0}],
        "lines": lines or (_line([night]),),
    }
    return BasinConfig.model_validate(said | more)


@pytest.fixture(scope="session")
def line() -> Callable[..., dict[str, Any]]:
    """``line(templates, identifier)``: what a basin's file says of one duty line."""
    return _line


@pytest.fixture(scope="session")
def basin() -> Callable[..., BasinConfig]:
    """``basin(*lines, **keys)``: by default one line with a night from 21:00 to 09:00 every day."""
    return _basin
