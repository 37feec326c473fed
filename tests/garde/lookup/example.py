"""An invented basin, small enough to work out every answer by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.lookup import Timetable, compile_timetable
from garde.rota import FilledSlot

BRUSSELS = ZoneInfo("Europe/Brussels")

NIGHTS = [{"id": "night", "days": ["mo-su", "holiday"], "start": "19:00", "end": "09:00"}]

BASIN: dict[str, Any] = {
    "format": "garde-basin/1",
    "id": "example",
    "names": {
        "fr": "Bassin d’essai",
        "nl": "Proefbekken",
        "en": "Trial basin",
        "es": "Cuenca de prueba",
        "ar": "حوض التجربة",
    },
    "demo": True,
    "postcodes": ["1030", "1140", "1210"],
    "quarters": [
        {
            "id": "canal",
            "names": {"fr": "Canal", "nl": "Kanaal"},
            "postcode": "1030",
            "lat": 50.85,
            "lon": 4.35,
            "population": 20000,
        },
        {
            "id": "colline",
            "names": {"fr": "Colline", "nl": "Heuvel", "ar": "التل"},
            "postcode": "1210",
            "lat": 50.86,
            "lon": 4.35,
            "population": 18000,
        },
    ],
    "burden": {"day": 1, "evening": 2, "night": 3, "weekend": 3, "holiday": 4},
    "help_numbers": [
        {
            "number": "112",
            "names": {"fr": "Urgences", "nl": "Noodgevallen"},
            "cents_per_minute": 0,
            "emergency": True,
        },
        {
            "number": "0903 99 000",
            "names": {"fr": "Pharmacies de garde", "nl": "Apotheken van wacht"},
            "cents_per_minute": 150,
        },
    ],
    "lines": [
        {
            "id": "pharmacy",
            "names": {
                "fr": "Pharmacie",
                "nl": "Apotheek",
                "en": "Pharmacy",
                "es": "Farmacia",
                "ar": "صيدلية",
            },
            "pictogram": "pharmacy",
            "modes": ["door", "telephone"],
            "slots": NIGHTS,
        },
        {
            "id": "nurse",
            "names": {"fr": "Soins infirmiers", "nl": "Thuisverpleging"},
            "pictogram": "nurse",
            "modes": ["visit", "telephone"],
            "slots": NIGHTS,
        },
        {
            "id": "reception",
            "names": {"fr": "Accueil social", "nl": "Sociaal onthaal"},
            "pictogram": "reception",
            "modes": ["door"],
            "slots": NIGHTS,
        },
        {
            "id": "practice",
            "names": {"fr": "Médecine générale", "nl": "Huisartsen"},
            "pictogram": "stethoscope",
            "modes": ["door", "telephone", "visit"],
            "slots": [
                {
                    "id": "evening",
                    "days": ["mo-su", "holiday"],
                    "start": "18:00",
                    "end": "23:00",
                    "modes": ["door", "telephone"],
                },
                {
                    "id": "night",
                    "days": ["mo-su", "holiday"],
                    "start": "23:00",
                    "end": "08:00",
                    "modes": ["telephone", "visit"],
                },
            ],
        },
    ],
}

SERVICES = (
    Service(
        external_id="alder",
        name="Pharmacie de l’Aulne",
        postcode="1030",
        lines=("pharmacy",),
        address="Rue de l’Essai 12",
        lat=50.85,
        lon=4.35,
        phone="+32 2 555 01 01",
        languages=("fr", "nl", "ar"),
        step_free=True,
    ),
    Service(
        external_id="birch",
        name="Apotheek De Berk",
        postcode="1210",
        lines=("pharmacy",),
        address="Proefstraat 3",
        lat=50.86,
        lon=4.35,
        phone="+32 2 555 01 02",
        languages=("nl", "en"),
        step_free=False,
        opening_hours="Mo-Fr 09:00-18:30; PH off",
    ),
    Service(
        external_id="cedar",
        name="Pharmacie du Cèdre",
        postcode="1030",
        lines=("pharmacy",),
        quarter="canal",
        phone="+32 2 555 01 03",
        languages=("fr",),
        opening_hours="Mo-Sa 08:30-19:00; PH off",
    ),
    Service(
        external_id="dune",
        name="Refuge Dune",
        public_name="Dune",
        postcode="1210",
        lines=("reception",),
        address="Secret 1",
        hide_address=True,
        lat=50.8655,
        lon=4.3777,
        phone="+32 2 555 02 01",
        languages=("fr", "tr"),
    ),
    Service(
        external_id="elm",
        name="Infirmière Orme",
        postcode="1140",
        kind="independent",
        lines=("nurse",),
        phone="+32 2 555 03 01",
        languages=("fr", "es"),
    ),
)


def local(text: str) -> datetime:
    """The instant of a Brussels local time (the first of two in October), in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(ZoneInfo("UTC"))


def duty(line: str, start: str, end: str, *services: str | None) -> FilledSlot:
    """A filled slot between two local times."""
    return FilledSlot(f"{line}/{start}", line, start[:7], local(start), local(end), 10, services)


SLOTS = (
    duty("pharmacy", "2026-12-31T19:00", "2027-01-01T09:00", "alder"),
    duty("pharmacy", "2027-01-01T19:00", "2027-01-02T09:00", "birch"),
    duty("pharmacy", "2027-01-02T19:00", "2027-01-03T09:00", "alder"),
    duty("reception", "2027-01-01T19:00", "2027-01-02T09:00", "dune"),
    duty("reception", "2027-01-02T09:00", "2027-01-03T09:00", None),
)


def basin() -> BasinConfig:
    return BasinConfig.model_validate(BASIN)


def timetable(
    slots: tuple[FilledSlot, ...] = SLOTS,
    services: tuple[Service, ...] = SERVICES,
    start: str = "2026-12-30T00:00",
    end: str = "2027-01-10T00:00",
) -> Timetable:
    return compile_timetable(
        basin(),
        services,
        slots,
        start=local(start),
        end=local(end),
        version=3,
        published_at=local("2026-12-15T12:00"),
    )
