"""On tiny problems the engine finds the best value of every tier, in order, that enumeration finds."""

import pytest

import solver
from solver import search
from tests.solver.tiny import best_by_enumeration, tiny_problem


def solved_as_enumerated(seed, workers=1):
    document = solver.dump_problem(tiny_problem(seed))
    problem = solver.load_problem(document)
    rota = solver.solve(problem, digest=solver.problem_digest(document), workers=workers)
    assert rota.status == "optimal"
    assert [tier.name for tier in rota.tiers] == [choice.name for choice in problem.order]
    expected = best_by_enumeration(problem)
    assert [(tier.best, tier.limit) for tier in rota.tiers] == [
        pytest.approx(pair, abs=1e-9) for pair in expected
    ]
    assert solver.verify(document, solver.dump_rota(rota)) == ()


@pytest.mark.parametrize("seed", range(40))
def test_a_tiny_problem_is_solved_as_by_enumeration(seed):
    solved_as_enumerated(seed)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", range(700, 712))
def test_relaxation_faces_and_integer_programs_find_what_enumeration_finds(seed, workers, monkeypatch):
    # Problems this small are CP-SAT's; here they take the way of large ones, and CP-SAT is kept out.
    monkeypatch.setattr(search, "SMALL", -1)
    monkeypatch.setattr(search.Polisher, "improve", lambda self, name, best, bound, seconds: (best, bound))
    solved_as_enumerated(seed, workers)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(640, 1040))
def test_many_tiny_problems_are_solved_the_way_of_large_ones(seed, monkeypatch):
    monkeypatch.setattr(search, "SMALL", -1)
    solved_as_enumerated(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40, 640))
def test_many_tiny_problems_are_solved_as_by_enumeration(seed):
    solved_as_enumerated(seed)
