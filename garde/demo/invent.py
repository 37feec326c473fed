"""Inventing services. Every name is made up and says so; quarters and postcodes are the demo basin's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from garde.basin.config import BasinConfig
from garde.basin.service import Kind, Service

SEED = 1080


@dataclass(frozen=True, slots=True)
class Sector:
    """What a sector's services look like."""

    id: str
    line: str
    kind: Kind
    count: int
    title: str
    hours: tuple[str, ...]
    most_nights: int | None = None


SECTORS = (
    Sector(
        "pharmacy",
        "pharmacy",
        "organisation",
        18,
        "Pharmacie",
        ("Mo-Fr 08:30-18:30; Sa 09:00-13:00; PH off", "Mo-Sa 09:00-19:00; PH off"),
    ),
    Sector(
        "social-centre",
        "reception",
        "organisation",
        14,
        "Centre social",
        ("Mo-Fr 09:00-12:30,13:30-17:00; PH off", "Mo,Tu,Th,Fr 09:00-17:00; We 12:00-20:00; PH off"),
    ),
    Sector(
        "medical-house",
        "general-practice",
        "organisation",
        13,
        "Maison médicale",
        ("Mo-Fr 08:00-19:00; PH off", "Mo-Fr 08:30-18:30; Sa 09:00-12:00; PH off"),
    ),
    Sector("nurse", "nursing", "independent", 15, "Cabinet infirmier", (), most_nights=4),
    Sector(
        "mental-health",
        "mental-health",
        "organisation",
        11,
        "Service de santé mentale",
        ("Mo-Fr 09:00-18:00; PH off", "Mo-Th 09:00-19:00; Fr 09:00-16:00; PH off"),
    ),
    Sector(
        "family-planning",
        "family-planning",
        "organisation",
        8,
        "Planning familial",
        ("Mo-Fr 09:00-17:00; PH off", "Mo,We,Fr 10:00-19:00; Sa 10:00-13:00; PH off"),
    ),
)

_NAMES = (
    "de l'Alouette", "du Bouleau", "de la Boussole", "du Cerf-Volant", "de la Clairière", "du Colibri",
    "de la Comète", "du Coquelicot", "de l'Escale", "de l'Étoile filante", "de la Fougère", "du Grand Héron",
    "de l'Hirondelle", "du Jardin suspendu", "de la Lanterne", "du Lièvre", "du Loriot", "de la Luciole",
    "du Marronnier", "de la Mésange", "du Noisetier", "de l'Orée", "du Papillon", "de la Passerelle",
    "du Petit Phare", "du Pommier", "du Rossignol", "de la Source", "du Tournesol", "de la Vague",
)  # fmt: skip
_STREETS = (
    "Rue imaginaire", "Avenue inventée", "Place fictive", "Rue du Modèle", "Chaussée de l'Exemple",
    "Rue de l'Essai", "Square de la Maquette",
)  # fmt: skip
_SPOKEN = ("en", "ar", "es", "tr", "ro", "pt", "it", "ber", "pl", "uk")


def invented_services(config: BasinConfig) -> tuple[Service, ...]:
    """The demo's services, the same for the same basin file."""
    chance = random.Random(SEED)
    return tuple(_services(config, chance))


def _services(config: BasinConfig, chance: random.Random) -> Iterator[Service]:
    number = 0
    for sector in SECTORS:
        names = chance.sample(_NAMES, sector.count)
        for position, name in enumerate(names):
            # Steps of 5 over 12 quarters: each line is everywhere before it is anywhere twice.
            quarter = config.quarters[number * 5 % len(config.quarters)]
            number += 1
            lone = sector.kind == "independent"
            yield Service(
                external_id=f"{sector.id}-{position + 1:02}",
                name=f"{sector.title} {name}",
                public_name=f"{sector.title} {name} (démo)",
                kind=sector.kind,
                sector=sector.id,
                postcode=quarter.postcode,
                quarter=quarter.id,
                lines=(sector.line,),
                address=f"{chance.choice(_STREETS)} {chance.randint(1, 180)}",
                hide_address=lone,
                lat=round(quarter.lat + chance.uniform(-0.004, 0.004), 6),
                lon=round(quarter.lon + chance.uniform(-0.006, 0.006), 6),
                phone=f"+32 2 000 {number // 100:02} {number % 100:02}",
                email=f"{sector.id}-{position + 1:02}@demo.invalid",
                languages=_languages(chance),
                step_free=chance.random() < 0.6,
                share=0.5 if lone else chance.choice((0.5, 1.0, 1.0, 1.0, 2.0)),
                max_nights=sector.most_nights,
                opening_hours=chance.choice(sector.hours) if sector.hours else None,
                group=None,
            )


def _languages(chance: random.Random) -> tuple[str, ...]:
    both = chance.random() < 0.45
    first = ("fr", "nl") if both else ("fr",) if chance.random() < 0.8 else ("nl",)
    return (*first, *chance.sample(_SPOKEN, chance.randint(0, 2)))
