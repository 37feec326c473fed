"""A quarter of the demo basin, typed command by command: what the tests of this folder read."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from garde.basin.load import load_basin, shipped_basins
from garde.basin.service import Service
from garde.demo.invent import invented_services
from tests.conftest import Desk

SOON = ("--time-limit", "3")
LATE_JOINER = "pharmacy-08"
"""Takes part from February on."""
COLUMNS = ("external_id", "name", "kind", "sector", "line", "address", "postcode", "quarter", "lat", "lon")
COLUMNS += ("phone", "email", "languages", "share", "active_from")


def members() -> list[Service]:
    """Eight pharmacies and eight nurses of the demo basin."""
    everybody = invented_services(load_basin(shipped_basins()["demo"]))
    return [one for one in everybody if one.sector in ("pharmacy", "nurse") and one.external_id[-2:] <= "08"]


def write_services(path: Path) -> None:
    """The directory as a coordinator has it in a spreadsheet."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for one in members():
            values = {name: getattr(one, name) for name in COLUMNS if name != "line"}
            values |= {"line": ";".join(one.lines), "languages": ";".join(one.languages)}
            values["active_from"] = "2027-02-01" if one.external_id == LATE_JOINER else ""
            rows.writerow([values[name] for name in COLUMNS])


def write_windows(path: Path) -> None:
    """Each nurse can serve in the whole quarter, but for a week of her own."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["service", "kind", "from", "to"])
        for number, one in enumerate(one for one in members() if one.kind == "independent"):
            away = date(2027, 1, 4) + timedelta(weeks=number)
            rows.writerow([one.external_id, "available", "2026-12-30T00:00", f"{away}T00:00"])
            back = away + timedelta(weeks=1)
            rows.writerow([one.external_id, "available", f"{back}T00:00", "2027-04-02T00:00"])


@dataclass
class Quarter:
    """What was said, step after step."""

    desk: Desk
    said: dict[str, Any] = field(default_factory=dict)

    def keep(self, name: str, *words: object, status: int = 0) -> Any:
        """Types a command with ``--json`` and keeps what it prints under a name."""
        self.said[name] = self.desk.json(*words, status=status)
        return self.said[name]

    def in_force(self, month: str) -> list[dict[str, Any]]:
        """The duties of a month's latest version."""
        versions = self.desk.json("versions", "list")
        number = max(one["id"] for one in versions if month in one["months"])
        return [slot for slot in self.desk.json("versions", "show", number) if slot["month"] == month]

    def shares(self, line: str, month: str) -> dict[str, Fraction]:
        """The shares of those who take part in a line that month."""
        return {
            one.external_id: Fraction(one.share)
            for one in members()
            if line in one.lines and (one.external_id != LATE_JOINER or month >= "2027-02")
        }


def play(desk: Desk) -> Quarter:
    """Plays January to March 2027."""
    quarter = Quarter(desk)
    _import(quarter)
    _consult(quarter)
    _swap(quarter)
    _absence_and_no_show(quarter)
    _next_months(quarter)
    return quarter


def _import(quarter: Quarter) -> None:
    desk = quarter.desk
    desk.at("2026-12-10T09:00+01:00")
    write_services(desk.folder / "services.csv")
    write_windows(desk.folder / "windows.csv")
    desk("init", shipped_basins()["demo"])
    desk("services", "import", desk.folder / "services.csv")
    desk("availability", "import", desk.folder / "windows.csv")


def _consult(quarter: Quarter) -> None:
    """A draft, what the services say of it, the draft that heeds them, published."""
    desk = quarter.desk
    first = quarter.keep("first draft", "plan", "--month", "2027-01", *SOON)
    quarter.keep("opened", "consult", "open", first["id"], "--until", "2026-12-17T18:00")
    desk.at("2026-12-14T12:00+01:00")
    accepted = _first_duty(first, "pharmacy-01")
    declined = _first_duty(first, "pharmacy-02")
    desk("consult", "answer", first["id"], "accept", "--service", "pharmacy-01")
    desk("consult", "answer", first["id"], "decline", "--service", "pharmacy-02", "--slot", declined["slot"],
         "--comment", "our only pharmacist marries that day")  # fmt: skip
    quarter.said["accepted"], quarter.said["declined"] = accepted, declined
    quarter.keep("status", "consult", "status", first["id"], status=1)
    desk.at("2026-12-18T09:00+01:00")
    second = quarter.keep("second draft", "plan", "--from", first["id"], "--answers", "--grant-all", *SOON)
    quarter.keep("version 1", "publish", second["id"])


