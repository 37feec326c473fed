"""The ledger as it is typed: shown, explained, exported, adjusted; every number reckoned again here."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from garde.accounts.actor import Actor
from garde.calendar.month import Month
from garde.errors import Forbidden
from garde.ledger.adjusting import adjust
from garde.ledger.history import read_overview, read_statement
from garde.storage.database import open_database
from garde.storage.repositories.basins import chosen_basin
from tests.conftest import QUICK, Desk
from tests.garde.storage.test_killed import counted, killed_at_each_write, take
from tests.garde.town import instant

SHARES = {"north": 1.0, "south": 1.0, "east": 1.0, "west": 1.0, "small": 0.5, "large": 2.0}
FOURTH = "pharmacy/2027-01-04/day"


def burden(desk: Desk, *words: object) -> dict[str, dict[str, float]]:
    return {row["id"]: row["quantities"]["burden"] for row in desk.json("ledger", "show", *words)}


def reckoned(desk: Desk, version: int, portions: dict[tuple[str, str], dict[str, float]]) -> dict[str, float]:
    """Balances in points from the version's duties: who served what portion of whose duty."""
    served = dict.fromkeys(SHARES, 0.0)
    for slot in desk.json("versions", "show", version):
        for holder in slot["services"]:
            for name, part in portions.get((slot["slot"], holder), {holder: 1.0}).items():
                served[name] += part * slot["burden"]
    total = sum(served.values())
    return {name: served[name] - total * share / 6.5 for name, share in SHARES.items()}


def near(amounts: dict[str, float]) -> Any:
    return {name: pytest.approx(amount, abs=1e-9) for name, amount in amounts.items()}


@pytest.fixture
def told(desk: Desk, published: Path) -> tuple[str, str]:
    """January as it was served: who had the 4th left after 6 of 24 hours, another stood in."""
    desk.take(published)
    desk.at("2027-02-03T09:00+01:00")
    slots = {slot["slot"]: slot["services"][0] for slot in desk.json("versions", "show", 1)}
    holder = slots[FOURTH]
    other = next(name for name in ("north", "south") if name != holder)
    record = ("served", "record", "--slot", FOURTH, "--service", holder)
    desk(*record, "--to", "2027-01-04T15:00", "--replaced-by", other)
    return holder, other


def test_what_was_really_served_is_shown_explained_and_planned_from(
    desk: Desk, told: tuple[str, str]
) -> None:
    holder, other = told
    expected = reckoned(desk, 1, {(FOURTH, holder): {holder: 0.25, other: 0.75}})
    shown = burden(desk)
    assert {name: amounts["balance"] for name, amounts in shown.items()} == near(expected)
    assert sum(amounts["balance"] for amounts in shown.values()) == pytest.approx(0, abs=1e-9)
    for name, share in SHARES.items():
        lines = desk.json("ledger", "explain", "--service", name)
        assert lines[0]["kind"] == "brought"
        assert lines[-1]["balance"]["burden"] == pytest.approx(expected[name], abs=1e-9)
        (due,) = [line for line in lines if line["kind"] == "due"]
        assert (due["share"], due["shares"]) == (share, 6.5)
        assert due["amounts"]["burden"] == pytest.approx(-due["pool_served"] * share / 6.5)
        assert sum(line["amounts"].get("burden", 0) for line in lines) == pytest.approx(expected[name])
    desk("plan", "--month", "2027-02", *QUICK)
    loads = desk.json("drafts", "show", 2)["pools"][0]["loads"]
    assert {load["service"]: load["carried"] for load in loads} == {
        name: pytest.approx(amount, abs=1e-6) for name, amount in expected.items()
    }


def test_a_line_says_what_became_of_the_duty_in_the_readers_language(
    desk: Desk, told: tuple[str, str]
) -> None:
    holder, other = told
    mine = desk("ledger", "explain", "--service", holder, "--language", "fr").splitlines()
    assert mine[0].endswith("de janvier 2027 à janvier 2027")
    (line,) = [line for line in mine if FOURTH in line]
    # A quarter of 24 points, Monday 4 January.
    assert line.split("\t")[:3] == [
        "2027-01",
        f"garde {FOURTH}, lun. 4 janv. 2027, 25\N{NO-BREAK SPACE}% de la garde",
        "+6",
    ]
    (line,) = [text for text in desk("ledger", "explain", "--service", other).splitlines() if FOURTH in text]
    assert "in place of Officine" in line or "in place of Petite" in line or "in place of Grande" in line
    assert "75% of the duty\t+18" in line
    dutch = desk("ledger", "explain", "--service", other, "--language", "nl")
    assert "verschuldigd: aandeel 1 op 6,5" in dutch
    refused = desk.run("ledger", "explain", "--service", other, "--language", "ar")
    assert (refused.status, refused.out) == (2, "")


