"""How three made-up pharmacies are named in explanations."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from garde.planning.explaining.wording import Wording

BRUSSELS = ZoneInfo("Europe/Brussels")
NAMES = {"a": "Officine A", "b": "Officine B", "c": "Officine C"}


def wording(language: str) -> Wording:
    return Wording(language, BRUSSELS, NAMES, 2026)