def _swap(quarter: Quarter) -> None:
    """A duty given away, and two exchanged."""
    desk = quarter.desk
    desk.at("2027-01-04T10:00+01:00")
    pharmacy = [slot for slot in quarter.in_force("2027-01") if slot["line"] == "pharmacy"]
    quarter.said["before swaps"] = pharmacy
    given = next(
        slot for slot in pharmacy if slot["start"] > "2027-01-20" and slot["services"] != ["pharmacy-01"]
    )
    (giver,) = given["services"]
    found = desk.json("swaps", "candidates", "--slot", given["slot"], "--service", giver)
    taker = next(one["service"] for one in found if one["may"])
    quarter.said["gift"] = (given["slot"], giver, taker)
    gift = desk.json("swaps", "offer", "--slot", given["slot"], "--service", giver)
    desk("swaps", "accept", gift["id"], "--service", taker)
    desk("swaps", "approve", gift["id"])

    other = next(slot for slot in pharmacy if "2027-01-11" < slot["start"] < "2027-01-19")
    (giver,) = other["services"]
    words = ("swaps", "candidates", "--slot", other["slot"], "--service", giver, "--exchange")
    able = next(one for one in desk.json(*words) if one["may"])
    way = next(way for way in able["ways"] if way["may"])
    quarter.said["exchange"] = (other["slot"], giver, way["taker"], way["return_slot"])
    exchange = desk.json("swaps", "offer", "--slot", other["slot"], "--service", giver, "--exchange")
    desk("swaps", "accept", exchange["id"], "--service", way["taker"], "--for", way["return_slot"])
    desk("swaps", "approve", exchange["id"])
    quarter.keep("swaps", "swaps", "list", "--all")
    quarter.said["after swaps"] = [slot for slot in quarter.in_force("2027-01") if slot["line"] == "pharmacy"]


def _absence_and_no_show(quarter: Quarter) -> None:
    """Somebody falls ill an hour before a duty; another does not come, and comes late."""
    desk = quarter.desk
    coming = next(
        slot
        for slot in quarter.in_force("2027-01")
        if slot["line"] == "pharmacy" and slot["start"] > "2027-01-22"
    )
    start = datetime.fromisoformat(coming["start"])
    (ill,) = coming["services"]
    desk.at((start - timedelta(hours=1)).isoformat())
    quarter.said["ill"] = (coming["slot"], ill)
    repaired = quarter.keep(
        "absence", "absence", "--service", ill, "--from", (start - timedelta(hours=1)).isoformat(),
        "--to", coming["end"], "--time-limit", "20",
    )  # fmt: skip
    quarter.keep("version of repair", "publish", repaired["draft"], "--reason", "illness")
    quarter.said["coverage"] = desk("coverage", "--month", "2027-01", "--line", "pharmacy")
    duties = [slot for slot in quarter.in_force("2027-01") if slot["line"] == "pharmacy"]
    absent, late = [slot for slot in duties if slot["start"] > "2027-01-27" and slot["services"]][:2]
    desk.at("2027-02-01T09:00+01:00")
    (missing,) = absent["services"]
    stand_in = next(
        one for one in quarter.shares("pharmacy", "2027-01") if one not in (missing, *late["services"])
    )
    quarter.said["no-show"] = (absent["slot"], missing, stand_in)
    desk(
        "served",
        "record",
        "--slot",
        absent["slot"],
        "--service",
        missing,
        "--absent",
        "--replaced-by",
        stand_in,
    )
    (tardy,) = late["services"]
    came = datetime.fromisoformat(late["start"]) + timedelta(minutes=45)
    quarter.said["late"] = (late["slot"], tardy)
    desk("served", "record", "--slot", late["slot"], "--service", tardy, "--from", came.isoformat())


def _next_months(quarter: Quarter) -> None:
    """February and March start from what is carried."""
    desk = quarter.desk
    desk("ledger", "adjust", "--service", "pharmacy-03", "--month", "2027-01", "--quantity", "burden",
         "--amount", "4", "--reason", "kept the door open during the fire drill")  # fmt: skip
    for month in ("2027-02", "2027-03"):
        draft = quarter.keep(f"draft {month}", "plan", "--month", month, *SOON)
        desk("drafts", "show", draft["id"], "--documents", desk.folder / month)
        quarter.keep(f"published {month}", "publish", draft["id"])


def _first_duty(draft: dict[str, Any], service: str) -> dict[str, Any]:
    return next(slot for slot in draft["slots"] if service in slot["services"])
