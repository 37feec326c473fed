"""The fairness tier: a relaxation by whole schedules, then a small integer program on what it leaves.

The relaxation gives a bound B and, for every pair and load vector, by how much it rises when that must be
used. Every rota with an unfairness of at most B + δ lies within what rises by at most δ: the integer program
on that face either finds the optimum, or lifts the bound to B + δ, and δ grows.
"""

import numpy as np

from solver.bounds import fairness_step, lifted
from solver.columns import Master, Relaxation
from solver.construct import Constructor
from solver.exchange import exchanged
from solver.face import Face, narrowed, saturated
from solver.fairness import scales
from solver.ladder import MOST_VECTORS, Ladder
from solver.reduced import Reduced, reduced
from solver.rota import meets
from solver.run import Run
from solver.schedules import Schedules, TooLargeError
from solver.tiers import unfairness

NAME = unfairness.NAME
ROTAS = 20


class FairTier:
    """Works on the fairness tier of a run, and keeps what the later tiers need of it."""

    def __init__(self, run: Run, constructor: Constructor) -> None:
        """Lay out the schedules that the limits so far allow.

        Raises:
            TooLargeError: the loads have too many values for this relaxation.
        """
        self.run, self._constructor = run, constructor
        statement = run.statement
        self.schedules = Schedules(statement, run.face.uppers[: statement.pairs] > 0, run.heed)
        self.step = float(fairness_step(run.problem, scales(run.problem), full=run.full))
        self.relaxation: Relaxation | None = None
        self._reduced: Reduced | None = None

    def improve(self, best: float, bound: float, seconds: float) -> tuple[float, float]:
        """Return the best value and the bound after at most ``seconds``."""
        run = self.run
        stop, ends = run.until(seconds), run.elapsed() + seconds
        self.relaxation = self._relax(best, bound, stop_at=seconds)
        bound = max(bound, lifted(self.relaxation.bound, best, self.step))
        run.tell(NAME, best, bound)
        left = np.inf if np.isinf(seconds) else ends - run.elapsed()
        if not meets(best, bound) and not stop():
            part = 0.15 if len(run.statement.loads.weight) == 1 else 0.03
            best = exchanged(run, NAME, best, bound, min(part * seconds, left))
            run.tell(NAME, best, bound)
        left = np.inf if np.isinf(seconds) else ends - run.elapsed()
        if not meets(best, bound) and not stop() and np.isfinite(self.relaxation.bound):
            ladder = Ladder(run, self.relaxation, self._rises, self.step, best, bound, left)
            best, bound = ladder.climb(stop)
        return best, bound

    def _relax(self, best: float, bound: float, stop_at: float) -> Relaxation:
        run, statement = self.run, self.run.statement
        rows = run.rows[0]
        for more in run.rows[1:]:
            rows = rows.joined(more)
        costs = np.zeros(len(statement.uppers))
        highest = float(np.abs(statement.loads.cost(*_extremes(self.schedules))).max(initial=1.0))
        master = Master(run, self.schedules, rows, alpha=1.0, costs=costs, penalty=2 * highest + 10)
        for service in range(self.schedules.count):
            master.add(service, ())
        master.add_rota(run.chosen)
        allowed = run.face.uppers[: statement.pairs] > 0
        prices = run.prices()
        stop = run.until(0.2 * stop_at)
        for number in range(ROTAS):
            if stop():
                break
            weight = (0.0, 1.0, 1000.0)[number % 3]
            rota = self._constructor.rota(
                0.1 * (number > 0),
                np.where(np.isinf(prices), np.inf, weight * np.nan_to_num(prices, posinf=0.0)),
            )
            master.add_rota(column for column in rota if allowed[column])
        return master.solve(
            run.until(0.6 * stop_at),
            lambda found: run.tell(NAME, best, max(bound, found)),
            goal=best - 1e-4 * max(1.0, abs(best)),
            seconds=min(0.6 * stop_at, run.left()),
        )

    def _rises(self, rise: float) -> Reduced:
        assert self.relaxation is not None
        while True:
            if self._reduced is None:
                self._reduced = reduced(self.run.statement, self.schedules, 1.0, self.relaxation.prices)
            over = saturated(self._reduced, rise)
            if not over.any() or not self.schedules.widen(over):
                return self._reduced
            self._reduced = None

    def face(self, limit: float) -> Face | None:
        """Return what rotas of at most ``limit`` may use, or ``None`` when that is too much to state."""
        if self.relaxation is None or not np.isfinite(self.relaxation.bound):
            return None
        rise = limit - self.relaxation.bound + 1e-6 * max(1.0, abs(limit))
        found = self._rises(rise)
        if saturated(found, rise).any():
            return None
        face = narrowed(self.run.face, found, rise, limit)
        return face if face.vectors <= MOST_VECTORS else None


def _extremes(schedules: Schedules) -> tuple[np.typing.NDArray[np.int64], np.typing.NDArray[np.int64]]:
    loads = schedules.statement.loads
    count = schedules.count
    most = loads.gain.max(1, initial=0)[:, None]
    return np.arange(count), np.broadcast_to(2 * most, (len(most), count)).astype(np.int64)


__all__ = ["FairTier", "TooLargeError"]
