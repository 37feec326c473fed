"""Versions compared and put back; who publishes second is told what changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import QUICK, Desk
from tests.garde.storage.test_killed import counted, killed_at_each_write, take

TENTH, TWENTIETH = "pharmacy/2027-01-10/day", "pharmacy/2027-01-20/day"


def holders(desk: Desk, version: int) -> dict[str, str]:
    return {slot["slot"]: slot["services"][0] for slot in desk.json("versions", "show", version)}


def replanned(desk: Desk, first: dict[str, str]) -> None:
    """Plans January once more, with everybody where they are but on the 10th and the 20th."""
    desk("plan", "--month", "2027-01", *QUICK)
    number = desk.json("drafts", "list")[-1]["id"]
    plan = {s["slot"]: s["services"][0] for s in desk.json("drafts", "show", number)["slots"]}
    for slot, service in first.items():
        if plan[slot] != service:
            desk("edit", number, "assign", "--slot", slot, "--service", service, "--override", "as before")


def changed(desk: Desk, draft: int, *slots: str) -> dict[str, str]:
    """Gives these slots of a draft to other services, whatever that breaks; who has them then."""
    result = {}
    for slot in slots:
        had = {s["slot"]: s["services"] for s in desk.json("drafts", "show", draft)["slots"]}[slot]
        other = next(name for name in ("north", "south") if name not in had)
        desk("edit", draft, "assign", "--slot", slot, "--service", other, "--override", "tried out")
        result[slot] = other
    return result


def differences(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["slot"], one["before"], one["after"]) for one in found["changes"]]


@pytest.fixture
def two(desk: Desk, published: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Version 1, and version 2 in which the 10th and the 20th are others'; who has each duty in each."""
    desk.take(published)
    first = holders(desk, 1)
    replanned(desk, first)
    changed(desk, 2, TENTH, TWENTIETH)
    desk("publish", 2, "--reason", "agreed by phone")
    return first, holders(desk, 2)


def test_a_version_tells_what_it_changed(desk: Desk, two: tuple[dict[str, str], dict[str, str]]) -> None:
    before, after = two
    expected = [(slot, before[slot], after[slot]) for slot in (TENTH, TWENTIETH)]
    found = desk.json("versions", "diff", 2)
    assert (found["before"], found["after"], found["months"]) == (1, 2, ["2027-01"])
    assert differences(found) == expected
    assert differences(desk.json("versions", "diff", 2, 1)) == expected
    assert differences(desk.json("versions", "diff", 1, 2)) == expected
    assert differences(desk.json("versions", "diff", 1, 1)) == []
    first = desk.json("versions", "diff", 1)
    assert (first["before"], len(first["changes"])) == (None, 32)
    assert "2 places differ." in desk("versions", "diff", 2)
    for words in (("versions", "diff", 9), ("versions", "diff", 1, 9)):
        assert "has no version 9" in desk.run(*words).err


