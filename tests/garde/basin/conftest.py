from __future__ import annotations

from pathlib import Path

import pytest

from garde.basin.config import BasinConfig
from garde.basin.load import load_basin

SMALL_BASIN = """
format = "garde-basin/1"
id = "small"
languages = ["fr", "nl"]
postcodes = ["1030", "1080"]
neighbours = ["other"]

[names]
fr = "Petit bassin"
nl = "Klein bekken"

[burden]
day = 1
evening = 2
night = 3
weekend = 3
holiday = 4

[[compensation]]
valid_from = 2026-01-01
day = 2800
evening = 3400
night = 4200
weekend = 4200
holiday = 5600
coordination = 3200

[[compensation]]
valid_from = 2027-01-01
day = 2900
evening = 3500
night = 4300
weekend = 4300
holiday = 5700
coordination = 3300

[[help_numbers]]
number = "112"
names = { fr = "Urgences", nl = "Noodhulp" }
cents_per_minute = 0
emergency = true

[[quarters]]
id = "north"
names = { fr = "Nord", nl = "Noordwijk" }
postcode = "1030"
lat = 50.870
lon = 4.370
population = 20000

[[quarters]]
id = "south"
names = { fr = "Sud", nl = "Zuidwijk" }
postcode = "1030"
lat = 50.850
lon = 4.390
population = 18000

[[quarters]]
id = "west"
names = { fr = "Ouest", nl = "Westwijk" }
postcode = "1080"
lat = 50.855
lon = 4.330
population = 25000

[[lines]]
id = "pharmacy"
names = { fr = "Pharmacie", nl = "Apotheek" }
pictogram = "pharmacy"
modes = ["door", "telephone"]
slots = [
  { id = "day", days = ["mo-su", "holiday"], start = "09:00", end = "21:00" },
  { id = "night", days = ["mo-su", "holiday"], start = "21:00", end = "09:00" },
]

[[lines]]
id = "reception"
names = { fr = "Accueil", nl = "Onthaal" }
pictogram = "reception"
modes = ["door"]
quarters = ["north", "south"]
target_hours = "Mo-Fr 18:00-22:00; PH off"
slots = [
  { id = "evening", days = ["mo-fr"], start = 18:00:00, end = 22:00:00 },
]
"""


@pytest.fixture
def small_basin_text() -> str:
    return SMALL_BASIN


@pytest.fixture(scope="session")
def small_basin(tmp_path_factory: pytest.TempPathFactory) -> BasinConfig:
    path: Path = tmp_path_factory.mktemp("basin") / "small.toml"
    path.write_text(SMALL_BASIN, encoding="utf-8")
    return load_basin(path)
