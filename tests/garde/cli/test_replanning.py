"""A month under way that is planned again: what has begun stays, in the draft as in the version."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import QUICK, Desk


def places(slots: list[dict[str, object]]) -> dict[object, object]:
    return {slot["slot"]: slot["services"] for slot in slots}


def test_a_draft_made_in_mid_month_is_what_will_be_in_force(desk: Desk, published: Path) -> None:
    desk.take(published)
    before = places(desk.json("versions", "show", 1))
    # The duty of the 15th begins at 09:00 sharp: the opening one and fifteen more have begun.
    desk.at("2027-01-15T09:00+01:00")
    desk(
        "availability", "add", "--service", "north", "--from", "2027-01-16T00:00", "--to", "2027-02-02T00:00"
    )
    said = desk.run("plan", "--month", "2027-01", *QUICK)
    assert said.status == 0
    assert "warning: 16 duties of 2027-01 began: published places stay as they are" in said.err
    draft = desk.json("drafts", "show", 2)
    told = desk.run("explain", 2, "--slot", "pharmacy/2027-01-03/day")
    assert told.status == 2
    assert "had begun when draft 2 was made" in told.err
    desk("publish", 2)
    after = places(desk.json("versions", "show", 2))
    assert after == places(draft["slots"])
    begun = [key for key in before if str(key)[9:19] <= "2027-01-15"]
    assert len(begun) == 16
    assert {key: after[key] for key in begun} == {key: before[key] for key in begun}
    assert not [key for key in after if key not in begun and after[key] == ["north"]]
    desk("drafts", "show", 2, "--documents", "proof")
    pool = "proof/2027-01-pharmacy"
    desk("verify", f"{pool}.problem.json", f"{pool}.rota.json")


def test_planning_a_month_again_says_which_months_were_built_on_it(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk("plan", "--month", "2027-02", *QUICK)
    desk("publish", 2)
    said = desk.run("plan", "--month", "2027-01", *QUICK)
    assert "warning: 2027-02 was planned from the balances that 2027-01 left" in said.err
    assert "balances" not in desk.run("plan", "--month", "2027-02", *QUICK).err
