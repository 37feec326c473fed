from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.accounts.actor import Actor
from garde.consultation.answer import Answer, Kind
from garde.consultation.answering import NoLongerYours, Over
from garde.consultation.standing import Standing, standings
from garde.consultation.status import Status, consultation_status
from garde.errors import BadInput, Conflict, Forbidden, NotFound
from garde.planning.draft import Draft
from garde.storage.repositories.audit import decisions_of
from tests.conftest import Desk
from tests.garde.conftest import (
    ANN,
    MEANWHILE,
    NORTH,
    NORTH_DUTY,
    OPENED,
    SOUTH_DUTY,
    UNTIL,
    WEST_DUTY,
    Room,
)
from tests.garde.town import slot


def status(room: Room) -> Status:
    with room.database.reading() as session:
        return consultation_status(session, room.config, 1, actor=ANN, at=MEANWHILE)


def standing(room: Room, service: str) -> Standing:
    return next(one for one in status(room).standings if one.service == service)


def test_the_coordinator_sees_who_answered_what_and_waits_for_the_others(consulted: Room) -> None:
    consulted.says("north", "accept")
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school", preferred=[WEST_DUTY])
    consulted.says("large", "comment", comment="fine")
    consulted.says("east", "accept", slot=standing(consulted, "east").duties[0].key)
    found = status(consulted)
    assert {one.service: one.state for one in found.standings} == {
        "north": "accepted",
        "south": "change-asked",
        "large": "commented",
        "east": "partly",
        "small": "none",
        "west": "none",
    }
    assert [one.service for one in found.waited_for] == ["east", "small", "west"]
    (asked,) = standing(consulted, "south").declined
    assert (asked.slot, asked.comment, asked.preferred) == (SOUTH_DUTY, "school", (WEST_DUTY,))
    assert (asked.by, asked.on_behalf) == ("link of south", False)


def test_the_latest_answer_about_a_duty_holds_and_none_is_deleted(consulted: Room) -> None:
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school")
    consulted.says("south", "accept")
    assert standing(consulted, "south").state == "accepted"
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school after all")
    found = standing(consulted, "south")
    assert found.state == "change-asked"
    assert SOUTH_DUTY not in found.accepted
    assert len(found.accepted) == len(found.duties) - 1
    assert [answer.kind for answer in status(consulted).answers] == ["decline", "accept", "decline"]


def test_what_was_said_can_be_taken_back(consulted: Room) -> None:
    consulted.says("north", "accept")
    consulted.says("north", "comment", comment="thank you")
    consulted.says("north", "withdraw", slot=NORTH_DUTY)
    assert standing(consulted, "north").open == (NORTH_DUTY,)
    consulted.says("north", "withdraw")
    assert standing(consulted, "north").state == "none"


def test_the_same_said_twice_is_recorded_once(consulted: Room, town_hall: Desk) -> None:
    first = consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school")
    before = town_hall.rows()
    assert consulted.says("south", "decline", slot=SOUTH_DUTY, comment=" school ") == first
    assert town_hall.rows() == before


def test_an_edit_makes_answers_about_the_duties_it_moves_outdated(consulted: Room, town_hall: Desk) -> None:
    consulted.says("north", "accept")
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school")
    exchange = (
        "--slot",
        SOUTH_DUTY,
        "--service",
        "south",
        "--with-slot",
        WEST_DUTY,
        "--with-service",
        "west",
    )
    town_hall("edit", 1, "exchange", *exchange)
    south, north = standing(consulted, "south"), standing(consulted, "north")
    assert (south.state, [answer.slot for answer in south.outdated]) == ("outdated", [SOUTH_DUTY])
    assert south.waited_for
    assert north.state == "accepted"
    town_hall("edit", 1, "unassign", "--slot", SOUTH_DUTY, "--service", "west", status=3)
    town_hall("edit", 1, "unassign", "--slot", WEST_DUTY, "--service", "south", status=3)
    town_hall("edit", 1, "assign", "--slot", SOUTH_DUTY, "--service", "south", status=3)
    assert standing(consulted, "south").state == "change-asked"


def test_after_the_deadline_only_a_coordinator_may_still_write_an_answer_down(consulted: Room) -> None:
    with pytest.raises(Over, match=r"is over since .*; telephone your coordinator"):
        consulted.says("north", "accept", at=UNTIL)
    told = consulted.says("north", "accept", by=ANN, at=UNTIL)
    assert (told.by, told.on_behalf) == ("ann", True)
    assert standing(consulted, "north").state == "accepted"