def test_an_adjustment_needs_a_reason_and_its_opposite_undoes_it(desk: Desk, told: tuple[str, str]) -> None:
    before = burden(desk)
    words = ("ledger", "adjust", "--service", "small", "--month", "2027-01", "--amount", "-3.5")
    rows = counted(desk, "ledger_adjustment", "audit_entry")
    for wrong in (
        (*words, "--reason", " "),
        (*words, "--reason", "x", "--quantity", "luck"),
        (*words[:-1], "0", "--reason", "x"),
        (*words[:-1], "nan", "--reason", "x"),
        ("ledger", "adjust", "--service", "nobody", "--month", "2027-01", "--amount", "1", "--reason", "x"),
        ("ledger", "adjust", "--service", "small", "--month", "2027-13", "--amount", "1", "--reason", "x"),
        # Far from now, ahead and back.
        ("ledger", "adjust", "--service", "small", "--month", "2029-01", "--amount", "1", "--reason", "x"),
        ("ledger", "adjust", "--service", "small", "--month", "2016-11", "--amount", "1", "--reason", "x"),
    ):
        assert desk.run(*wrong).status == 2
    assert counted(desk, "ledger_adjustment", "audit_entry") == rows
    made = desk.json(*words, "--reason", "left early, nobody wrote it down")
    assert (made["quantity"], made["amount"], made["by"]) == ("burden", -3.5, "ann")
    now = burden(desk)["small"]
    assert (now["served"], now["due"], now["adjusted"]) == (
        before["small"]["served"],
        before["small"]["due"],
        -3.5,
    )
    assert now["balance"] == pytest.approx(before["small"]["balance"] - 3.5)
    told_lines = desk.json("ledger", "explain", "--service", "small")
    (line,) = [line for line in told_lines if line["kind"] == "adjustment"]
    assert (line["amounts"], line["reason"]) == ({"burden": -3.5}, "left early, nobody wrote it down")
    assert desk.query(
        "SELECT subject, actor, reason FROM audit_entry WHERE action = 'adjust the ledger'"
    ) == [("service small", "ann", "left early, nobody wrote it down")]
    desk(*words[:-1], "3.5", "--reason", "it was written down after all")
    assert burden(desk)["small"]["balance"] == pytest.approx(before["small"]["balance"])
    assert (
        len([x for x in desk.json("ledger", "explain", "--service", "small") if x["kind"] == "adjustment"])
        == 2
    )


def test_who_only_reads_adjusts_nothing_and_a_service_reads_its_own_account(
    desk: Desk, told: tuple[str, str]
) -> None:
    database = open_database(f"sqlite:///{desk.database}")
    with database.reading() as session:
        config = chosen_basin(session, None)
        reader = Actor("rob", "reader", "essai")
        with pytest.raises(Forbidden, match="rob may not adjust the ledger"):
            adjust(
                session,
                config,
                service="small",
                month=Month(2027, 1),
                quantity="burden",
                amount=1.0,
                reason="x",
                actor=reader,
                at=instant("2027-02-03T09:00"),
            )
        own = Actor("link 1", "service", "essai", "small")
        assert read_statement(session, config, "small", actor=own).lines
        assert read_statement(session, config, "small", actor=reader).lines
        with pytest.raises(Forbidden, match="may not read the account of north"):
            read_statement(session, config, "north", actor=own)
        with pytest.raises(Forbidden, match="may not read the ledger"):
            read_overview(session, config, actor=own)
    database.close()


