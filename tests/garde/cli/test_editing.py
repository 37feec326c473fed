"""``garde edit``, ``drafts compare`` and ``plan --from``, typed at a desk."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import QUICK, Desk


@pytest.fixture
def office(desk: Desk, drafted: Path) -> Desk:
    desk.take(drafted)
    return desk


def slots(desk: Desk, draft: int = 1) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.json("drafts", "show", draft)["slots"]
    return found


def content(desk: Desk) -> list[str]:
    """Everything stored, but for the record of the commands that were run."""
    return [row for row in desk.rows() if not row.startswith('INSERT INTO "command_run"')]


def assert_proven(desk: Desk, draft: int) -> None:
    """The documents of a draft stand the check that anybody can make."""
    folder = desk.folder / f"proof {len(list(desk.folder.iterdir()))}"
    desk.run("drafts", "show", draft, "--documents", folder)
    (problem,) = folder.glob("*.problem.json")
    desk("verify", problem, str(problem).replace(".problem.", ".rota."))


def neighbours(desk: Desk) -> tuple[str, str, str]:
    """A slot, who has it, and who has the next one: rest keeps that service out of the slot."""
    rows = [slot for slot in slots(desk) if not slot["slot"].endswith("opening-day")]
    for one, following in itertools.pairwise(rows):
        if one["services"] != following["services"]:
            return one["slot"], one["services"][0], following["services"][0]
    raise AssertionError("somebody serves after somebody else")


def decisions(desk: Desk) -> list[tuple[str, str, Any, Any, str | None]]:
    rows = desk.query(
        "select action, subject, before, after, reason from audit_entry"
        " where subject like 'draft %' and action != 'plan' order by id"
    )
    return [(action, subject, json.loads(b), json.loads(a), reason) for action, subject, b, a, reason in rows]


def test_a_dry_run_says_everything_and_changes_nothing(office: Desk) -> None:
    slot, holder, _ = neighbours(office)
    before = content(office)
    told = office.json("edit", 1, "unassign", "--slot", slot, "--service", holder, "--dry-run", status=3)
    assert told["saved"] is False
    assert told["changes"] == [{"slot": slot, "before": [holder], "after": [None]}]
    (effect,) = told["effects"]
    assert effect["tiers"][0] == {"name": "uncovered", "before": 0, "after": 24}
    allowed = [one for one in told["alternatives"] if one["may"]]
    ranks = [[tier["after"] for tier in one["tiers"]] for one in allowed]
    assert ranks == sorted(ranks)
    assert allowed + [one for one in told["alternatives"] if one["rules"]] == told["alternatives"]
    assert {one["service"] for one in told["alternatives"]} == {
        "north", "south", "east", "west", "small", "large",
    } - {holder}  # fmt: skip
    assert content(office) == before
    assert decisions(office) == []


def test_an_edit_changes_the_draft_and_its_documents_and_is_on_record(office: Desk) -> None:
    slot, holder, _ = neighbours(office)
    proof = office.json("drafts", "show", 1)
    taker = next(
        one["service"]
        for one in office.json(
            "edit", 1, "unassign", "--slot", slot, "--service", holder, "--dry-run", status=3
        )["alternatives"]
    )
    told = office("edit", 1, "assign", "--slot", slot, "--service", taker)
    assert "Draft 1 is changed. Look again: garde drafts show 1" in told
    assert "This alone brings the unfairness from" in told
    assert next(one["services"] for one in slots(office) if one["slot"] == slot) == [taker]
    assert office.json("drafts", "show", 1)["pools"][0]["edited"] is True
    assert_proven(office, 1)
    ((action, subject, before, after, reason),) = decisions(office)
    assert (action, subject, reason) == ("edit: assign", "draft 1", None)
    assert (before["places"], after["places"]) == ({slot: [holder]}, {slot: [taker]})

    office("edit", 1, "assign", "--slot", slot, "--service", holder)
    assert office.json("drafts", "show", 1) == proof


def test_what_breaks_a_rule_is_refused_with_the_alternatives(office: Desk) -> None:
    slot, _, tired = neighbours(office)
    before = content(office)
    said = office.run("edit", 1, "assign", "--slot", slot, "--service", tired)
    assert said.status == 2
    assert "Who else could serve, the best choice first:\n1. " in said.out
    (complaint,) = said.complaints
    assert complaint.startswith(f"garde: rest: {tired} would have only 0 hours of rest before its duty from ")
    assert complaint.endswith("; choose another service, or answer for it with --override REASON")
    for dry in ((), ("--dry-run",)):
        told = office.run("edit", 1, "assign", "--slot", slot, "--service", tired, "--json", *dry)
        assert told.status == 2
        assert [(one["rule"], one["code"]) for one in told.json["broken"]] == [("rest", "rest_before")]
        assert told.json["alternatives"]
    assert content(office) == before


def test_an_override_stays_on_record_in_draft_version_and_later_plans(office: Desk) -> None:
    slot, _, tired = neighbours(office)
    empty = office.run("edit", 1, "assign", "--slot", slot, "--service", tired, "--override", " ")
    assert empty.complaints == ["garde: --override: a duty against a rule needs a reason"]
    told = office("edit", 1, "assign", "--slot", slot, "--service", tired, "--override", "agreed by phone")
    assert "On record: agreed by phone" in told
    assert_proven(office, 1)
    on_record = {"slot": slot, "service": tired, "rules": ["rest"], "reason": "agreed by phone", "by": "ann"}
    assert office.json("drafts", "show", 1)["overrides"] == [on_record]
    shown = office("drafts", "show", 1)
    assert f"({tired}) [against rest]" in shown
    assert f"AGAINST rest {slot}: " in shown
    assert decisions(office)[-1][4] == "agreed by phone"
    said = office("explain", 1, "--slot", slot, "--time-limit", 0, "--language", "fr")
    assert "est de garde ici malgré la règle sur le repos : décision de ann (agreed by phone)." in said

    office("plan", "--from", 1, "--seed", 2, *QUICK)
    assert office.json("drafts", "show", 2)["overrides"] == [on_record]
    assert next(one["services"] for one in slots(office, 2) if one["slot"] == slot) == [tired]
    assert_proven(office, 2)

    office("publish", 2)
    kept = (
        "select r.kind, r.number, o.slot_key, o.reason from rota_override o join rota r on r.id = o.rota_id"
    )
    assert ("version", 1, slot, "agreed by phone") in office.query(kept)
    # Planned again from nothing, what was decided against a rule still stands.
    office("plan", "--month", "2027-01", *QUICK)
    assert office.json("drafts", "show", 3)["overrides"] == [on_record]
    gone = office.run("edit", 2, "unassign", "--slot", slot, "--service", tired)
    assert gone.complaints == [
        "garde: draft 2 is published already; plan again with its pins: garde plan --from 2"
    ]


def test_pins_are_shown_kept_when_planning_again_and_asked_before_they_go(office: Desk) -> None:
    slot, holder, _ = neighbours(office)
    other = next(one for one in slots(office) if holder not in one["services"] and one["slot"] != slot)
    assert "must serve" in office("edit", 1, "pin", "--slot", slot, "--service", holder)
    assert "must not serve" in office("edit", 1, "pin", "--not", "--slot", other["slot"], "--service", holder)
    shown = office("drafts", "show", 1)
    assert f"({holder}) [pinned]" in shown
    assert f"PIN {other['slot']}: " in shown
    refused = office.run("edit", 1, "unassign", "--slot", slot, "--service", holder)
    assert refused.complaints == [
        f"garde: pins: somebody decided that {holder} must serve {slot}; first garde edit 1 unpin "
        f"--slot {slot} --service {holder}, or answer for it with --override REASON"
    ]
    office("plan", "--from", 1, "--seed", 5, *QUICK)
    again = office.json("drafts", "show", 2)
    assert {(pin["slot"], pin["service"], pin["on"]) for pin in again["pins"]} == {
        (slot, holder, True),
        (other["slot"], holder, False),
    }
    assert next(one["services"] for one in again["slots"] if one["slot"] == slot) == [holder]
    assert_proven(office, 2)
    office("edit", 1, "unassign", "--slot", slot, "--service", holder, "--override", "ill", status=3)
    assert [pin["slot"] for pin in office.json("drafts", "show", 1, status=3)["pins"]] == [other["slot"]]
    assert "No longer pinned" in office(
        "edit", 1, "unpin", "--slot", other["slot"], "--service", holder, status=3
    )


def test_two_drafts_side_by_side(office: Desk) -> None:
    slot, holder, _ = neighbours(office)
    office("plan", "--month", "2027-01", *QUICK)
    office("edit", 2, "unassign", "--slot", slot, "--service", holder, status=3)
    told = office.json("drafts", "compare", 1, 2)
    mine = {one["slot"]: one["services"] for one in slots(office)}
    theirs = {one["slot"]: one["services"] for one in office.json("drafts", "show", 2, status=3)["slots"]}
    assert {(one["slot"], one["before"], one["after"]) for one in told["changes"]} == {
        (key, (mine[key] or [None])[0], (theirs[key] or [None])[0])
        for key in mine
        if mine[key] != theirs[key]
    }
    uncovered = next(tier for tier in told["tiers"] if tier["name"] == "uncovered")
    assert (uncovered["first"], uncovered["second"]) == (0, 24)
    for load in told["loads"]:
        assert load["first"]["duties"] == sum(load["service"] in held for held in mine.values())
        assert load["second"]["duties"] == sum(load["service"] in held for held in theirs.values())
    assert "Aims: the less the better" in office("drafts", "compare", 1, 2)
    office("plan", "--month", "2027-02", *QUICK)
    refused = office.run("drafts", "compare", 1, 3)
    assert refused.status == 2
    assert refused.complaints == [
        "garde: draft 1 is of 2027-01, draft 3 of 2027-02; compare drafts of the same months: "
        "garde drafts list"
    ]


def test_a_duty_that_has_begun_is_not_edited(office: Desk) -> None:
    slot, _, _ = neighbours(office)
    office("publish", 1)
    office("plan", "--month", "2027-01", *QUICK)
    office.at("2027-02-01T10:00+01:00")
    begun = next(one for one in slots(office, 2) if one["slot"] == slot)
    said = office.run("edit", 2, "unassign", "--slot", slot, "--service", begun["services"][0])
    assert said.complaints == [f"garde: {slot} has begun; say who really served: garde served record"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("assign", "--not"), "assign has no --not"),
        (("unassign", "--instead-of", "a"), "unassign has no --instead-of"),
        (("pin", "--with-slot", "x"), "pin has no --with-slot"),
        (("exchange",), "an exchange is between two duties; name --with-slot and --with-service"),
    ],
)
def test_options_of_another_action_are_refused(office: Desk, words: tuple[str, ...], reason: str) -> None:
    slot, holder, _ = neighbours(office)
    said = office.run("edit", 1, *words, "--slot", slot, "--service", holder)
    assert said.status == 2
    assert reason in said.complaints[0]


def test_only_coordinators_edit(office: Desk) -> None:
    from garde.accounts.actor import Actor
    from garde.editing.compare import compare
    from garde.editing.edit import check_edit
    from garde.editing.moves import Edit
    from garde.errors import Forbidden
    from garde.storage.database import open_database
    from garde.storage.repositories.basins import chosen_basin
    from garde.storage.repositories.rotas import load_draft
    from tests.garde.town import instant

    slot, holder, _ = neighbours(office)
    edit, at = Edit("unassign", slot, holder), instant("2026-12-20T09:00")
    database = open_database(f"sqlite:///{office.database}")
    with database.reading() as session:
        config, draft = chosen_basin(session, None), load_draft(session, "essai", 1)
        for role in ("reader", "service", "funder"):
            with pytest.raises(Forbidden):
                check_edit(session, config, 1, edit, actor=Actor("x", role, "essai"), at=at)  # type: ignore[arg-type]
        with pytest.raises(Forbidden):
            check_edit(session, config, 1, edit, actor=Actor("ann", "coordinator", "other"), at=at)
        compare(draft, draft, actor=Actor("x", "reader", "essai"))
        with pytest.raises(Forbidden):
            compare(draft, draft, actor=Actor("x", "service", "essai", holder))
    database.close()
