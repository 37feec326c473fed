"""``garde time``: the record is read, confirmed, corrected, and written as a table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.garde.cli.timing.conftest import Terminal, works


def test_the_list_is_oldest_first_and_of_the_person_unless_all_are_asked_for(terminal: Terminal) -> None:
    terminal("add", "call", "--minutes", "5", "--date", "2027-01-12")
    terminal("add", "swaps", "--minutes", "6", "--date", "2027-01-11")
    terminal("add", "meeting", "--minutes", "7", "--date", "2027-01-13", who="bob")
    assert [entry["id"] for entry in terminal.json("list")] == [2, 1]
    assert [entry["id"] for entry in terminal.json("list", "--all")] == [2, 1, 3]
    assert [entry["id"] for entry in terminal.json("list", who="bob")] == [3]


def test_the_list_takes_whole_local_days(terminal: Terminal) -> None:
    terminal("add", "call", "--from", "2027-01-12T23:50", "--minutes", "5")
    terminal("add", "call", "--from", "2027-01-13T00:10", "--minutes", "5")
    terminal("add", "call", "--from", "2027-01-13T23:50", "--minutes", "5")
    assert [entry["id"] for entry in terminal.json("list", "--from", "2027-01-13")] == [2, 3]
    assert [entry["id"] for entry in terminal.json("list", "--to", "2027-01-12")] == [1]
    only = terminal.json("list", "--from", "2027-01-13", "--to", "2027-01-13")
    assert [entry["id"] for entry in only] == [2, 3]
    assert "the end is before the start" in terminal.refuses(
        "list", "--from", "2027-01-13", "--to", "2027-01-12"
    )
    assert "--to: '2027-02-30' is no date" in terminal.refuses("list", "--to", "2027-02-30")


def test_the_list_is_plain_text_when_piped(terminal: Terminal) -> None:
    terminal("add", "call", "--from", "2027-01-14T20:00", "--minutes", "5", "--note", "late")
    header, row, total = terminal("list").splitlines()
    assert header.split("\t")[:4] == ["entry", "day", "from", "to"]
    assert row.split("\t") == [
        "1", "2027-01-14", "20:00", "20:05", "ann", "call", "5", "5", "1", "", "confirmed", "hand", "late"
    ]  # fmt: skip
    assert total == "5 minutes confirmed, 0 provisional, times people."


def test_a_session_is_confirmed_as_measured(terminal: Terminal) -> None:
    works("2027-01-15T08:00+01:00", "2027-01-15T08:20+01:00")
    said = terminal("confirm", "1")
    assert said == "Entry 1: planning, 20 minutes, 2027-01-15 08:00 to 08:20, confirmed.\n"
    assert terminal.json("list")[0]["confirmed_at"] == "2027-01-15T09:00:00+01:00"


def test_a_correction_keeps_what_was_measured(terminal: Terminal) -> None:
    works("2027-01-15T08:00+01:00", "2027-01-15T08:20+01:00")
    words = ["--minutes", "35", "--activity", "consultation", "--month", "2027-03", "--note", "and a call"]
    said = terminal("confirm", "1", *words)
    assert said.startswith("Entry 1: consultation, 35 minutes (20 at first), ")
    terminal("confirm", "1", "--minutes", "30")
    (entry,) = terminal.json("list")
    assert (entry["minutes"], entry["measured_minutes"]) == (30, 20)
    assert (entry["activity"], entry["month"], entry["note"]) == ("consultation", "2027-03", "and a call")


def test_only_the_person_whose_time_it_is_confirms_it(terminal: Terminal) -> None:
    works("2027-01-15T08:00+01:00", "2027-01-15T08:20+01:00")
    line = terminal.refuses("confirm", "1", who="bob")
    assert line == "entry 1 is the time of ann, not of bob; ask ann to confirm it"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["2"], "basin essai has no time entry 2; see: garde time list --all"),
        (["0"], "basin essai has no time entry 0"),
        (["99999999999999999999"], "basin essai has no time entry 99999999999999999999"),
        (["1", "--minutes", "0"], "minutes: 0 minutes is no time"),
        (["1", "--minutes", "1441"], "minutes: 1441 minutes is more than a day"),
        (["1", "--activity", "nap"], "there is no activity 'nap'"),
        (["1", "--month", "2027-1"], "'2027-1' is no month"),
    ],
)
def test_a_wrong_confirmation_is_refused(terminal: Terminal, words: list[str], reason: str) -> None:
    works("2027-01-15T08:00+01:00", "2027-01-15T08:20+01:00")
    assert reason in terminal.refuses("confirm", *words)


def test_what_is_confirmed_or_running_is_not_confirmed_again(terminal: Terminal) -> None:
    terminal("add", "call", "--minutes", "5")
    terminal("start", "call")
    assert "entry 1 is confirmed already; to correct it" in terminal.refuses("confirm", "1")
    assert "timer 2 is still running; stop it first" in terminal.refuses("confirm", "2", "--minutes", "5")


def test_the_time_sheet_is_written_as_csv_that_no_spreadsheet_computes(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal("add", "call", "--from", "2027-01-14T20:00", "--minutes", "5", "--note", "=1+1")
    target = tmp_path / "january.csv"
    assert terminal("export", "-o", str(target)) == f"1 entries are in {target}.\n"
    (row,) = csv.DictReader(target.read_text().splitlines())
    assert (row["start"], row["minutes"], row["note"]) == ("2027-01-14T20:00:00+01:00", "5", "'=1+1")
