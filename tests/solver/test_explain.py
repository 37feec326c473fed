"""Why a place is open and how to close it; why this service and not that one."""

import pytest

import solver
from solver.explain_facts import LoadChange, Obstacle, Waiver
from solver.instants import Span
from solver.problem import Pin, TierChoice
from solver.rota import Assignment
from tests.solver.samples import at, duties, night, period, problem, service, slot

EVENING_6 = slot("evening 6", "06 17:00", "06 23:00", burden=2)
NIGHT_5 = Span(at("05 20:00"), at("06 08:00"))


def explained(given, rota, slot_id, asked=None, **options):
    return solver.explain(
        given, duties(**rota), slot_id, asked, **({"workers": 1, "time_limit": 20} | options)
    )


def ways(said):
    return [
        (way.service, way.leaves, way.successor, way.waiver, [tier.change for tier in way.effect.tiers])
        for way in said.closings
    ]


def test_rest_that_keeps_the_only_service_out_is_tried_by_leaving_it_out():
    # a rests 9 of 11 hours from night 5 to evening 6; all 3 points are on a anyway: nothing becomes unfair.
    given = problem([service("a")], [night(5), EVENING_6])
    said = explained(given, {"a": ["night 5"]}, "evening 6")
    (one,) = said.candidates
    assert one.obstacles == (
        Obstacle("rest_after", 9, 11, span=NIGHT_5, slot="night 5"),
        Obstacle("needed_elsewhere", slot="night 5"),
    )
    assert (one.lifted, one.verdict) == ("rest", "closes")
    # Uncovered 2 -> 0; unfairness: fair is 3, now 1, so (1 - 3)^2 = 4 -> 0.
    assert ways(said) == [("a", None, None, Waiver("rest", "a", "evening 6", 9), [-2, -4, 0, 0, 0])]
    (way,) = said.closings
    assert way.rearranged.proven
    assert [tier.value for tier in way.rearranged.tiers] == [0, 0, 0, 0, 0]
    assert way.rearranged.gained == duties(a=["evening 6"])


def test_an_overlap_is_never_lifted_and_the_duty_it_would_leave_is_named():
    given = problem([service("a")], [night(5), slot("other", "05 22:00", "06 02:00")])
    said = explained(given, {"a": ["night 5"]}, "other")
    (one,) = said.candidates
    assert one.obstacles == (
        Obstacle("on_duty", span=NIGHT_5, slot="night 5"),
        Obstacle("needed_elsewhere", slot="night 5"),
    )
    assert (one.lifted, one.verdict) == (None, "stays_open")
    assert said.closings == ()


def test_two_rules_are_not_overcome_by_one():
    # a is away, and one duty is its most: leaving the absence out, it would leave night 5 open instead.
    given = problem(
        [service("a", limits=(("duties", 1),))],
        [night(5), night(8)],
        unavailable=(period("a", "08 19:00", "08 21:00"),),
    )
    said = explained(given, {"a": ["night 5"]}, "night 8")
    (one,) = said.candidates
    assert [obstacle.code for obstacle in one.obstacles] == ["unavailable", "limit_duties"]
    assert (one.lifted, one.verdict) == ("availability", "stays_open")
    assert said.closings == ()


def test_a_move_in_two_steps_that_keeps_every_rule_comes_first():
    # c is away from night 8; a may serve once, and b could take night 5 over from it.
    given = problem(
        [service("a", limits=(("duties", 1),)), service("b"), service("c")],
        [night(5), night(8)],
        unavailable=(period("b", "08 00:00", "09 00:00"), period("c", "05 00:00", "09 00:00")),
    )
    said = explained(given, {"a": ["night 5"]}, "night 8")
    # Fair is 2/3 each. Now loads 1, 0, 0: 1/9 + 4/9 + 4/9 = 1. With 1, 1, 0: 1/9 + 1/9 + 4/9 = 2/3.
    third = pytest.approx(-1 / 3)
    # With 2, 0, 0: 16/9 + 4/9 + 4/9 = 24/9.
    assert ways(said) == [
        ("a", "night 5", "b", None, [-1, third, 0, 0, 0]),
        ("b", None, None, Waiver("availability", "b", "night 8"), [-1, third, 0, 0, 0]),
        ("c", None, None, Waiver("availability", "c", "night 8"), [-1, third, 0, 0, 0]),
        ("a", None, None, Waiver("limits", "a", "night 8"), [-1, pytest.approx(15 / 9), 0, 0, 0]),
    ]
    first = said.closings[0]
    assert first.effect.loads == (
        LoadChange("a", "burden", pytest.approx(2 / 3), 1, 1),
        LoadChange("b", "burden", pytest.approx(2 / 3), 0, 1),
    )
    assert said.candidates[0].obstacles == (Obstacle("limit_duties", 2, 1),)
    assert {one.verdict for one in said.candidates} == {"closes"}


def test_whoever_no_rule_keeps_out_is_told_so_and_what_it_would_cost():
    # Fairness comes first here and keeps the second night open: b owes nothing, having carried 9 before.
    given = problem(
        [service("a", limits=(("duties", 1),)), service("b", carried=(("burden", 9),))],
        [night(5), night(8)],
        tiers=(TierChoice("unfairness"), TierChoice("uncovered")),
    )
    said = explained(given, {"a": ["night 5"]}, "night 8", "b")
    (one,) = said.candidates
    assert one.obstacles == (Obstacle("needed_elsewhere"),)
    assert (one.lifted, one.verdict) == (None, "closes")
    # Fair is (9 + 2) / 2 = 5.5. b from 9 to 10: 4.5^2 - 3.5^2 = 8.
    assert [(tier.name, tier.change) for tier in one.effect.tiers] == [("unfairness", 8), ("uncovered", -1)]
    assert one.effect.loads == (LoadChange("b", "burden", 5.5, 9, 10),)


