"""The two documents say every key and column, and their examples work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from garde.basin.columns import FIELDS
from garde.basin.config import BasinConfig
from garde.basin.consistency import TIERS
from garde.basin.importing import read_services
from garde.basin.load import load_basin, shipped_basins

DOCS = Path(__file__).resolve().parents[3] / "docs"
BASINS = (DOCS / "basins.md").read_text(encoding="utf-8")
SERVICES = (DOCS / "services-file.md").read_text(encoding="utf-8")


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


KEYS = sorted({(model.__name__, key) for model in models_in(BasinConfig) for key in model.model_fields})


def fenced(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("model", "key"), KEYS)
def test_every_key_of_a_basin_file_is_explained(model: str, key: str) -> None:
    headings = {
        "BasinConfig": "## The basin\n",
        "Commune": "## `communes`",
        "Quarter": "## `[[quarters]]`",
        "Holidays": "## `[holidays]`",
        "ExtraHoliday": "## `[holidays]`",
        "Period": "## `[holidays]`",
        "Burden": "## `[burden]`",
        "Planning": "## `[planning]`",
        "Ledger": "## `[ledger]`",
        "Messages": "## `[messages]`",
        "Swaps": "## `[swaps]`",
        "Compensation": "## `[[compensation]]`",
        "HelpNumber": "## `[[help_numbers]]`",
        "Line": "## `[[lines]]`",
        "SlotTemplate": "## `slots`",
        "Fill": "## `[lines.fill]`",
        "Need": "## `[[needs]]`",
    }
    section = BASINS.split(headings[model], 1)[1].split("\n## ", 1)[0]
    first_cells = [row.split("|")[1] for row in section.splitlines() if row.startswith("|")]
    named = {name for cell in first_cells for name in re.findall(r"`([a-z_]+)`", cell)}
    if model in {"ExtraHoliday", "Period"} and key == "names":
        assert "{ date, names }" in section
        assert "{ kind, first, last, names }" in section
    else:
        assert key in named


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_is_named(tier: str) -> None:
    assert f"`{tier}`" in BASINS.split("## `[planning]`", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("field", FIELDS)
def test_every_column_of_a_services_file_is_explained(field: str) -> None:
    rows = [row for row in SERVICES.splitlines() if row.startswith("| `")]
    assert any(f"`{field}`" in row.split("|")[1] for row in rows)


def test_the_smallest_basin_loads(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(fenced(BASINS, "toml"), encoding="utf-8")
    assert load_basin(path).id == "small"


def test_the_example_of_a_services_file_imports_into_the_demo(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    path.write_text(fenced(SERVICES, "csv"), encoding="utf-8")
    demo = load_basin(shipped_basins()["demo"])
    pharmacy, nurse = read_services(path, mapping={}, constants={}, ignored=[], config=demo)
    assert pharmacy.opening_hours == "Mo-Fr 08:30-18:30; Sa 09:00-12:30; PH off"
    assert (nurse.kind, nurse.quarter, nurse.share) == ("independent", "cureghem", 0.5)


def test_the_documented_command_for_a_list_of_pharmacies_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "pharmacies.csv"
    path.write_text(
        "authorisation,name,address,postcode,municipality,lat,lon\n"
        "900001,Officine Inventée,Rue de l'Exemple 1,1030,Schaerbeek,50.8671,4.3742\n",
        encoding="utf-8",
    )
    command = next(line for line in SERVICES.splitlines() if "pharmacies.csv" in line and "--map" in line)
    options = re.findall(r"--(map|set|ignore) (\S+)", command)
    pairs = {kind: dict([value.split("=")]) for kind, value in options if "=" in value}
    (service,) = read_services(
        path,
        mapping=pairs["map"],
        constants=pairs["set"],
        ignored=[value for kind, value in options if kind == "ignore"],
        config=load_basin(shipped_basins()["nord-est"]),
    )
    assert (service.external_id, service.lines, service.quarter) == ("900001", ("pharmacy",), "colignon")
