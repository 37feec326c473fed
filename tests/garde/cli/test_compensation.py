"""``garde compensation`` at a desk: tables, statements, and the ledger beside them."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pypdf
import pytest

from garde.basin.load import to_json
from tests.conftest import Desk, as_toml
from tests.garde.town import town

CARD = {
    "valid_from": "2026-01-01", "day": 2800, "evening": 3400, "night": 4200, "weekend": 4200,
    "holiday": 5600, "coordination": 3200, "per_duty": 1000,
}  # fmt: skip
JANUARY = ("--from", "2027-01-01", "--to", "2027-01-31")


@pytest.fixture
def month(desk: Desk, published: Path) -> Desk:
    """January was served, but for a duty that its service left to another and one to nobody."""
    desk.take(published)
    fields = json.loads(to_json(town("pharmacy", "nursing", compensation=[CARD])))
    desk.folder.joinpath("essai.toml").write_text(as_toml(fields))
    desk("init", "essai.toml")
    desk.at("2027-02-03T10:00+01:00")
    left, lost = desk.json("versions", "show", 1)[3:5]
    stand_in = next(
        name for name in ("north", "south", "east") if name not in (*left["services"], *lost["services"])
    )
    desk("served", "record", "--slot", left["slot"], "--service", left["services"][0], "--absent",
         "--replaced-by", stand_in)  # fmt: skip
    desk("served", "record", "--slot", lost["slot"], "--service", lost["services"][0], "--absent")
    return desk


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_lines_add_up_to_what_is_owed_in_every_form(month: Desk) -> None:
    said = month.json("compensation", "owed.csv", *JANUARY, "--items", "items.csv")
    owed = rows(month.folder.joinpath("owed.csv").read_text())
    items = rows(month.folder.joinpath("items.csv").read_text())
    by_line: dict[str, int] = defaultdict(int)
    for item in items:
        by_line[item["service"]] += int(item["amount_cents"])
    assert {row["service"]: int(row["amount_cents"]) for row in owed} == dict(by_line)
    assert {one["id"]: one["amount_cents"] for one in said["services"]} == dict(by_line)
    assert said["amount_cents"] == sum(by_line.values())
    month("compensation", "owed.xlsx", *JANUARY)
    book = openpyxl.load_workbook(month.folder / "owed.xlsx")
    header, *found = book["payable"].iter_rows(values_only=True)
    column = header.index("amount_cents")
    assert {row[0]: row[column] for row in found} == dict(by_line)
    assert len(list(book["items"].iter_rows())) == len(items) + 1


def test_portions_reconcile_with_the_points_of_the_ledger(month: Desk) -> None:
    month("compensation", "owed.csv", *JANUARY, "--items", "items.csv")
    burden = {slot["slot"]: slot["burden"] for slot in month.json("versions", "show", 1)}
    points: dict[str, Fraction] = defaultdict(Fraction)
    for item in rows(month.folder.joinpath("items.csv").read_text()):
        points[item["service"]] += Fraction(item["portion"]) * burden[item["slot"]]
    ledger = {one["id"]: one["quantities"]["burden"]["served"] for one in month.json("ledger", "show")}
    assert {name: float(sum_) for name, sum_ in points.items() if sum_} == {
        name: served for name, served in ledger.items() if served
    }


def test_money_is_the_hours_at_the_rates_reckoned_apart(month: Desk) -> None:
    """The town's nights, evenings, weekends and holidays are its own file's; hours come from the items."""
    month("compensation", "owed.csv", *JANUARY, "--items", "items.csv")
    for item in rows(month.folder.joinpath("items.csv").read_text()):
        hours = sum(
            Fraction(item[f"{kind}_hours"]) * CARD[kind]
            for kind in ("day", "evening", "night", "weekend", "holiday")
        )
        assert int(item["amount_cents"]) == hours + 1000 * Fraction(item["portion"]), item


def test_each_service_has_a_statement_in_its_language(month: Desk) -> None:
    month("compensation", "owed.csv", *JANUARY, "--statements", "papers")
    papers = sorted(path.name for path in month.folder.joinpath("papers").iterdir())
    owed = rows(month.folder.joinpath("owed.csv").read_text())
    assert papers == sorted(f"2027-01-01_2027-01-31_{row['service']}.pdf" for row in owed)
    text = _text(month.folder / "papers" / papers[0])
    assert "Décompte des gardes et de leur compensation" in text
    month("compensation", "owed.csv", *JANUARY, "--statements", "papers", "--language", "nl")
    text = _text(month.folder / "papers" / papers[0])
    assert "Afrekening van de wachtdiensten" in text
    before = month.folder.joinpath("papers", papers[0]).read_bytes()
    month("compensation", "owed.csv", *JANUARY, "--statements", "papers", "--language", "nl")
    assert month.folder.joinpath("papers", papers[0]).read_bytes() == before


def _text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_a_services_working_time_is_kept_on_record(month: Desk) -> None:
    month("services", "workload", "north", "38")
    said = {one["id"]: one for one in month.json("compensation", "owed.csv", *JANUARY)["services"]}
    minutes = sum(said["north"]["minutes"].values())
    # 31 days of 38 hours a week.
    assert said["north"]["workload"] == pytest.approx(minutes / (38 * 60 * 31 / 7), abs=1e-6)
    assert said["south"]["workload"] is None
    (entry,) = month.json("audit", "list", "--subject", "service north")
    assert (entry["action"], entry["after"]) == ("working time", {"weekly_hours": 38.0})
    month("services", "workload", "north", "none")
    said = {one["id"]: one for one in month.json("compensation", "owed.csv", *JANUARY)["services"]}
    assert said["north"]["workload"] is None


def test_parts_of_a_month_with_a_ceiling_add_up_to_the_month(month: Desk) -> None:
    capped = town("pharmacy", "nursing", compensation=[CARD | {"ceiling_per_month": 100000}])
    month.folder.joinpath("essai.toml").write_text(as_toml(json.loads(to_json(capped))))
    month("init", "essai.toml")
    whole = month.json("compensation", "owed.csv", *JANUARY)
    parts: dict[str, int] = defaultdict(int)
    for first, last in (("01", "09"), ("10", "10"), ("11", "31")):
        said = month.json("compensation", "owed.csv", "--from", f"2027-01-{first}", "--to", f"2027-01-{last}")
        for one in said["services"]:
            parts[one["id"]] += one["amount_cents"]
    assert {one["id"]: one["amount_cents"] for one in whole["services"]} == dict(parts)
    assert 100000 in parts.values()


def test_a_month_with_a_swap_a_cut_duty_and_an_adjustment_reconciles(desk: Desk, published: Path) -> None:
    desk.take(published)
    fields = json.loads(to_json(town("pharmacy", "nursing", compensation=[CARD])))
    desk.folder.joinpath("essai.toml").write_text(as_toml(fields))
    desk("init", "essai.toml")
    desk.at("2026-12-30T10:00+01:00")
    slots = {one["slot"]: one for one in desk.json("versions", "show", 1)}
    swapped = next(key for key in slots if "2027-01-1" in key)
    giver = slots[swapped]["services"][0]
    taker = next(
        one["service"]
        for one in desk.json("swaps", "candidates", "--slot", swapped, "--service", giver)
        if one["may"]
    )
    desk("swaps", "offer", "--slot", swapped, "--service", giver, "--to", taker)
    desk("swaps", "accept", 1, "--service", taker)
    desk("swaps", "approve", 1)
    desk.at("2027-02-03T10:00+01:00")
    cut = next(one for key, one in slots.items() if "2027-01-2" in key)
    start, end = (datetime.fromisoformat(cut[edge]) for edge in ("start", "end"))
    stand_in = next(name for name in ("north", "south", "east") if name not in cut["services"])
    desk("served", "record", "--slot", cut["slot"], "--service", cut["services"][0], "--to",
         (start + (end - start) / 2).isoformat(), "--replaced-by", stand_in)  # fmt: skip
    desk("ledger", "adjust", "--service", giver, "--month", "2027-01", "--amount", -3, "--reason", "left")
    desk("compensation", "owed.csv", *JANUARY, "--items", "items.csv")
    items = rows(desk.folder.joinpath("items.csv").read_text())
    assert [one["service"] for one in items if one["slot"] == swapped] == [taker]
    halves = {one["service"]: one["portion"] for one in items if one["slot"] == cut["slot"]}
    assert (halves[cut["services"][0]], halves[stand_in]) == ("0.5", "0.5")
    points: dict[str, Fraction] = defaultdict(Fraction)
    for item in items:
        points[item["service"]] += Fraction(item["portion"]) * slots[item["slot"]]["burden"]
    # An adjustment moves a balance, never what was served, nor what is paid.
    ledger = {one["id"]: one["quantities"]["burden"]["served"] for one in desk.json("ledger", "show")}
    assert {name: float(total) for name, total in points.items() if total} == {
        name: served for name, served in ledger.items() if served
    }


def test_what_has_not_been_served_yet_is_not_owed_and_told(month: Desk) -> None:
    month.at("2027-01-15T10:00+01:00")
    said = month.run("compensation", "owed.csv", *JANUARY)
    assert "have not ended yet and are not in it" in said.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("owed.doc", *JANUARY), "owed.doc: what is owed is written as .csv or .xlsx"),
        (("owed.csv", "--from", "2027-01-31", "--to", "2027-01-01"), "the period ends before it begins"),
        (("owed.csv", *JANUARY, "--items", "owed.csv"), "--items: the lines would take the table's place"),
        (("owed.csv", "--from", "January", "--to", "2027-01-01"), "'January' is no date"),
        (("owed.csv", "--from", "2027-02-30", "--to", "2027-03-01"), "'2027-02-30' is no date"),
        (
            ("owed.csv", *JANUARY, "--language", "ar", "--statements", "papers"),
            "no statement is written in 'ar'",
        ),
        (
            ("owed.csv", "--from", "2025-12-01", "--to", "2027-01-31", "--items", "items.txt"),
            "written as .csv",
        ),
    ],
)
def test_bad_input_is_refused_in_a_line_and_writes_nothing(
    month: Desk, words: tuple[str, ...], why: str
) -> None:
    refused = month.run("compensation", *words)
    assert (refused.status, refused.out, len(refused.complaints)) == (2, "", 1)
    assert why in refused.err
    assert not month.folder.joinpath("owed.csv").exists()


def test_a_basin_without_rates_says_so(desk: Desk, published: Path) -> None:
    desk.take(published)
    refused = desk.run("compensation", "owed.csv", *JANUARY)
    assert (refused.status, "basin essai has no rates" in refused.err) == (2, True)


@pytest.mark.parametrize("hours", ["0", "-3", "many", "nan", "1e99"])
def test_impossible_working_time_is_refused(month: Desk, hours: str) -> None:
    assert month.run("services", "workload", "north", "--", hours).status == 2
