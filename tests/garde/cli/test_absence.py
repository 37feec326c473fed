"""An absence announced at the desk: what is said, what is written, and what a kill leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk
from tests.garde.storage.test_killed import counted, killed_at_each_write, take

SLOT = "pharmacy/2027-01-15/day"
FROM, TO = "2027-01-15T09:00", "2027-01-16T09:00"


def holders(desk: Desk, version: int = 1) -> dict[str, str]:
    return {slot["slot"]: slot["services"][0] for slot in desk.json("versions", "show", version)}


def absence(service: str, *more: str) -> tuple[str, ...]:
    return ("absence", "--service", service, "--from", FROM, "--to", TO, *more)


def test_an_absence_is_repaired_published_and_nothing_else_changed(desk: Desk, published: Path) -> None:
    desk.take(published)
    before = holders(desk)
    absent = before[SLOT]
    said = desk.json(*absence(absent, "--reason", "flu"))
    assert said["absence"] == {
        "service": absent,
        "start": "2027-01-15T09:00:00+01:00",
        "end": "2027-01-16T09:00:00+01:00",
        "reason": "flu",
        "new": True,
    }
    (change,) = said["changes"]
    assert (change["slot"], change["before"], change["why"]) == (SLOT, absent, "absence")
    taker = change["after"]
    assert taker not in (absent, *change["alternatives"])
    # Everybody but the absent one is told of once: five others.
    assert len({taker, *change["alternatives"], *change["kept_out"]}) == 5
    (call,) = said["calls"]
    assert (call["service"], call["task"], call["start"]) == (taker, "serve", change["start"])
    assert call["phone"].startswith("+32 2 000 00 0")
    assert (said["draft"], said["proven"], said["warnings"]) == (2, True, [])
    published_again = desk.json("publish", 2)
    assert [(one["slot"], one["before"], one["after"]) for one in published_again["changes"]] == [
        (SLOT, absent, taker)
    ]
    assert holders(desk, 2) == before | {SLOT: taker}
    (window,) = desk.json("availability", "show", "--service", absent)
    assert (window["kind"], window["source"], window["note"]) == ("unavailable", "absence", "flu")


def test_the_words_name_who_must_be_called_and_what_to_type_next(desk: Desk, published: Path) -> None:
    desk.take(published)
    absent = holders(desk)[SLOT]
    said = desk(*absence(absent))
    lines = said.splitlines()
    assert (
        f"({absent}) is absent from Fri 2027-01-15 09:00 to Sat 2027-01-16 09:00: that is on record."
        in lines[0]
    )
    assert lines[1].startswith(f"Fri 2027-01-15 09:00 {SLOT}: ")
    assert "To call, the soonest duty first:" in lines
    (call,) = [text for text in lines if text.startswith("1. ")]
    assert ", +32 2 000 00 0" in call
    assert call.endswith(f": to take the duty {SLOT}, Fri 2027-01-15 09:00")
    assert "No rota covers more, and none that covers as much has fewer changes: that is proven." in lines
    assert lines[-1] == (
        "Make it the rota in force before Fri 2027-01-15 09:00, when the first of these duties begins: "
        "garde publish 2"
    )
    assert "Draft 2 said so before: garde drafts show 2" in desk(*absence(absent))


def test_a_dry_run_writes_nothing(desk: Desk, published: Path) -> None:
    desk.take(published)
    absent = holders(desk)[SLOT]
    counts = counted(desk, "availability_window", "rota", "audit_entry")
    assert "Nothing was changed." in desk(*absence(absent, "--dry-run"))
    assert counted(desk, "availability_window", "rota", "audit_entry") == counts


def test_a_duty_under_way_is_for_people_to_say_with_the_very_command(desk: Desk, published: Path) -> None:
    desk.take(published)
    absent = holders(desk)[SLOT]
    desk.at("2027-01-15T22:00+01:00")
    words = ("absence", "--service", absent, "--from", "2027-01-15T23:00", "--to", TO)
    said = desk(*words, status=3)
    assert f"UNDER WAY {SLOT}, until Sat 2027-01-16 09:00" in said
    (command,) = [text.strip() for text in said.splitlines() if text.strip().startswith("garde served")]
    assert f"--slot {SLOT} --service {absent} --to 2027-01-15T23:00+01:00 --replaced-by " in command
    assert [draft["id"] for draft in desk.json("drafts", "list")] == [1]
    desk(*command.split()[1:])
    # Once it is said who serves the rest, nothing is left to do.
    assert "It touches no published duty" in desk(*words)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--from", "2027-01-15T09:00", "--to", "2027-01-15T09:00"), "an absence ends after it starts"),
        (("--from", "2026-11-15T09:00", "--to", "2026-11-16T09:00"), "this absence is over"),
        (("--from", "2027-03-28T02:30", "--to", "2027-03-29T09:00"), "does not exist"),
        (("--from", "2027-01-15", "--to", "2027-01-16T09:00"), "has no time of day"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, published: Path, words: tuple[str, ...], complaint: str
) -> None:
    desk.take(published)
    before = desk.rows()
    said = desk.run("absence", "--service", "north", *words)
    assert said.status == 2
    (line,) = said.complaints
    assert complaint in line
    assert desk.rows() == before


def test_a_killed_absence_leaves_it_on_record_or_not_and_a_whole_draft_or_none(
    desk: Desk, published: Path
) -> None:
    desk.take(published)
    absent = holders(desk)[SLOT]
    found: list[tuple[Any, ...]] = []
    left = killed_at_each_write(desk, published, *absence(absent, "--time-limit", "1"))
    for number, database in enumerate(left):
        take(desk, database)
        found.append(counted(desk, "availability_window", "rota", "rota_pool", "rota_slot", "rota_duty"))
        if number % 4 == 0:
            # Announced again, it is on record once, with one draft that can be published.
            assert desk.json(*absence(absent))["draft"] == 2
            assert counted(desk, "availability_window", "rota") == (1, 3)
            desk("publish", 2)
    # Before: draft 1 and version 1 of 32 slots each. Then the absence; then the draft of 32 more.
    nothing, on_record, whole = (0, 2, 1, 64, 64), (1, 2, 1, 64, 64), (1, 3, 2, 96, 96)
    assert found == sorted(found)
    assert set(found) == {nothing, on_record, whole}
    assert min(found.count(state) for state in (nothing, on_record)) >= 2
