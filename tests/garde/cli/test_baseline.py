"""``garde baseline`` at a desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk

BEFORE = (
    "--period", "2025", "--method", "interviews", "--activity", "meeting=900", "--activity", "call=600",
    "--services", "6", "--duty-hours", "750", "--source", "two coordinators",
)  # fmt: skip


@pytest.fixture
def january(desk: Desk, published: Path) -> Desk:
    """January 2027 was published; it is February."""
    desk.take(published)
    desk.at("2027-02-03T09:00+01:00")
    return desk


def test_the_present_is_compared_with_what_it_took_before(january: Desk) -> None:
    desk = january
    for number in [one["id"] for one in desk.json("time", "list") if one["status"] == "provisional"]:
        desk("time", "withdraw", number, "--reason", "belongs to the preparation of this test")
    assert desk("baseline", "set", *BEFORE) == "Baseline 1: 1500 minutes a month, holds from 2026-01.\n"
    assert desk.json("baseline", "show")["present"] is None
    desk("time", "add", "meeting", "--minutes", 60, "--people", 6, "--date", "2027-01-10")
    desk("time", "add", "call", "--minutes", 15, "--date", "2027-01-11")
    desk("time", "add", "call", "--minutes", 999, "--date", "2027-01-12", "--service", "north")
    desk("time", "add", "call", "--minutes", 500, "--date", "2027-02-02")
    found = desk.json("baseline", "show")
    present = found["present"]
    # 6 times 60 and 15 minutes; January alone is complete, and the services' time is not in the baseline.
    assert (present["months"], present["first_month"], present["minutes"]) == (1, "2027-01", 375)
    assert (present["by_activity"], present["unsigned_minutes"]) == ({"meeting": 360, "call": 15}, 375)
    hours = sum(
        found
        for (found,) in desk.query(
            "SELECT (julianday(s.ends_at) - julianday(s.starts_at)) * 24 FROM rota_slot s "
            "JOIN rota_duty d ON d.slot_id = s.id JOIN rota r ON r.id = s.rota_id WHERE r.kind = 'version'"
        )
    )
    assert present["duty_hours"] == pytest.approx(hours)
    assert present["services"] == 6
    # 375 of 1500 minutes: three quarters less; 62.5 a service instead of 250.
    assert found["change"]["minutes"] == -0.75
    assert (present["minutes_per_service"], found["baseline"]["minutes_per_service"]) == (62.5, 250)
    assert "minutes\t1500\t375\t-75%" in desk("baseline", "show")


def test_a_better_measure_takes_the_place_of_a_former_one_which_stays(january: Desk) -> None:
    desk = january
    desk("baseline", "set", *BEFORE)
    desk("baseline", "set", *BEFORE, "--minutes", 1700, "--note", "with holidays")
    found = desk.json("baseline", "show")
    assert (found["baseline"]["id"], [one["id"] for one in found["all"]]) == (2, [1, 2])
    assert "not told apart\t200" in desk("baseline", "show")
    assert [one["action"] for one in desk.json("audit", "list", "--subject", "baseline 2")] == [
        "baseline: set"
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["show"], "no baseline of essai holds now; set one: garde baseline set"),
        (["show", "--months", "0"], "months: 0 months cannot be compared"),
        (["set", *BEFORE, "--activity", "nap=4"], "there is no activity 'nap'"),
        (["set", *BEFORE, "--activity", "swaps"], "--activity: 'swaps' says no minutes; write meeting=900"),
        (["set", *BEFORE, "--activity", "call=3"], "--activity: call is given twice"),
        (["set", *BEFORE, "--from", "soon"], "'soon' is no month"),
    ],
)
def test_what_cannot_be_compared_is_refused(january: Desk, words: list[str], reason: str) -> None:
    before = january.rows()
    said = january.run("baseline", *words)
    assert (said.status, said.out) == (2, "")
    assert reason in said.err
    assert january.rows() == before


def test_only_a_coordinator_sets_a_baseline(january: Desk) -> None:
    january("users", "add", "ann")
    january("users", "add", "rea", "--role", "reader")
    assert "rea may not set the baseline" in january.run("baseline", "set", *BEFORE, "--as", "rea").err
    january("baseline", "set", *BEFORE)
    january("baseline", "show", "--as", "rea")