def test_nobody_answers_about_a_draft_that_was_never_opened_or_is_published(
    room: Room, town_hall: Desk
) -> None:
    with pytest.raises(Over, match="draft 1 was not opened to the services"):
        room.says("north", "accept", by=ANN)
    town_hall("consult", "open", 1, "--until", "2026-12-15T18:00")
    town_hall("publish", 1)
    with pytest.raises(Over, match="draft 1 is published"):
        room.says("north", "accept", by=ANN)


def test_each_service_speaks_for_itself_alone(consulted: Room) -> None:
    with pytest.raises(Forbidden):
        consulted.says("south", "accept", by=NORTH)
    with pytest.raises(Forbidden):
        consulted.says("south", "accept", by=Actor("rik", "reader", "essai"))
    with pytest.raises(Forbidden):
        consulted.says("south", "accept", by=Actor("link 9", "service", "other", "south"))


@pytest.mark.parametrize(
    ("kind", "more", "refusal", "words"),
    [
        ("decline", {"comment": "x"}, BadInput, "a change is asked of one duty"),
        ("decline", {"slot": NORTH_DUTY, "comment": "  "}, BadInput, "a change needs a reason"),
        ("decline", {"slot": SOUTH_DUTY, "comment": "x"}, NoLongerYours, "does not serve"),
        ("accept", {"slot": SOUTH_DUTY}, NoLongerYours, "does not serve"),
        ("accept", {"preferred": [SOUTH_DUTY]}, BadInput, "other slots go with a change"),
        ("comment", {}, BadInput, "a comment needs words"),
        ("comment", {"comment": "x" * 2001}, BadInput, "longer than 2000"),
        ("decline", {"slot": NORTH_DUTY, "comment": "x", "preferred": ["none"]}, BadInput, "has no slot"),
        (
            "decline",
            {"slot": NORTH_DUTY, "comment": "x", "preferred": [NORTH_DUTY]},
            BadInput,
            "no other duty",
        ),
    ],
)
def test_an_answer_that_lacks_something_is_refused_and_nothing_is_kept(
    consulted: Room, town_hall: Desk, kind: Kind, more: dict[str, Any], refusal: type[Conflict], words: str
) -> None:
    before = town_hall.rows()
    with pytest.raises(refusal, match=words):
        consulted.says("north", kind, **more)
    assert town_hall.rows() == before


def test_a_duty_that_has_begun_is_not_answered_any_more(consulted: Room) -> None:
    with pytest.raises(NoLongerYours, match="has begun"):
        consulted.says("north", "accept", by=ANN, slot=NORTH_DUTY, at=UNTIL.replace(year=2027, month=2))


def test_an_unknown_service_or_draft_is_not_found(consulted: Room) -> None:
    with pytest.raises(NotFound):
        consulted.says("nobody", "accept", by=ANN)


def test_the_audit_trail_has_every_answer_without_its_words(consulted: Room) -> None:
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="an operation")
    with consulted.database.reading() as session:
        last = decisions_of(session, "essai", subject="draft 1")[-1]
    assert (last.action, last.actor, last.role) == ("consultation: decline", "link of south", "service")
    assert last.after is not None
    assert (last.after["service"], last.after["slot"]) == ("south", SOUTH_DUTY)
    assert "operation" not in repr(last)


KEYS = [f"pharmacy/2027-01-0{day}/day" for day in range(1, 6)]
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "decline", "comment", "withdraw"]),
        st.one_of(st.none(), st.sampled_from(KEYS)),
        st.sets(st.sampled_from(KEYS)),
    ),
    max_size=8,
)


@given(said=ANSWERS, own=st.sets(st.sampled_from(KEYS)))
def test_every_duty_is_accepted_declined_or_open_whatever_was_said(
    said: list[tuple[Kind, str | None, set[str]]], own: set[str]
) -> None:
    slots = tuple(slot(key, ["north" if key in own else "south"]) for key in KEYS)
    draft = Draft(1, "essai", ("2027-01",), slots, (), OPENED, "ann", None)
    answers = [
        Answer(number, 1, "north", kind, key, "x", (), tuple(sorted(seen)), OPENED, "north", "service")
        for number, (kind, key, seen) in enumerate(said, start=1)
        if not (kind == "decline" and key is None)
    ]
    (found,) = standings(draft, ["north"], answers, OPENED)
    declined = [answer.slot for answer in found.declined]
    assert sorted([*found.accepted, *declined, *found.open]) == sorted(own)
    assert {one.service for one in (found,) if one.waited_for} <= {"north"}
    assert not found.waited_for or own
    again = standings(draft, ["north"], answers, OPENED)
    assert again == (found,)
