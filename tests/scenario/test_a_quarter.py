"""A quarter of a coordinator's work, from an empty folder to March's rota; the ledger is recomputed apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk
from tests.scenario.independent import Account, account
from tests.scenario.quarter import LATE_JOINER, Quarter, play

MONTHS = ("2027-01", "2027-02", "2027-03")
LINES = ("pharmacy", "nursing")


@pytest.fixture(scope="module")
def _told() -> dict[str, tuple[Quarter, Path]]:
    return {}


@pytest.fixture
def quarter(
    _told: dict[str, tuple[Quarter, Path]], desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Quarter:
    """Played once, read by every test here."""
    if not _told:
        played = play(desk)
        kept = tmp_path_factory.mktemp("quarter")
        (kept / "garde.db").write_bytes(desk.database.read_bytes())
        for month in MONTHS[1:]:
            (desk.folder / month).rename(kept / month)
        _told["it"] = (played, kept)
    played, kept = _told["it"]
    desk.take(kept / "garde.db")
    desk.at("2027-02-01T09:00+01:00")
    return Quarter(desk, {**played.said, "documents": kept})


def test_the_coordinator_sees_who_has_not_answered(quarter: Quarter) -> None:
    states = {one["id"]: one["state"] for one in quarter.said["status"]["services"]}
    assert states["pharmacy-01"] == "accepted"
    assert states["pharmacy-02"] == "change-asked"
    assert {"pharmacy-01", "pharmacy-02"}.isdisjoint(quarter.said["status"]["waiting_for"])
    assert "pharmacy-03" in quarter.said["status"]["waiting_for"]


def test_what_was_accepted_is_kept_and_what_was_declined_goes_to_somebody_else(quarter: Quarter) -> None:
    first, second = (
        {slot["slot"]: slot["services"] for slot in quarter.said[name]["slots"]}
        for name in ("first draft", "second draft")
    )
    for key, services in first.items():
        if "pharmacy-01" in services:
            assert "pharmacy-01" in second[key]
    declined = quarter.said["declined"]["slot"]
    assert "pharmacy-02" in first[declined]
    assert "pharmacy-02" not in second[declined]
    assert quarter.said["second draft"]["missing"] == quarter.said["first draft"]["missing"] == 0


def test_a_gift_and_an_exchange_change_their_own_duties_alone(quarter: Quarter) -> None:
    before, after = (
        {slot["slot"]: slot["services"] for slot in quarter.said[name]}
        for name in ("before swaps", "after swaps")
    )
    slot, giver, taker = quarter.said["gift"]
    other, second_giver, second_taker, returned = quarter.said["exchange"]
    expected = dict(before)
    expected[slot] = [taker]
    expected[other], expected[returned] = [second_taker], [second_giver]
    assert (before[slot], before[other], before[returned]) == ([giver], [second_giver], [second_taker])
    assert after == expected
    assert [swap["state"] for swap in quarter.said["swaps"]] == ["approved", "approved"]


def test_an_absence_an_hour_ahead_is_repaired_with_the_fewest_changes_and_names_whom_to_call(
    quarter: Quarter,
) -> None:
    slot, ill = quarter.said["ill"]
    (change, *more) = quarter.said["absence"]["changes"]
    assert (change["slot"], change["before"]) == (slot, ill)
    assert more == []
    calls = quarter.said["absence"]["calls"]
    assert change["after"] in [call["service"] for call in calls]
    assert all(call["phone"].startswith("+32 2 000") for call in calls if call["service"] == change["after"])
    served = {one["slot"]: one["services"] for one in quarter.in_force("2027-01")}
    assert served[slot] == [change["after"]]
    # 31 days of 1,440 minutes, none of them with nobody.
    assert quarter.said["coverage"].splitlines()[-1].split() == ["pharmacy", "44640", "0"]


def accounts(quarter: Quarter) -> Iterator[tuple[str, str, Account]]:
    """Each line (a pool of its own here) and month, told anew from what commands print."""
    records = quarter.desk.json("served", "list")
    for month in MONTHS:
        slots = quarter.in_force(month)
        for line in LINES:
            own = [slot for slot in slots if slot["line"] == line]
            yield line, month, account(own, records, quarter.shares(line, month))


def test_every_number_of_the_ledger_is_what_somebody_else_reckons(quarter: Quarter) -> None:
    served: dict[tuple[str, str], Fraction] = {}
    due: dict[tuple[str, str], Fraction] = {}
    for _, _, one in accounts(quarter):
        for total, part in ((served, one.served), (due, one.due)):
            for key, amount in part.items():
                total[key] = total.get(key, Fraction()) + amount
    told = quarter.desk.json("ledger", "show")
    seen = set()
    for row in told:
        for quantity, amounts in row["quantities"].items():
            key = (row["id"], quantity)
            seen.add(key)
            assert amounts["served"] == pytest.approx(float(served.get(key, 0)), abs=1e-9), key
            assert amounts["due"] == pytest.approx(float(due.get(key, 0)), abs=1e-9), key
            added = 4 if key == ("pharmacy-03", "burden") else 0
            balance = served.get(key, Fraction()) - due.get(key, Fraction()) + added
            assert amounts["balance"] == pytest.approx(float(balance), abs=1e-9), key
    assert {key for key, amount in (*served.items(), *due.items()) if amount} <= seen


def test_the_no_show_gives_its_points_to_the_one_who_stood_in(quarter: Quarter) -> None:
    slot, missing, stand_in = quarter.said["no-show"]
    (january,) = [one for line, month, one in accounts(quarter) if (line, month) == ("pharmacy", "2027-01")]
    planned = {one["slot"]: one for one in quarter.in_force("2027-01")}
    assert planned[slot]["services"] == [missing]
    without = account(
        [one for one in planned.values() if one["line"] == "pharmacy"],
        [],
        quarter.shares("pharmacy", "2027-01"),
    )
    burden = planned[slot]["burden"]
    key = "burden"
    tardy = quarter.said["late"][1]
    if missing != tardy:
        assert january.served.get((missing, key), 0) == without.served[missing, key] - burden
    assert january.served[stand_in, key] == without.served.get((stand_in, key), 0) + burden


def test_the_late_joiner_starts_at_nothing(quarter: Quarter) -> None:
    carried = _carried(quarter, "2027-02", "pharmacy")
    assert LATE_JOINER in carried
    assert carried[LATE_JOINER] == 0


@pytest.mark.parametrize("month", MONTHS[1:])
@pytest.mark.parametrize("line", LINES)
def test_the_next_month_is_planned_from_these_balances(quarter: Quarter, month: str, line: str) -> None:
    expected: dict[str, Fraction] = {}
    for found, earlier, one in accounts(quarter):
        if found == line and earlier < month:
            for service in quarter.shares(line, earlier):
                balance = one.balance(service, "burden")
                expected[service] = expected.get(service, Fraction()) + balance
    if line == "pharmacy":
        expected["pharmacy-03"] += 4
    for service, amount in _carried(quarter, month, line).items():
        assert amount == pytest.approx(float(expected.get(service, 0)), abs=1e-6), service


def test_everybody_whose_duties_changed_was_told_once_and_nobody_else(quarter: Quarter) -> None:
    kinds = {"changed", "swap-approved"}
    told = sorted(one["key"] for one in quarter.desk.json("messages", "list") if one["kind"] in kinds)
    _, *gift = quarter.said["gift"]
    _, *exchange, _ = quarter.said["exchange"]
    (change,) = quarter.said["absence"]["changes"]
    number = quarter.said["version of repair"]["version"]
    assert told == sorted(
        [f"swap/1/approved/{service}" for service in gift]
        + [f"swap/2/approved/{service}" for service in exchange]
        + [f"version/{number}/changed/{service}" for service in (change["before"], change["after"])]
    )


def test_the_audit_trail_has_every_decision_in_order(quarter: Quarter) -> None:
    trail = quarter.desk.query("SELECT action FROM audit_entry ORDER BY id")
    actions = [action for (action,) in trail]
    assert actions.count("publish") == 1 + 2 + 1 + 2, actions  # January, two swaps, the repair, two months


def _carried(quarter: Quarter, month: str, line: str) -> dict[str, float]:
    path = quarter.said["documents"] / month / f"{month}-{line}.problem.json"
    problem: dict[str, Any] = json.loads(path.read_text())
    return {one["id"]: one.get("carried", {}).get("burden", 0) for one in problem["services"]}
