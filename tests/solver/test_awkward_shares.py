from pathlib import Path

import solver

DOCUMENT = Path(__file__).parent / "documents" / "awkward_share.problem.json"


def test_a_share_with_sixteen_digits_does_not_cost_the_optimum():
    # Presolve lost the rota with 1 change where coefficients are large: 2 were then called optimal.
    data = DOCUMENT.read_bytes()
    rota = solver.solve(
        solver.load_problem(data), digest=solver.problem_digest(data), time_limit=20, workers=1
    )
    assert {tier.name: tier.best for tier in rota.tiers}["changes"] == 1
    assert solver.verify(data, solver.dump_rota(rota)) == ()
