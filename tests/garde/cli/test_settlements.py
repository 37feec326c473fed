"""``garde settlements`` at a treasurer's desk."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

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
PAID = ("--reference", "Gardes 01/2027", "--yes")


@pytest.fixture
def month(desk: Desk, published: Path) -> Desk:
    """January is over; nothing was recorded of it."""
    desk.take(published)
    rates(desk, CARD)
    desk.at("2027-02-03T10:00+01:00")
    return desk


def rates(desk: Desk, card: dict[str, Any]) -> None:
    fields = json.loads(to_json(town("pharmacy", "nursing", compensation=[card])))
    desk.folder.joinpath("essai.toml").write_text(as_toml(fields))
    desk("init", "essai.toml")


def owed(desk: Desk, *period: str) -> dict[str, dict[str, Any]]:
    said = desk.json("compensation", "owed.csv", *(period or JANUARY))
    return {one["id"]: one for one in said["services"]}


def swapped_late(desk: Desk) -> tuple[str, str, int]:
    """A duty that another service really served, recorded only now: who did not, who did, its cents."""
    desk("compensation", "owed.csv", *JANUARY, "--items", "items.csv")
    lines = csv.DictReader(io.StringIO(desk.folder.joinpath("items.csv").read_text()))
    line = next(row for row in lines if row["item"] == "duty")
    after = next(name for name in ("north", "south", "east") if name != line["service"])
    desk("served", "record", "--slot", line["slot"], "--service", line["service"], "--absent",
         "--replaced-by", after)  # fmt: skip
    return line["service"], after, int(line["amount_cents"])


def test_what_was_paid_is_on_record_and_nothing_is_paid_twice(month: Desk) -> None:
    before = owed(month)
    run = month.json("settlements", "record", *JANUARY, *PAID, "--paid-on", "2027-02-05")
    assert (run["id"], run["from"], run["to"]) == (1, "2027-01-01", "2027-01-31")
    assert (run["paid_on"], run["reference"]) == ("2027-02-05", "Gardes 01/2027")
    assert {one["id"]: one["amount_cents"] for one in run["services"]} == {
        name: one["amount_cents"] for name, one in before.items()
    }
    assert run["rates"] == [
        {**CARD, "coordination_for": ["independent"], "recovered": [], "recovered_minutes": {}}
    ]
    for one in run["services"]:
        parts = ("duty_cents", "coordination_cents", "ceiling_cents")
        assert one["amount_cents"] == sum(one[part] for part in parts)
        assert one["amount_cents"] == sum(item["cents"] + item["ceiling_cents"] for item in one["items"])
    after = owed(month)
    assert {one["settled_cents"] for one in after.values()} == {
        one["amount_cents"] for one in before.values()
    }
    assert {one["balance_cents"] for one in after.values()} == {0}
    again = month.run("settlements", "record", *JANUARY, *PAID)
    assert (again.status, again.complaints) == (2, [
        "garde: nothing is left to be paid from 2027-01-01 to 2027-01-31; see: garde settlements balance"
    ])  # fmt: skip
    (entry,) = month.json("audit", "list", "--subject", "settlement 1")
    assert (entry["action"], entry["after"]["amount_cents"]) == ("settle compensation", run["amount_cents"])


def test_a_month_paid_in_parts_comes_to_its_ceiling_and_not_beyond(month: Desk) -> None:
    rates(month, CARD | {"ceiling_per_month": 300000})
    whole = owed(month)
    assert any(one["ceiling_cents"] for one in whole.values())
    paid = dict.fromkeys(whole, 0)
    for first, last in (("01", "12"), ("08", "20"), ("21", "31")):
        run = month.json(
            "settlements", "record", "--from", f"2027-01-{first}", "--to", f"2027-01-{last}", *PAID
        )
        for one in run["services"]:
            paid[one["id"]] += one["amount_cents"]
    assert paid == {name: one["amount_cents"] for name, one in whole.items()}
    assert month.json("settlements", "balance") == []


def test_a_duty_taken_over_and_recorded_late_is_paid_to_one_and_recovered_from_the_other(month: Desk) -> None:
    month("settlements", "record", *JANUARY, *PAID)
    absent, came, cents = swapped_late(month)
    found = owed(month)
    due = {absent: -cents, came: cents}
    assert {name: one["balance_cents"] for name, one in found.items() if one["balance_cents"]} == due
    said = month("compensation", "owed.xlsx", *JANUARY, "--statements", "papers", "--language", "en")
    assert f"To be recovered: {-due[absent] / 100:.2f} euro." in said
    book = openpyxl.load_workbook(month.folder / "owed.xlsx")
    assert book.sheetnames == ["payable", "items", "settlements", "changes"]
    header, *rows = book["payable"].iter_rows(values_only=True)
    balances = {row[0]: row[header.index("balance_cents")] for row in rows}
    assert {name: cents for name, cents in balances.items() if cents} == due
    header, *rows = book["changes"].iter_rows(values_only=True)
    sums = dict.fromkeys(due, 0)
    for row in rows:
        sums[row[0]] += row[header.index("difference_cents")]
    assert sums == due
    text = "\n".join(
        page.extract_text()
        for page in pypdf.PdfReader(month.folder / "papers" / f"2027-01-01_2027-01-31_{absent}.pdf").pages
    )
    assert "Received too much" in text
    assert "Changed since it was settled" in text
    assert "Gardes 01/2027" in text
    # The next month's run says that January is open; its coordinator may carry it.
    february = ("--from", "2027-02-01", "--to", "2027-02-28")
    assert (
        "2 services have something open from 2027-01-01 to 2027-01-31"
        in month.run("compensation", "owed.csv", *february).err
    )
    assert [(one["service"], one["month"], one["balance"]["amount_cents"]) for one in month.json(
        "settlements", "balance"
    )] == sorted((name, "2027-01", cents) for name, cents in due.items())  # fmt: skip


def test_what_is_to_be_recovered_stays_open_until_it_was(month: Desk) -> None:
    month("settlements", "record", *JANUARY, *PAID)
    absent, came, _ = swapped_late(month)
    second = month.json("settlements", "record", *JANUARY, *PAID)
    assert [one["id"] for one in second["services"]] == [came]
    assert month.run("settlements", "record", *JANUARY, *PAID).status == 2
    third = month.json("settlements", "record", *JANUARY, *PAID, "--recovered")
    assert [one["id"] for one in third["services"]] == [absent]
    assert third["amount_cents"] < 0
    assert month.json("settlements", "balance") == []


def test_without_yes_it_shows_what_it_would_do_and_does_nothing(month: Desk) -> None:
    before = month.query("SELECT count(*) FROM settlement")
    said = month.run("settlements", "record", *JANUARY, "--reference", "Gardes 01/2027")
    assert (said.status, "nothing is recorded yet: run it again with --yes" in said.err) == (1, True)
    assert "Still to be paid from 2027-01-01 to 2027-01-31" in said.out
    month("settlements", "record", *JANUARY, *PAID, "--service", "north")
    said = month.run("settlements", "undo", 1, "--reason", "a slip")
    assert (said.status, "nothing is taken back yet" in said.err) == (1, True)
    assert (before, month.query("SELECT count(*) FROM settlement")) == ([(0,)], [(1,)])


def test_what_would_be_taken_back_is_shown_alone_and_a_wrong_sum_is_refused_before_anybody_is_asked(
    month: Desk,
) -> None:
    other = month.run("settlements", "record", *JANUARY, "--reference", "x", "--expect", "12.5")
    assert (other.status, other.out, "euro are to be paid, not 12.50" in other.err) == (2, "", True)
    month("settlements", "record", *JANUARY, *PAID)
    paid = {name: one["amount_cents"] for name, one in owed(month).items()}
    back = ("settlements", "undo", 1, "--reason", "came back")
    said = month.run(*back, "--service", "north")
    assert (said.status, "south" in said.out) == (1, False)
    assert f"Together: {paid['north'] / 100:.2f} euro." in said.out
    month(*back, "--service", "north", "--yes")
    assert month.run(*back, "--service", "north").status == 2
    # Of the rest, what was taken back already is no part.
    rest = month.run(*back)
    assert (rest.status, "north" in rest.out) == (1, False)
    assert f"Together: {(sum(paid.values()) - paid['north']) / 100:.2f} euro." in rest.out


def test_a_settlement_taken_back_is_owed_again_and_both_stay_on_record(month: Desk) -> None:
    month("settlements", "record", *JANUARY, *PAID)
    before = owed(month)
    taken = month.json("settlements", "undo", 1, "--service", "north", "--reason", "came back", "--yes")
    assert (taken["undoes"], taken["reason"]) == (1, "came back")
    assert taken["amount_cents"] == -before["north"]["amount_cents"]
    after = owed(month)
    assert (after["north"]["settled_cents"], after["south"]["balance_cents"]) == (0, 0)
    assert after["north"]["balance_cents"] == before["north"]["amount_cents"]
    again = month.run("settlements", "undo", 1, "--service", "north", "--reason", "twice", "--yes")
    assert (again.status, "settlement 1 with north was taken back already, by 2" in again.err) == (2, True)
    assert "takes settlement 1 back" in month.run("settlements", "undo", 2, "--reason", "no", "--yes").err
    rest = month.json("settlements", "undo", 1, "--reason", "all of it", "--yes")
    assert "north" not in [one["id"] for one in rest["services"]]
    listed = month.json("settlements", "list")
    assert [(one["id"], one["undoes"], one["reason"]) for one in listed] == [
        (1, None, None), (2, 1, "came back"), (3, 1, "all of it"),
    ]  # fmt: skip
    assert sum(one["amount_cents"] for one in listed) == 0
    shown = {one["id"]: one["undone_by"] for one in month.json("settlements", "show", 1)["services"]}
    assert (shown["north"], shown["south"]) == (2, 3)
    actions = [one["action"] for one in month.json("audit", "list", "--subject", "settlement 1")]
    assert actions == ["settle compensation", "take a settlement back", "take a settlement back"]
    for table in ("settlement_run", "settlement", "settlement_item"):
        for statement in (f"UPDATE {table} SET id = id + 99", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                month.query(statement)


def test_the_doctor_sees_sums_that_somebody_changed_behind_the_guards(month: Desk) -> None:
    month("settlements", "record", *JANUARY, *PAID)

    def found() -> tuple[str, str]:
        said = json.loads(month.run("doctor", "--json").out)
        (one,) = [finding for finding in said if finding["id"] == "settlements"]
        return one["state"], one["what"]

    assert found() == ("ok", "6 payments to services are on record and add up")
    with closing(sqlite3.connect(month.database)) as connection, connection:
        connection.execute("DROP TRIGGER settlement_item_no_update")
        connection.execute("UPDATE settlement_item SET cents = cents + 1 WHERE id = 1")
    assert found() == ("failed", "the sums of settlement 1 are not those of its items")


def test_bad_input_is_refused_in_a_line_and_records_nothing(month: Desk) -> None:
    for words, why in (
        ((*JANUARY, "--reference", " ", "--yes"), "--reference: words are needed here"),
        ((*JANUARY, "--reference", "x" * 141, "--yes"), "141 characters are too many"),
        ((*JANUARY, *PAID, "--service", "nobody"), "nothing is owed to 'nobody'"),
        ((*JANUARY, *PAID, "--expect", "12,5"), "euro are to be paid, not 12.50"),
        ((*JANUARY, *PAID, "--expect", "1.005"), "'1.005' is no amount"),
        ((*JANUARY, *PAID, "--paid-on", "2026-12-31"), "was not paid on 2026-12-31"),
        (("--from", "2027-02-01", "--to", "2027-01-01", *PAID), "the period ends before it begins"),
        (("--from", "January", "--to", "2027-01-01", *PAID), "'January' is no date"),
    ):
        refused = month.run("settlements", "record", *words)
        assert (refused.status, refused.out, len(refused.complaints)) == (2, "", 1), why
        assert why in refused.err
    assert month.query("SELECT count(*) FROM settlement_run") == [(0,)]


def test_who_only_reads_settles_nothing_and_reads(month: Desk) -> None:
    month("users", "add", "ann")
    month("users", "add", "rita", "--role", "reader", "--as", "ann")
    month("settlements", "record", *JANUARY, *PAID, "--as", "ann")
    for words in (("record", *JANUARY, *PAID), ("undo", 1, "--reason", "no", "--yes")):
        refused = month.run("settlements", *words, "--as", "rita")
        assert (refused.status, "rita may not" in refused.err) == (2, True)
    assert len(month.json("settlements", "list", "--as", "rita")) == 1
    assert month.json("settlements", "balance", "--as", "rita") == []
    assert month.run("settlements", "show", 7, "--as", "rita").status == 2