def test_a_period_shows_its_months_and_carries_on_from_all(desk: Desk, told: tuple[str, str]) -> None:
    january = burden(desk)
    desk("plan", "--month", "2027-02", *QUICK)
    desk("publish", 2)
    both, second = burden(desk), burden(desk, "--from", "2027-02")
    assert burden(desk, "--to", "2027-01") == burden(desk, "--before", "2027-02") == january
    for name in SHARES:
        assert both[name]["balance"] == pytest.approx(january[name]["balance"] + second[name]["balance"])
        assert both[name]["carried"] == second[name]["carried"] == pytest.approx(both[name]["balance"])
    (row,) = desk.json("ledger", "show", "--service", "small", "--from", "2027-02")
    assert (row["share_months"], row["pool"]) == (0.5, "pharmacy")
    lines = desk.json("ledger", "explain", "--service", "small", "--from", "2027-02")
    assert lines[0]["kind"] == "brought"
    assert lines[0]["amounts"]["burden"] == pytest.approx(january["small"]["balance"])
    assert desk.run("ledger", "show", "--before", "2027-02", "--to", "2027-01").status == 2
    assert (
        desk.run("ledger", "explain", "--service", "small", "--from", "2027-02", "--to", "2027-01").status
        == 2
    )
    assert desk.run("ledger", "explain", "--service", "nobody").status == 2


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk, told: tuple[str, str]) -> None:
    for words in (("show",), ("explain", "--service", told[0])):
        said = desk.run("ledger", *words, "--from", "2027-06", "--to", "2027-01")
        assert (said.status, said.out) == (2, "")
        assert said.complaints == ["garde: --from, --to: the period ends before it begins; turn them round"]


def test_the_first_of_a_month_is_written_as_french_does(desk: Desk, told: tuple[str, str]) -> None:
    # Somebody serves on the 1st, whoever it is.
    slot = next(one for one in desk.json("versions", "show", 1) if "/2027-01-01/" in one["slot"])
    account = desk("ledger", "explain", "--service", slot["services"][0], "--language", "fr")
    assert f"garde {slot['slot']}, ven. 1er janv. 2027" in account


def test_the_whole_ledger_is_written_as_a_table(desk: Desk, told: tuple[str, str]) -> None:
    desk("ledger", "export", "-o", "ledger.csv")
    with (desk.folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = burden(desk)
    for row in rows:
        if row["quantity"] == "burden":
            assert float(row["balance"]) == pytest.approx(shown[row["service"]]["balance"], abs=1e-6)
    assert {row["service"] for row in rows} == set(SHARES)
    desk("ledger", "export", "-o", "ledger.xlsx")
    book = openpyxl.load_workbook(desk.folder / "ledger.xlsx")
    assert book.sheetnames == ["ledger", "totals"]
    assert book["ledger"].max_row == len(rows) + 1
    header, *totals = book["totals"].iter_rows(values_only=True)
    assert header[:6] == ("pool", "service", "name", "served", "due", "adjusted")
    for total in totals:
        named = dict(zip(header, total, strict=True))
        assert named["balance: burden"] == pytest.approx(shown[str(named["service"])]["balance"], abs=1e-6)
    first = (desk.folder / "ledger.xlsx").read_bytes()
    desk("ledger", "export", "-o", "ledger.xlsx")
    assert (desk.folder / "ledger.xlsx").read_bytes() == first
    assert desk.run("ledger", "export", "-o", "ledger.pdf").status == 2


def test_an_adjustment_is_written_whole_or_not_at_all(desk: Desk, published: Path) -> None:
    words = ("ledger", "adjust", "--service", "small", "--month", "2027-01", "--amount", "2", "--reason", "x")
    found = []
    for left in killed_at_each_write(desk, published, *words):
        take(desk, left)
        found.append(counted(desk, "ledger_adjustment"))
        said = desk.query("SELECT count(*) FROM audit_entry WHERE action = 'adjust the ledger'")
        assert tuple(said[0]) == found[-1]
    assert set(found) == {(0,), (1,)}
    assert found == sorted(found)


def test_an_empty_ledger_is_told_so(desk: Desk, directory: Path) -> None:
    desk.take(directory)
    assert desk("ledger", "show") == "Nothing is published yet: every balance is 0.\n"
    assert desk.json("ledger", "show") == []
    assert (
        desk("ledger", "explain", "--service", "small") == "Nothing is published yet: every balance is 0.\n"
    )
    desk("ledger", "export", "-o", "empty.xlsx")
    desk("ledger", "export", "-o", "empty.csv")