def test_when_nobody_takes_part_in_the_line_everybody_is_asked():
    given = problem([service("a", lines=("day",))], [night(5)])
    said = explained(given, {}, "night 5")
    assert [(one.service, one.obstacles) for one in said.candidates] == [("a", (Obstacle("not_on_line"),))]
    assert [way.waiver for way in said.closings] == [Waiver("line", "a", "night 5")]


def test_without_time_reasons_are_still_told_and_nothing_is_claimed():
    given = problem([service("a")], [night(5), slot("other", "05 22:00", "06 02:00")])
    said = explained(given, {"a": ["night 5"]}, "other", time_limit=0)
    (one,) = said.candidates
    assert one.obstacles[0] == Obstacle("on_duty", span=NIGHT_5, slot="night 5")
    assert (one.verdict, one.rearranged.state) == ("not_in_time", "not_in_time")


def test_a_cancelled_explanation_solves_nothing():
    given = problem([service("a"), service("b")], [night(5)])
    said = explained(given, {"a": ["night 5"]}, "night 5", cancelled=lambda: True)
    (one,) = said.candidates
    assert one.effect is not None
    assert not one.rearranged.tiers[1].proven


FOUR = [night(5, burden=3), night(8, burden=3), night(11, burden=3), night(14, burden=3)]
FAIR = {"a": ["night 5", "night 8"], "b": ["night 11", "night 14"]}


def test_why_not_that_one_is_answered_by_loads_and_by_the_best_that_could_be():
    # Each should carry 6. If b served night 5 too, b would be 3 above its part and a 3 below: 9 + 9 = 18.
    # At best, a takes one of b's nights in return: nothing is lost.
    said = explained(problem([service("a"), service("b")], FOUR), FAIR, "night 5", "b")
    (one,) = said.candidates
    assert (one.service, one.relieves, one.obstacles) == ("b", "a", ())
    assert one.effect.loads == (LoadChange("b", "burden", 6, 6, 9), LoadChange("a", "burden", 6, 6, 3))
    assert [tier.change for tier in one.effect.tiers] == [0, 18, 0, 0, 0]
    assert one.rearranged.proven
    assert [(tier.now, tier.value) for tier in one.rearranged.tiers] == [(0, 0)] * 5
    assert Assignment("night 5", "b") in one.rearranged.gained
    assert Assignment("night 5", "a") in one.rearranged.lost
    assert said.loads == (LoadChange("a", "burden", 6, 6, 3),)


def test_what_a_rule_forbids_at_once_may_still_be_arranged():
    # Two duties are the most for b: it would have to leave one of its own to a.
    given = problem([service("a"), service("b", limits=(("duties", 2),))], FOUR)
    said = explained(given, FAIR, "night 5", "b")
    (one,) = said.candidates
    assert (one.obstacles, one.effect) == ((Obstacle("limit_duties", 3, 2),), None)
    assert one.rearranged.proven
    assert {tier.value for tier in one.rearranged.tiers} == {0}


def test_what_the_data_forbid_is_impossible_however_all_else_is_arranged():
    given = problem([service("a"), service("b")], FOUR, unavailable=(period("b", "05 00:00", "06 00:00"),))
    (one,) = explained(given, FAIR, "night 5", "b").candidates
    assert [obstacle.code for obstacle in one.obstacles] == ["unavailable"]
    assert one.rearranged.state == "impossible"


def test_a_holder_that_is_pinned_stays():
    given = problem([service("a"), service("b")], FOUR, pins=(Pin("a", "night 5", on=True),))
    (one,) = explained(given, FAIR, "night 5", "b").candidates
    assert one.obstacles == (Obstacle("holder_pinned", service="a"),)
    assert one.rearranged.state == "impossible"


def test_alternatives_are_ranked_by_every_tier_in_turn_the_forbidden_last():
    services = [
        service("a"),
        service("b", carried=(("burden", 4),)),
        service("c", limits=(("duties", 0),)),
        service("d"),
    ]
    said = explained(problem(services, [night(5)]), {"a": ["night 5"]}, "night 5")
    assert [one.service for one in said.candidates] == ["d", "b", "c"]
    assert [one.effect is None for one in said.candidates] == [False, False, True]
    assert said.asked is None


def test_asked_about_who_is_on_duty_the_alternatives_to_that_one_are_given():
    given = problem([service("a"), service("b"), service("c")], [night(5, required=2)])
    said = explained(given, {"a": ["night 5"], "b": ["night 5"]}, "night 5", "b")
    assert [(one.service, one.relieves) for one in said.candidates] == [("c", "b")]
    assert said.holders == ("a", "b")


def test_bounds_of_the_rota_itself_prove_what_is_as_good():
    given = problem([service("a"), service("b")], FOUR)
    document = solver.dump_problem(given)
    rota = solver.solve(given, digest=solver.problem_digest(document), workers=1)
    asked = {item.slot: item.service for item in rota.assignments}
    other = "b" if asked["night 5"] == "a" else "a"
    said = solver.explain(given, rota.assignments, "night 5", other, proof=rota, workers=1)
    assert said.candidates[0].rearranged.proven


def test_unknown_ids_are_refused():
    given = problem([service("a")], [night(5)])
    for slot_id, asked in (("night 6", None), ("night 5", "nobody")):
        with pytest.raises(KeyError):
            explained(given, {}, slot_id, asked)
