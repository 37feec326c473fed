"""What people decided, as a Problem says it: never in a way that makes it impossible."""

from __future__ import annotations

import pytest

import solver
from garde.errors import Conflict
from garde.planning.decisions import Pin
from garde.planning.stating import state
from solver import Assignment
from tests.solver.samples import night, period, problem, service, slot

GIVEN = problem([service("a"), service("b")], [night(5), slot("evening 6", "06 17:00", "06 23:00"), night(9)])


def test_without_decisions_the_problem_is_itself() -> None:
    stated = state(GIVEN, (), {})
    assert (stated.problem, stated.decided, stated.whole) == (solver.dump_problem(GIVEN), (), None)


def test_pins_are_told_in_the_order_of_slots_and_once() -> None:
    pins = (Pin("night 9", "b", on=False), Pin("night 5", "a"), Pin("night 5", "a", source="consultation"))
    told = solver.load_problem(state(GIVEN, pins, {}).problem)
    assert [(pin.slot, pin.service, pin.on) for pin in told.pins] == [
        ("night 5", "a", True),
        ("night 9", "b", False),
    ]


def test_a_duty_pinned_beside_one_against_a_rule_is_served_with_it() -> None:
    # Nine hours from night 5 to evening 6: a pin of the one beside the other would be refused.
    pins = (Pin("evening 6", "a"), Pin("night 9", "b"), Pin("night 5", "a"))
    stated = state(GIVEN, pins, {"night 5": ("a",), "night 30": ("a",), "night 9": ("gone",)})
    assert stated.decided == (Assignment("evening 6", "a"), Assignment("night 5", "a"))
    told = solver.load_problem(stated.problem)
    assert [slot.id for slot in told.slots] == ["night 9"]
    assert [(pin.slot, pin.service) for pin in told.pins] == [("night 9", "b")]
    assert stated.whole is not None
    assert solver.load_problem(stated.whole).slots == GIVEN.slots


def test_a_duty_against_a_rule_outweighs_a_pin_that_keeps_it_out() -> None:
    stated = state(GIVEN, (Pin("night 5", "a", on=False),), {"night 5": ("a",)})
    assert stated.decided == (Assignment("night 5", "a"),)
    assert solver.load_problem(stated.problem).pins == ()


def test_a_pin_that_breaks_a_rule_by_itself_is_refused_in_our_words() -> None:
    absent = problem([service("a")], [night(5)], unavailable=(period("a", "05 22:00", "05 23:00"),))
    with pytest.raises(Conflict, match=r"the pin of a in night 5 breaks the rule availability; unpin it"):
        state(absent, (Pin("night 5", "a"),), {})
    assert state(absent, (Pin("night 5", "a"),), {"night 5": ("a",)}).decided == (Assignment("night 5", "a"),)


def test_an_accepted_duty_gives_way_where_it_would_break_a_rule_and_a_pin_by_hand_does_not() -> None:
    absent = problem(
        [service("a"), service("b")],
        [night(5), slot("evening 6", "06 17:00", "06 23:00"), night(9)],
        unavailable=(period("a", "09 22:00", "09 23:00"),),
    )
    accepted = [Pin(key, "a", source="consultation") for key in ("evening 6", "night 9")]
    # Absent on the 9th; nine hours of rest between night 5, pinned by hand, and evening 6.
    stated = state(absent, (Pin("night 5", "a"), *accepted), {})
    assert {pin.slot for pin in stated.released} == {"evening 6", "night 9"}
    assert [(pin.slot, pin.service) for pin in solver.load_problem(stated.problem).pins] == [("night 5", "a")]
    with pytest.raises(Conflict, match=r"the pin of a in night 9"):
        state(absent, (Pin("night 9", "a"), accepted[0]), {})
