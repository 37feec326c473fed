"""On tiny problems the engine finds the best value of every tier, in order, that enumeration finds."""

import pytest

import solver
from tests.solver.tiny import best_by_enumeration, tiny_problem


def solved_as_enumerated(seed):
    document = solver.dump_problem(tiny_problem(seed))
    problem = solver.load_problem(document)
    rota = solver.solve(problem, digest=solver.problem_digest(document), workers=1)
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


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40, 640))
def test_many_tiny_problems_are_solved_as_by_enumeration(seed):
    solved_as_enumerated(seed)
