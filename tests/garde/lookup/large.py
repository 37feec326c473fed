"""An invented basin as large as they come: 12 quarters, 8 lines, 400 services with ordinary opening hours."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.lookup import Timetable, compile_timetable
from tests.garde.lookup.example import BASIN, NIGHTS, local

LINES = ("pharmacy", "nurse", "reception", "practice", "mental-health", "family", "dentist", "midwife")
WORDS = (
    "Aulne",
    "Bouleau",
    "Cèdre",
    "Érable",
    "Frêne",
    "Genêt",
    "Houx",
    "If",
    "Lierre",
    "Mélèze",
    "Noyer",
    "Orme",
)
STREETS = ("Rue de l’Essai", "Proefstraat", "Chaussée de l’Exemple", "Avenue imaginaire", "Denkbeeldige laan")
MORNINGS, EVENINGS = ("08:00", "09:00"), ("17:00", "18:30", "19:00", "20:15")
SPOKEN = ("fr", "nl", "en", "es", "ar", "tr", "ro", "pl")


@lru_cache(maxsize=1)
def large_timetable() -> Timetable:
    """From 30 December 2026 until 10 January 2027, without any duty; the same each time."""
    dice = Random(7)
    quarters = [
        {
            "id": f"q{number}",
            "names": {"fr": f"Quartier du {WORDS[number]} – Nord", "nl": f"{WORDS[number]}wijk – Noord"},
            "postcode": ("1030", "1140", "1210")[number % 3],
            "lat": round(50.83 + 0.012 * (number // 4) + dice.uniform(0, 0.006), 4),
            "lon": round(4.33 + 0.017 * (number % 4) + dice.uniform(0, 0.008), 4),
            "population": 15000 + 900 * number,
        }
        for number in range(12)
    ]
    lines = [
        {
            "id": line,
            "names": {tag: f"{line.capitalize()} {tag}" for tag in ("fr", "nl", "en", "es", "ar")},
            "pictogram": "other",
            "modes": ["door", "telephone"],
            "slots": NIGHTS,
        }
        for line in LINES
    ]
    services = [
        Service(
            external_id=f"s{number:03}",
            name=f"{dice.choice(('Maison', 'Officine', 'Centre', 'Cabinet'))} {dice.choice(WORDS)} {number}",
            postcode=dice.choice(("1030", "1140", "1210")),
            lines=(LINES[number % 8],),
            address=f"{dice.choice(STREETS)} {dice.randrange(1, 400)}",
            lat=round(dice.uniform(50.828, 50.872), 5),
            lon=round(dice.uniform(4.328, 4.392), 5),
            phone=f"+32 2 5{dice.randrange(10)}5 {dice.randrange(10, 100)} {dice.randrange(10, 100)}",
            languages=tuple(dict.fromkeys(["fr", *dice.sample(SPOKEN, dice.randrange(0, 4))])),
            step_free=dice.choice((True, False, None)),
            opening_hours=f"Mo-Fr {dice.choice(MORNINGS)}-{dice.choice(EVENINGS)}; PH off",
        )
        for number in range(400)
    ]
    config = BasinConfig.model_validate({**BASIN, "id": "large", "quarters": quarters, "lines": lines})
    return compile_timetable(
        config, services, (), start=local("2026-12-30T00:00"), end=local("2027-01-10T00:00"), version=1
    )
