"""A bound that is too high is disproved by a better rota next to the given one."""

import dataclasses

import solver
from solver.problem import TierChoice
from solver.rota import Assignment, Rota, TierResult
from tests.solver.samples import duties, night, problem, service
from tests.solver.tiny import tiny_problem


def claimed_optimal(given, assignments):
    """Return a rota that claims every tier proven at its value."""
    tiers = tuple(
        TierResult(name, value, value, value, value, proven=True)
        for name, value in solver.values(given, assignments).items()
    )
    gaps = solver.gaps(given, assignments)
    return Rota("0" * 64, "optimal", tuple(assignments), tiers, gaps, 0, 0, 1, ())


def paths(given, rota):
    return [(finding.code, finding.path) for finding in solver.findings(given, rota)]


TWO = problem([service("a"), service("b")], [night(5), night(8)])


def test_a_place_left_open_disproves_that_it_had_to_be():
    # Nobody is kept from night 8: 1 point uncovered is not the least.
    assert paths(TWO, claimed_optimal(TWO, duties(a=["night 5"]))) == [("bound", "$.tiers[0].bound")]


def test_an_exchange_disproves_that_a_load_is_fair():
    # Loads 2 and 0 are 2 from fair, loads 1 and 1 are 0.
    assert paths(TWO, claimed_optimal(TWO, duties(a=["night 5", "night 8"]))) == [
        ("bound", "$.tiers[1].bound")
    ]


def test_the_best_rota_is_not_disproved():
    assert paths(TWO, claimed_optimal(TWO, duties(a=["night 5"], b=["night 8"]))) == []


def test_an_exchange_beyond_an_earlier_limit_disproves_nothing():
    # Speaking nl comes first here: b may not be exchanged for a, however unfair.
    spoken = [night(5, languages=("nl",)), night(8, languages=("nl",))]
    tiers = (TierChoice("languages"), TierChoice("unfairness"))
    given = problem([service("a"), service("b", languages=("nl",))], spoken, tiers=tiers)
    assert paths(given, claimed_optimal(given, duties(b=["night 5", "night 8"]))) == []


def test_optimal_rotas_of_tiny_problems_are_never_disproved():
    for seed in range(100, 130):
        given = tiny_problem(seed)
        rota = solver.solve(given, digest="0" * 64, workers=1)
        assert rota.status == "optimal"
        assert paths(given, rota) == []


def test_an_assignment_of_unknown_ids_is_no_reason_to_stumble():
    rota = claimed_optimal(TWO, duties(a=["night 5"], b=["night 8"]))
    strange = dataclasses.replace(rota, assignments=(*rota.assignments, Assignment("gone", "gone")))
    assert {code for code, _ in paths(TWO, strange)} == {"slot", "service"}
