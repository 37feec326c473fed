"""``garde swaps`` at a desk, and planning that keeps what was agreed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from garde.basin.load import to_json
from tests.conftest import QUICK, Desk, as_toml
from tests.garde.town import town


@pytest.fixture
def swapping(desk: Desk, published: Path) -> Desk:
    """January is published; it is the 10th."""
    desk.take(published)
    desk.at("2027-01-10T12:00+01:00")
    return desk


def holder(desk: Desk, key: str, version: int) -> str:
    (found,) = [slot["services"] for slot in desk.json("versions", "show", version) if slot["id"] == key]
    (service,) = found
    return str(service)


def gift(desk: Desk) -> tuple[str, str, str]:
    """A coming duty, who serves it, and the best candidate."""
    slots = desk.json("versions", "show", 1)
    key, giver = next((slot["id"], slot["services"][0]) for slot in slots if slot["id"][9:19] == "2027-01-20")
    found = desk.json("swaps", "candidates", "--slot", key, "--service", giver)
    return key, giver, next(one["service"] for one in found if one["may"])


def agreed(desk: Desk) -> tuple[str, str, str]:
    """The same, swapped and in force as version 2."""
    key, giver, taker = gift(desk)
    desk("swaps", "offer", "--slot", key, "--service", giver, "--to", taker)
    desk("swaps", "accept", 1, "--service", taker)
    desk("swaps", "approve", 1)
    return key, giver, taker


def test_a_swap_from_the_offer_to_its_undoing(swapping: Desk) -> None:
    desk = swapping
    key, giver, taker = gift(desk)
    told = desk("swaps", "candidates", "--slot", key, "--service", giver)
    assert told.splitlines()[2].split("\t")[0] == taker
    assert "Swap 1: " in desk("swaps", "offer", "--slot", key, "--service", giver, "--note", "a wedding")
    assert next(one["service"] for one in desk.json("swaps", "candidates", 1)) == taker
    accepted = desk.json("swaps", "accept", 1, "--service", taker)
    assert (accepted["swap"]["state"], accepted["version"]) == ("accepted", None)
    assert "Nothing was changed." in desk("swaps", "approve", 1, "--dry-run")
    assert desk.json("swaps", "list")[0]["state"] == "accepted"
    approved = desk.json("swaps", "approve", 1)
    assert (approved["version"], approved["months"]) == (2, ["2027-01"])
    assert [(one["slot"], one["before"], one["after"]) for one in approved["changes"]] == [
        (key, giver, taker)
    ]
    assert holder(desk, key, 2) == taker
    assert desk.json("swaps", "undo", 1)["version"] == 3
    assert holder(desk, key, 3) == giver
    (listed,) = desk.json("swaps", "list")
    assert (listed["id"], listed["state"], listed["note"]) == (1, "undone", "a wedding")
    assert (listed["offered"]["by"], listed["offered"]["role"]) == ("ann", "coordinator")
    assert "1 more are over" in desk("swaps", "list")
    assert "undone" in desk("swaps", "list", "--all")
    activities = {row[0] for row in desk.query("SELECT activity FROM command_run")}
    assert "swaps" in activities


def test_what_cannot_be_is_said_in_one_line(swapping: Desk) -> None:
    desk = swapping
    key, _, taker = gift(desk)
    for words, status, says in [
        (("offer", "--slot", key, "--service", taker), 2, f"{taker} does not serve {key}"),
        (("offer", "--slot", "pharmacy/2027-01-05/day", "--service", "north"), 2, "2027-01-05"),
        (("candidates",), 2, "name either a SWAP, or --slot and --service"),
        (("candidates", "--slot", key), 2, "name either a SWAP, or --slot and --service"),
        (("approve", 7), 2, "basin essai has no swap 7"),
        (("undo", 7), 2, "basin essai has no swap 7"),
    ]:
        said = desk.run("swaps", *words)
        assert said.status == status, said
        (line,) = said.complaints
        assert says in line
    assert desk.json("swaps", "list") == []


def test_a_rule_stands_until_somebody_answers_for_it(swapping: Desk) -> None:
    desk = swapping
    key, giver, taker = gift(desk)
    desk("availability", "add", "--service", taker, "--from", "2027-01-20T12:00", "--to", "2027-01-20T13:00")
    desk("swaps", "offer", "--slot", key, "--service", giver)
    refused = desk.run("swaps", "accept", 1, "--service", taker, "--json")
    assert refused.status == 2
    assert "is not available" in refused.err
    assert refused.json["saved"] is False
    assert [one["rule"] for one in refused.json["parts"][0]["reasons"]] == ["availability"]
    desk("swaps", "accept", 1, "--service", taker, "--override", "half an hour is enough")
    assert desk.run("swaps", "approve", 1).status == 2
    told = desk("swaps", "approve", 1, "--override", "half an hour is enough")
    assert "On record against availability." in told
    # Planning takes it as served: neither moved nor refused.
    planned = desk.json("plan", "--month", "2027-01", *QUICK)
    assert [(one["slot"], one["service"]) for one in planned["overrides"]] == [(key, taker)]
    assert next(slot["services"] for slot in planned["slots"] if slot["id"] == key) == [taker]


def test_planning_again_keeps_what_was_agreed(swapping: Desk) -> None:
    desk = swapping
    stale = desk.json("plan", "--month", "2027-01", *QUICK)
    key, giver, taker = agreed(desk)
    refused = desk.run("publish", stale["id"])
    assert refused.status == 2
    assert "version 2 was published after draft 2 was made" in refused.err
    for words in (("--month", "2027-01"), ("--from", stale["id"])):
        planned = desk.json("plan", *words, *QUICK)
        assert next(slot["services"] for slot in planned["slots"] if slot["id"] == key) == [taker]
        pins = {(pin["service"], pin["on"], pin["source"]) for pin in planned["pins"] if pin["slot"] == key}
        assert pins == {(taker, True, "swap"), (giver, False, "swap")}
    desk("publish", planned["id"])
    assert holder(desk, key, 3) == taker
    assert desk.json("swaps", "list")[0]["state"] == "approved"
    # Once it is undone, nothing is pinned any more, though the draft it is planned from had the pins.
    desk("swaps", "undo", 1)
    assert desk.json("plan", "--from", planned["id"], *QUICK)["pins"] == []


def test_an_absent_taker_is_replaced_with_a_warning(swapping: Desk) -> None:
    desk = swapping
    key, giver, taker = agreed(desk)
    desk("availability", "add", "--service", taker, "--from", "2027-01-20T12:00", "--to", "2027-01-20T13:00")
    said = desk.run("plan", "--month", "2027-01", *QUICK, "--json")
    assert said.status == 0
    assert f"warning: {taker} took {key} by a swap, which would break a rule now" in said.err
    now = next(slot["services"] for slot in said.json["slots"] if slot["id"] == key)
    assert now not in ([taker], [giver], [])


def test_a_swap_follows_its_duty_when_it_moves_and_lapses_when_it_is_gone(swapping: Desk) -> None:
    desk = swapping
    key, _, taker = agreed(desk)

    def told_anew(**slot: Any) -> int:
        """Publishes January again after the basin's file has said otherwise; the new version."""
        basin = json.loads(to_json(town("pharmacy", "nursing")))
        basin["lines"][0]["slots"][0] |= slot
        (desk.folder / "essai.toml").write_text(as_toml(basin))
        desk("init", desk.folder / "essai.toml")
        planned = desk.json("plan", "--month", "2027-01", *QUICK)
        said = desk.run("publish", planned["id"], "--json")
        assert said.status == 0
        (desk.folder / "said.txt").write_text(said.err)
        return int(said.json["version"])

    version = told_anew(start="10:00", end="10:00")
    assert holder(desk, key, version) == taker
    (moved,) = [slot for slot in desk.json("versions", "show", version) if slot["id"] == key]
    assert moved["start"] == "2027-01-20T09:00:00+00:00"
    assert desk.json("swaps", "list")[0]["state"] == "approved"
    told_anew(start="10:00", end="10:00", id="whole")
    assert "swap 1 has lapsed" in (desk.folder / "said.txt").read_text()
    (gone,) = desk.json("swaps", "list")
    assert (gone["state"], gone["reason"]) == ("lapsed", f"{key} is no longer in the rota in force")
    assert gone["decided"]["role"] == "system"


