from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.month import Month
from garde.consultation.answer import Answer, Kind
from garde.consultation.outcome import Why, noting, outcomes
from garde.consultation.replanning import Request, requests_of, with_answers
from garde.consultation.standing import Standing, standings
from garde.planning.decisions import Override, Pin, Pinned
from garde.planning.draft import Draft
from garde.planning.drafting import wanted_again
from garde.planning.plan import Planned, Wanted
from tests.garde.editing.desk import AT, by_hand
from tests.garde.town import slot
from tests.solver.samples import night, period, problem, service

KEYS = [f"pharmacy/2027-01-0{day}/day" for day in range(1, 6)]


def draft(**more: Any) -> Draft:
    """North serves on the 1st and 4th, south on the 2nd and 5th, nobody on the 3rd."""
    held = ["north", "south", None, "north", "south"]
    slots = tuple(slot(key, [who]) for key, who in zip(KEYS, held, strict=True))
    return replace(Draft(1, "essai", ("2027-01",), slots, (), AT, "ann", None), **more)


def said(service: str, kind: Kind, key: str | None = None, *preferred: str) -> Answer:
    mine = tuple(slot.key for slot in draft().slots if service in slot.services)
    return Answer(1, 1, service, kind, key, "x", preferred, mine, AT, service, "service")


def answered(found: Draft, *answers: Answer) -> tuple[Standing, ...]:
    numbered = [replace(one, id=number) for number, one in enumerate(answers, start=1)]
    return standings(found, ["north", "south"], numbered, AT)


def wanted(
    found: Draft, *answers: Answer, before: tuple[Request, ...] = (), grant_all: bool = False
) -> Wanted:
    again = wanted_again(found, Wanted((Month(2027, 1),)))
    held = answered(found, *answers)
    return with_answers(found, again, held, requests_of(held, before), grant_all=grant_all)


def points(found: Wanted, service: str) -> dict[str, int]:
    """What the wishes of a service say of the slots, by day."""
    return {f"{one.start:%d}": one.points for one in found.wishes[service]}


def test_accepted_duties_are_pinned_and_what_was_asked_is_wished() -> None:
    found = wanted(draft(), said("north", "accept"), said("south", "decline", KEYS[1], KEYS[2]))
    assert found.pins == tuple(Pin(key, "north", True, "consultation") for key in (KEYS[0], KEYS[3]))
    assert points(found, "south") == {"02": -1000, "03": 100, "05": 1}
    assert points(found, "north") == {"01": 1, "04": 1}


def test_a_coordinator_may_have_every_request_met() -> None:
    found = wanted(draft(), said("south", "decline", KEYS[1]), grant_all=True)
    assert found.pins == (Pin(KEYS[1], "south", False, "consultation"),)


def test_what_a_coordinator_pinned_by_hand_stays_whatever_is_answered() -> None:
    pinned = draft(pins=(Pinned(KEYS[1], "south", True, "hand", AT, "ann"),))
    asked = said("south", "decline", KEYS[1])
    for grant_all in (False, True):
        assert wanted(pinned, asked, grant_all=grant_all).pins == (Pin(KEYS[1], "south", True, "hand"),)


def test_a_service_that_accepted_before_and_asks_now_is_let_go() -> None:
    confirmed = draft(pins=(Pinned(KEYS[1], "south", True, "consultation", AT, "ann"),))
    assert wanted(confirmed).pins == (Pin(KEYS[1], "south", True, "consultation"),)
    assert wanted(confirmed, said("south", "decline", KEYS[1])).pins == ()
    assert wanted(confirmed, said("south", "withdraw")).pins == ()


def test_what_was_asked_of_the_draft_before_stands_until_the_service_accepts() -> None:
    before = (Request("south", KEYS[4]), Request("north", KEYS[1]))
    found = wanted(draft(), said("south", "accept"), before=before)
    assert points(found, "south") == {"02": 1, "05": 1}
    assert points(found, "north") == {"01": 1, "04": 1, "02": -1000}
    assert Pin(KEYS[4], "south", True, "consultation") in found.pins


def noted(found: Draft, *asked: Request) -> Draft:
    planned = Planned(found.slots, found.pools, (), 0.0)
    return replace(found, options=noting(1, asked)(found, planned))


def test_a_request_that_was_met_says_what_the_service_has_instead() -> None:
    (one,) = outcomes(noted(draft(), Request("south", KEYS[0], (KEYS[2], KEYS[4]))))
    assert (one.granted, one.gained, one.why) == (True, (KEYS[4],), None)


def test_a_request_that_a_coordinators_decision_stands_against_says_so() -> None:
    pinned = draft(pins=(Pinned(KEYS[1], "south", True, "hand", AT, "ann"),))
    against = draft(overrides=(Override(KEYS[1], "south", ("rest",), "agreed", AT, "ann"),))
    codes = [outcomes(noted(found, Request("south", KEYS[1])))[0].why for found in (pinned, against, draft())]
    assert [why.code if why else None for why in codes] == ["pinned", "against_rule", "not_planned"]


def test_a_request_that_rules_stand_against_counts_whom_each_keeps_out() -> None:
    away = (period("b", "05 22:00", "05 23:00"), period("c", "05 22:00", "05 23:00"))
    alone = problem([service(name) for name in "abc"], [night(5), night(9)], unavailable=away)
    (one,) = outcomes(noted(by_hand(alone, a=["night 5"], b=["night 9"]), Request("a", "night 5")))
    assert not one.granted
    assert one.why == Why("nobody", rules=(("availability", 2),))


def test_a_request_that_would_cost_fairness_says_how_much() -> None:
    # Each of the two has one night of 1 point, its fair part. One with both: (0 - 1)² + (2 - 1)² = 2.
    even = problem([service("a"), service("b")], [night(5), night(9)])
    (one,) = outcomes(noted(by_hand(even, a=["night 5"], b=["night 9"]), Request("a", "night 5")))
    assert one.why == Why("costs", "unfairness", 2.0)


def test_a_request_that_nothing_stands_against_was_not_found_in_time() -> None:
    uneven = problem([service("a"), service("b")], [night(5), night(9)])
    (one,) = outcomes(noted(by_hand(uneven, a=["night 5", "night 9"]), Request("a", "night 5")))
    assert one.why == Why("not_found")


@given(st.data())
def test_planning_with_any_answers_pins_only_what_is_accepted_and_never_contradicts_itself(
    data: st.DataObject,
) -> None:
    kinds = st.sampled_from(["accept", "decline", "withdraw", "comment"])
    answers = [
        said(name, kind, key)
        for name, kind, key in data.draw(
            st.lists(st.tuples(st.sampled_from(["north", "south"]), kinds, st.sampled_from(KEYS)), max_size=6)
        )
    ]
    grant_all = data.draw(st.booleans())
    found = wanted(draft(), *answers, grant_all=grant_all)
    must = {(pin.slot, pin.service) for pin in found.pins if pin.on}
    must_not = {(pin.slot, pin.service) for pin in found.pins if not pin.on}
    held = answered(draft(), *answers)
    assert must == {(key, one.service) for one in held for key in one.accepted}
    assert not must & must_not
    assert bool(must_not) <= grant_all
