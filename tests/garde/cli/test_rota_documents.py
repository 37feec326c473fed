"""A rota goes out as JSON and comes back in another database, with nothing lost and nothing unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk


def exported(desk: Desk) -> dict[str, object]:
    desk("export", "json", "--month", "2027-01", "-o", "january.json")
    found = json.loads((desk.folder / "january.json").read_text())
    assert isinstance(found, dict)
    return found


def test_an_exported_rota_is_put_in_force_elsewhere_as_it_was(
    desk: Desk, published: Path, directory: Path
) -> None:
    desk.take(published)
    first = exported(desk)
    slots = desk.json("versions", "show", 1)
    desk.take(directory)
    said = desk("versions", "import", "january.json", "--reason", "moved to a new machine")
    assert "Version 1 is in force for 2027-01" in said
    assert desk.json("versions", "show", 1) == slots
    again = exported(desk)
    assert again["slots"] == first["slots"]
    (version,) = desk.json("versions", "list")
    assert (version["origin"], version["reason"]) == ("exported version 1", "moved to a new machine")


def test_a_duty_against_a_rule_comes_along_with_who_answered_for_it(
    desk: Desk, published: Path, directory: Path
) -> None:
    desk.take(published)
    desk("plan", "--month", "2027-01", "--time-limit", "5")
    holders = {slot["slot"]: slot["services"] for slot in desk.json("drafts", "show", 2)["slots"]}
    tenth, eleventh = "pharmacy/2027-01-10/day", "pharmacy/2027-01-11/day"
    (service,) = holders[tenth]
    if holders[eleventh] != [service]:
        desk("edit", 2, "assign", "--slot", eleventh, "--service", service, "--override", "asked for it")
    desk("publish", 2)
    first = exported(desk)
    (against,) = first["against_rules"]  # type: ignore[misc]
    assert (against["slot"], against["service"], against["reason"]) == (eleventh, service, "asked for it")
    desk.take(directory)
    desk("versions", "import", "january.json")
    assert exported(desk)["against_rules"] == first["against_rules"]


def test_a_rota_that_moves_in_the_middle_of_its_month_takes_its_past_with_it(
    desk: Desk, published: Path, directory: Path
) -> None:
    desk.take(published)
    first = exported(desk)
    slots, ledger = desk.json("versions", "show", 1), desk.json("ledger", "show")
    desk.take(directory)
    desk.at("2027-01-15T12:00+01:00")
    desk("versions", "import", "january.json")
    assert desk.json("versions", "show", 1) == slots
    assert desk.json("ledger", "show") == ledger
    assert exported(desk)["slots"] == first["slots"]


def test_an_offer_lapses_with_the_duty_that_a_document_takes_away(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk.at("2027-01-10T12:00+01:00")
    told = exported(desk)
    slots = told["slots"]
    assert isinstance(slots, list)
    (slot,) = [slot for slot in slots if slot["key"][9:19] == "2027-01-20"]
    key, (giver,) = slot["key"], slot["places"]
    desk("swaps", "offer", "--slot", key, "--service", giver)
    slot["places"] = [None]
    (desk.folder / "january.json").write_text(json.dumps(told))
    said = desk.run("versions", "import", "january.json")
    assert said.status == 3
    why = f"{giver} no longer serves {key}; on duty there: nobody"
    assert f"warning: swap 1 has lapsed: {why}\n" in said.err
    assert desk.query("SELECT state, reason FROM swap") == [("lapsed", why)]


def test_what_has_begun_here_stays_whatever_a_document_says(desk: Desk, published: Path) -> None:
    desk.take(published)
    told = exported(desk)
    slots = told["slots"]
    assert isinstance(slots, list)
    by_day = {slot["key"][9:19]: slot for slot in slots}
    tenth, twentieth = by_day["2027-01-10"], by_day["2027-01-20"]
    held = {slot["key"]: slot["places"] for slot in (dict(tenth), dict(twentieth))}
    tenth["places"] = twentieth["places"] = [None]
    (desk.folder / "january.json").write_text(json.dumps(told))
    desk.at("2027-01-15T12:00+01:00")
    desk("versions", "import", "january.json", status=3)
    now = {slot["key"]: slot["places"] for slot in exported(desk)["slots"]}  # type: ignore[attr-defined]
    assert now[tenth["key"]] == held[tenth["key"]]
    assert now[twentieth["key"]] == [None]


def test_a_dry_run_writes_nothing_and_the_same_rota_again_is_refused(
    desk: Desk, published: Path, directory: Path
) -> None:
    desk.take(published)
    exported(desk)
    said = desk.run("versions", "import", "january.json")
    assert said.status == 2
    assert "would change nothing" in said.err
    desk.take(directory)
    assert "nothing is written" in desk("versions", "import", "january.json", "--dry-run")
    assert desk.json("versions", "import", "january.json", "--dry-run")["version"] is None
    assert desk.json("versions", "list") == []


def test_a_rota_that_breaks_a_rule_today_needs_somebody_who_answers_for_it(
    desk: Desk, published: Path, directory: Path
) -> None:
    desk.take(published)
    exported(desk)
    desk.take(directory)
    january = ("--from", "2027-01-01T00:00", "--to", "2027-02-01T00:00")
    desk("availability", "add", "--service", "north", "--kind", "unavailable", *january)
    before = desk.rows()
    said = desk.run("versions", "import", "january.json")
    assert said.status == 2
    assert "pharmacy/2027-01-" in said.err
    assert desk.rows() == before
    desk("versions", "import", "january.json", "--override", "they are back")
    assert desk.json("versions", "list")[0]["id"] == 1


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"basin": "essai"', '"basin": "nord"', "this is the rota of nord"),
        ('"north"', '"nobody-knows"', "no service 'nobody-knows'"),
        ('"line": "pharmacy"', '"line": "phamacy"', "is no slot of line phamacy"),
        ("pharmacy", "phamacy", "has no line 'phamacy'"),
        ('"month": "2027-01"', '"month": "2027-02"', "not of these months"),
        ('"start": "2027-01-05', '"start": "2026-01-05', "does not start in 2027-01"),
        ("{", "", "this is no JSON"),
    ],
)
def test_a_document_that_does_not_fit_is_refused_in_one_line(
    desk: Desk, published: Path, old: str, new: str, complaint: str
) -> None:
    desk.take(published)
    exported(desk)
    text = (desk.folder / "january.json").read_text()
    assert old in text
    (desk.folder / "january.json").write_text(text.replace(old, new))
    before = desk.rows()
    said = desk.run("versions", "import", "january.json")
    assert said.status == 2
    (line,) = said.complaints
    assert complaint in line
    assert desk.rows() == before


def test_only_what_is_published_goes_out(desk: Desk, drafted: Path, published: Path) -> None:
    desk.take(drafted)
    assert "nothing is published" in desk.run("export", "json", "-o", "rota.json").err
    desk.take(published)
    said = desk.run("export", "json", "--month", "2027-03", "-o", "rota.json")
    assert (said.status, said.out) == (2, "")
    assert "no published rota of 2027-03; published are 2027-01" in said.err
    assert not (desk.folder / "rota.json").exists()
    assert "of 2027-01" in desk("export", "json", "-o", "rota.json")