def test_a_swap_that_something_later_replaced_is_shown_as_overtaken(swapping: Desk) -> None:
    desk = swapping
    key, giver, taker = agreed(desk)
    desk("versions", "restore", 1, "--override", "as it was")
    (listed,) = desk.json("swaps", "list")
    why = f"{taker} no longer serves {key}; on duty there: {giver}"
    assert (listed["state"], listed["reason"], listed["version"]) == ("overtaken", why, 2)
    assert "overtaken" in desk("swaps", "list")
    assert desk.run("swaps", "undo", 1).complaints[0].startswith(f"garde: {why}; something later changed")
    # Nothing of it is stored: with the duty back, it is in force as before.
    assert desk.query("SELECT state FROM swap") == [("approved",)]
    desk("versions", "restore", 2, "--override", "after all")
    assert desk.json("swaps", "list")[0]["state"] == "approved"


def test_the_worker_ends_what_nobody_took_in_time(swapping: Desk) -> None:
    desk = swapping
    key, giver, _ = gift(desk)
    desk("swaps", "offer", "--slot", key, "--service", giver)
    desk.at("2027-01-21T12:00+01:00")
    # It is shown as it is at once, and put on record by the worker.
    assert desk.json("swaps", "list")[0]["state"] == "lapsed"
    assert desk.query("SELECT state FROM swap") == [("offered",)]
    assert "lapse swaps: 1 swaps lapsed" in desk.run("worker", "--once").err
    assert desk.query("SELECT state, reason FROM swap") == [("lapsed", f"{key} has begun")]
    assert desk.query("SELECT kind FROM message WHERE kind LIKE 'swap%'") == [("swap-lapsed",)]
