"""Backups typed at the desk, by both sides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from garde.basin.load import to_json
from tests.conftest import QUICK, SERVICES, Desk, as_toml, prepare
from tests.garde.storage.test_killed import killed_at_each_write, take
from tests.garde.town import town

SLOT = "pharmacy/2027-02-01/day"
RATES = {
    "valid_from": "2026-01-01", "day": 1000, "evening": 1000, "night": 1000, "weekend": 1000,
    "holiday": 1000, "coordination": 1000,
}  # fmt: skip
HELPERS = """external_id,name,postcode,line,lat,lon,phone
near,Officine voisine,1030,pharmacy,50.88,4.38,+32 2 000 00 21
far,Officine lointaine,1030,pharmacy,50.97,4.38,
"""


@pytest.fixture(scope="module")
def border(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """February of a basin with one pharmacy, which cannot serve two days in a row, beside another basin."""
    folder = tmp_path_factory.mktemp("border")
    for config in (
        town(neighbours=["voisin"], compensation=[RATES]),
        town(id="voisin", names={"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next door"}),
    ):
        (folder / f"{config.id}.toml").write_text(as_toml(json.loads(to_json(config))))
    (folder / "ours.csv").write_text("\n".join(SERVICES.splitlines()[:3]) + "\n")
    (folder / "theirs.csv").write_text(HELPERS)
    return prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("init", folder / "voisin.toml"),
        ("services", "import", folder / "ours.csv", "--basin", "essai"),
        ("services", "import", folder / "theirs.csv", "--basin", "voisin"),
        ("plan", "--month", "2027-02", "--basin", "essai", *QUICK),
        ("publish", 1, "--basin", "essai"),
        ("backups", "list", "--basin", "essai"),
    )


def absent(desk: Desk) -> str:
    """North cannot serve at all: South serves every second day, and half of the days stay empty."""
    return desk("absence", "--service", "north", "--from", "2027-01-31T09:00", "--to", "2027-03-02T09:00",
                "--basin", "essai", *QUICK, status=3)  # fmt: skip


def own(desk: Desk, *words: object, status: int = 0) -> str:
    return desk(*words, "--basin", "essai", status=status)


def theirs(desk: Desk, *words: object, status: int = 0) -> str:
    return desk(*words, "--basin", "voisin", status=status)


def gap(desk: Desk) -> str:
    """The first slot in force that nobody serves."""
    slots = json.loads(own(desk, "versions", "show", 2, "--json"))
    return str(next(slot["slot"] for slot in slots if slot["missing"]))


def missing(desk: Desk) -> int:
    (line,) = json.loads(own(desk, "coverage", "--month", "2027-02", "--json", status=1))
    return int(line["missing_minutes"])


def test_a_gap_of_a_repair_names_the_neighbours_and_is_filled_by_one(desk: Desk, border: Path) -> None:
    desk.take(border)
    said = absent(desk)
    assert "neighbours who could stand in, nearest first:" in said
    # From North at 50.871, 4.381 it is 9 thousandths of a degree of latitude, and one of longitude.
    assert "Officine voisine (voisin/near), 1.0 km, +32 2 000 00 21" in said
    assert "--from voisin --service near" in said
    own(desk, "publish", 2, status=3)
    slot = gap(desk)
    found = json.loads(own(desk, "backups", "candidates", "--slot", slot, "--json"))
    assert [(one["id"], one["km"], one["reasons"]) for one in found] == [
        ("voisin/near", 1.11, []),
        ("voisin/far", 11.12, []),
    ]
    made = json.loads(
        own(desk, "backups", "propose", "--slot", slot, "--from", "voisin", "--service", "near", "--json")
    )
    assert (made["id"], made["state"], made["asked_by"]) == (1, "asked", "ann")
    before = missing(desk)
    theirs(desk, "backups", "accept", 1, "--reason", "agreed by telephone")
    assert before - missing(desk) == 24 * 60
    (shown,) = [one for one in own(desk, "versions", "show", 2).splitlines() if one.startswith(slot)]
    assert shown.endswith("\tNOBODY, backup voisin/near")
    assert f"BACKUP {slot}: voisin/near, accepted" in own(desk, "drafts", "show", 2, status=3)
    day = slot.split("/")[1]
    assert "from the neighbouring basin Next door" in own(desk, "open", "--at", f"{day}T12:00")
    for side in (own, theirs):
        (listed,) = json.loads(side(desk, "backups", "list", "--json"))
        assert (listed["state"], listed["decided_by"], listed["reason"]) == (
            "accepted",
            "ann",
            "agreed by telephone",
        )
    own(desk, "export", "csv", "-o", desk.folder / "rota.csv", "--language", "nl")
    table = (desk.folder / "rota.csv").read_text(encoding="utf-8-sig")
    assert table.count("Officine voisine (versterking, uit het buurbekken Buurbekken)") == 1
    own(desk, "backups", "withdraw", 1)
    assert "Next door" not in desk.run("open", "--at", f"{day}T12:00", "--basin", "essai").out


def test_a_neighbour_that_stood_in_is_paid_by_the_basin_that_it_helped(desk: Desk, border: Path) -> None:
    desk.take(border)
    absent(desk)
    own(desk, "publish", 2, status=3)
    slot = gap(desk)
    own(desk, "backups", "propose", "--slot", slot, "--from", "voisin", "--service", "near")
    theirs(desk, "backups", "accept", 1)
    desk.at("2027-03-05T10:00+01:00")
    february = ("--from", "2027-02-01", "--to", "2027-02-28")
    paid = ("settlements", "record", *february, "--reference", "02/2027", "--yes", "--json")
    run = json.loads(own(desk, *paid))
    amounts = {one["id"]: one["amount_cents"] for one in run["services"]}
    # A duty of 24 hours at 10.00 an hour.
    assert amounts["voisin/near"] == 24000
    said = json.loads(own(desk, "compensation", "owed.csv", *february, "--json"))
    near = next(one for one in said["services"] if one["id"] == "voisin/near")
    assert (near["home"], near["settled_cents"], near["balance_cents"]) == ("Bassin voisin", 24000, 0)
    own(desk, "settlements", "undo", 1, "--service", "voisin/near", "--reason", "came back", "--yes")
    (still,) = json.loads(own(desk, "settlements", "balance", "--json"))
    assert (still["service"], still["balance"]["amount_cents"]) == ("voisin/near", 24000)
    assert json.loads(theirs(desk, "settlements", "list", "--json")) == []


def test_an_agreement_killed_at_any_write_holds_wholly_or_not_at_all(desk: Desk, border: Path) -> None:
    desk.take(border)
    absent(desk)
    own(desk, "publish", 2, status=3)
    slot = gap(desk)
    own(desk, "backups", "propose", "--slot", slot, "--from", "voisin", "--service", "near")
    ready = desk.folder / "ready.db"
    ready.write_bytes(b"")
    desk.query("PRAGMA wal_checkpoint(TRUNCATE)")
    ready.write_bytes(desk.database.read_bytes())
    found = []
    for database in killed_at_each_write(desk, ready, "backups", "accept", "1", "--basin", "voisin"):
        take(desk, database)
        states = desk.query("SELECT state FROM backup")
        told = desk.query(
            f"SELECT count(*) FROM place WHERE slot_key = '{slot}' AND fingerprint != 'cancelled'"
        )
        decided = desk.query("SELECT count(*) FROM audit_entry WHERE action = 'backup accepted'")
        found.append((states[0][0], told[0][0], decided[0][0]))
    assert set(found) == {("asked", 0, 0), ("accepted", 1, 2)}
    assert found.count(("asked", 0, 0)) >= 3
