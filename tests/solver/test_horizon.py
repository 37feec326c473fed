from solver import horizon
from solver.construct import Constructor
from solver.run import Run
from solver.tiers import unfairness
from tests.solver.tiny import tiny_problem


def test_rolling_through_windows_keeps_telling_the_bound_that_is_known():
    heard = []
    run = Run(tiny_problem(3), time_limit=None, seed=0, workers=1, on_progress=heard.append, cancelled=None)
    run.chosen = Constructor(run.statement, 0).rota()
    best = run.value(unfairness.NAME)
    assert best > 0
    after = horizon.rolled(
        run, unfairness.NAME, best, best / 2, lambda problem, start, seconds: start, lambda value: False
    )
    assert after == best
    # Two rounds without a change, each of at least one window.
    assert len(heard) >= 2
    assert {(event.value, event.bound) for event in heard} == {(best, best / 2)}