def test_versions_without_a_month_in_common_are_not_compared(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk("plan", "--month", "2027-02", *QUICK)
    desk("publish", 2)
    assert desk.json("versions", "diff", 2)["before"] is None
    said = desk.run("versions", "diff", 1, 2)
    assert (said.status, said.out) == (2, "")
    assert "version 1 is of 2027-01, version 2 of 2027-02" in said.err


def test_an_older_version_is_put_back_for_what_has_not_begun(
    desk: Desk, two: tuple[dict[str, str], dict[str, str]]
) -> None:
    before, after = two
    desk.at("2027-01-10T09:00+01:00")
    rows = counted(desk, "rota", "rota_slot", "ledger_entry", "audit_entry", "message")
    shown = desk.json("versions", "restore", 1, "--dry-run")
    assert counted(desk, "rota", "rota_slot", "ledger_entry", "audit_entry", "message") == rows
    assert (shown["restored"], shown["version"], shown["broken"]) == (1, None, [])
    assert differences(shown) == [(TWENTIETH, after[TWENTIETH], before[TWENTIETH])]
    done = desk.json("versions", "restore", 1, "--reason", "the first was better")
    assert (done["version"], done["changes"]) == (3, shown["changes"])
    now = holders(desk, 3)
    assert (now[TENTH], now[TWENTIETH]) == (after[TENTH], before[TWENTIETH])
    last = desk.json("versions", "list")[-1]
    assert (last["origin"], last["reason"], last["published_by"]) == (
        "version 1",
        "the first was better",
        "ann",
    )
    again = desk.run("versions", "restore", 1)
    assert (again.status, again.out) == (2, "")
    assert "version 1 would change nothing" in again.err


def test_a_version_that_breaks_a_rule_today_needs_somebody_who_answers_for_it(
    desk: Desk, two: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    before, _ = two
    gone = before[TWENTIETH]
    rows = [f"external_id,name,postcode,line,active_until\n{gone},Parti,1030,pharmacy,2027-01-05\n"]
    (tmp_path / "gone.csv").write_text("".join(rows))
    desk("services", "import", tmp_path / "gone.csv")
    said = desk.run("versions", "restore", 1)
    assert said.status == 2
    assert len(desk.json("versions", "list")) == 2
    assert "Parti" in said.err
    assert "--override REASON" in said.err
    shown = desk.run("versions", "restore", 1, "--dry-run")
    assert shown.status == 2
    assert f"AGAINST active {TWENTIETH}: Parti" in shown.out
    assert desk.run("versions", "restore", 1, "--override", " ").status == 2
    done = desk.json("versions", "restore", 1, "--override", "it stays until the end of the month")
    assert {(one["service"], *one["rules"]) for one in done["broken"]} >= {(gone, "active")}
    kept = desk.query(
        "SELECT o.reason, count(*) FROM rota_override o JOIN rota r ON r.id = o.rota_id "
        "WHERE r.kind = 'version' AND r.number = 3 AND o.reason LIKE 'it %' GROUP BY o.reason"
    )
    assert kept == [("it stays until the end of the month", len(done["broken"]))]
    # What was answered for once need not be again.
    desk("plan", "--month", "2027-01", *QUICK)
    desk("publish", 3)
    assert desk.json("versions", "restore", 3)["broken"] == []


def test_who_publishes_second_is_told_who_changed_what(desk: Desk, published: Path) -> None:
    desk.take(published)
    first = holders(desk, 1)
    replanned(desk, first)
    desk("plan", "--month", "2027-01", *QUICK)
    after = changed(desk, 2, TENTH, TWENTIETH)
    desk("publish", 2, "--as", "bea", "--reason", "agreed")
    said = desk.run("publish", 3)
    assert (said.status, said.out) == (2, "")
    assert said.complaints == [
        "garde: version 2 was published after draft 3 was made, by bea on 2026-12-20 at 10:00 (agreed): "
        f"2 places differ: {TENTH} {first[TENTH]} -> {after[TENTH]}, "
        f"{TWENTIETH} {first[TWENTIETH]} -> {after[TWENTIETH]}; see: garde versions diff 2; "
        "plan again with what was decided: garde plan --from 3"
    ]
    desk("plan", "--from", 3, *QUICK)
    desk("publish", 4)


def test_a_version_of_another_month_stands_in_the_way_only_where_it_takes_a_rest(
    desk: Desk, published: Path
) -> None:
    desk.take(published)
    desk("plan", "--month", "2027-02", *QUICK)
    desk("plan", "--month", "2027-02", *QUICK)
    february = {s["slot"]: s["services"][0] for s in desk.json("drafts", "show", 3)["slots"]}
    first = february["pharmacy/2027-02-01/day"]
    desk("plan", "--month", "2027-01", *QUICK)
    last = "pharmacy/2027-01-31/day"
    desk("edit", 4, "assign", "--slot", last, "--service", first, "--override", "asked for it")
    desk("publish", 4)
    said = desk.run("publish", 3)
    assert said.status == 2
    assert "pharmacy/2027-02-01/day: since version 2 was published, draft 3 breaks a rule" in said.err
    # Another exchange in January leaves February alone.
    desk("edit", 2, "assign", "--slot", "pharmacy/2027-02-01/day", "--service", "small", "--override", "ok")
    desk("publish", 2)


def test_two_who_publish_at_once_do_not_both_succeed(desk: Desk, published: Path) -> None:
    desk.take(published)
    for _ in range(4):
        desk("plan", "--month", "2027-01", *QUICK)
    command = [
        sys.executable,
        "-c",
        "import sys\nfrom garde.cli.main import run\nsys.exit(run(sys.argv[1:]))",
    ]
    racing = [
        subprocess.Popen(
            [*command, "publish", str(draft), "--as", name],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for draft, name in ((2, "ann"), (3, "bea"), (4, "cas"), (5, "dee"))
    ]
    ended = [(racer.communicate(timeout=60)[1], racer.returncode) for racer in racing]
    assert sorted(status for _, status in ended) == [0, 2, 2, 2]
    winner = next(name for name, (_, status) in zip("abcd", ended, strict=True) if status == 0)
    who = {"a": "ann", "b": "bea", "c": "cas", "d": "dee"}[winner]
    for told, status in ended:
        if status:
            assert f"was made, by {who} on 2026-12-20 at 10:00: " in told
    assert [version["id"] for version in desk.json("versions", "list")] == [1, 2]
    assert counted(desk, "rota_slot") == ((1 + 4 + 2) * 32,)


def test_putting_back_leaves_a_whole_version_or_none(
    desk: Desk, two: tuple[dict[str, str], dict[str, str]]
) -> None:
    template = desk.folder / "two.db"
    desk.database.rename(template)
    left = killed_at_each_write(desk, template, "versions", "restore", "1")
    tables = ("rota", "rota_month", "rota_slot", "rota_duty", "ledger_entry", "audit_entry", "message")
    found = []
    for database in left:
        take(desk, database)
        statuses = {status for (status,) in desk.query("SELECT status FROM rota WHERE kind = 'version'")}
        assert statuses == {"published"}
        found.append(counted(desk, *tables))
    assert len(set(found)) == 2
    assert found == sorted(found)
    assert found.count(found[0]) >= 8
    take(desk, left[found.count(found[0]) - 1])
    assert desk.json("versions", "restore", 1)["version"] == 3
