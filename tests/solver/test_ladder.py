from threading import Event

import pytest

from solver import ladder
from solver.construct import Constructor
from solver.fair import FairTier
from solver.ladder import Ladder
from solver.run import Run
from solver.tiers import uncovered, unfairness
from tests.solver.test_clock import hard_month


class Busy:
    """HiGHS with a program that it never has an answer to."""

    def __init__(self):
        self.done, self.result = Event(), None

    def end(self):
        self.done.set()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_rota_far_from_its_bound_gets_better_while_highs_finds_none_but_with_one_worker(
    monkeypatch, workers
):
    asked = []
    monkeypatch.setattr(ladder, "started", lambda *_, **__: asked.append(Busy()) or asked[-1])
    monkeypatch.setattr(ladder, "LATE", 0.0)
    run = Run(hard_month(), time_limit=None, seed=0, workers=workers, on_progress=None, cancelled=None)
    constructor = Constructor(run.statement, 0)
    run.chosen = constructor.rota()
    run.keep(uncovered.NAME, run.value(uncovered.NAME))
    tier, before = FairTier(run, constructor), run.value(unfairness.NAME)
    tier.relaxation = tier._relax(before, 0.0, float("inf"))
    bound = tier.relaxation.bound
    assert before > 1.01 * bound
    climbing = Ladder(run, tier.relaxation, tier._rises, tier.step, before, bound, 4.0)
    best, after = climbing.climb(run.until(1.5))
    assert len(asked) == workers
    assert all(work.done.is_set() for work in asked)
    assert after == bound
    assert best == run.value(unfairness.NAME)
    assert run.statement.feasible(run.chosen)
    assert best == before if workers == 1 else best < before
