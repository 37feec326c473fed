"""Lexicographic solving: tier after tier, each within the limits of those before it.

A first full rota is constructed within a moment. Linear tiers are integer programs for HiGHS (``linear.py``);
the fairness tier has a relaxation of its own (``fair.py``), whose reduced costs shrink the model for
the tiers after it. CP-SAT (``polish.py``) takes small problems, and whatever is not proven in time.
"""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version

from solver import horizon, linear
from solver.bounds import trivial
from solver.construct import Constructor
from solver.exchange import exchanged
from solver.fair import FairTier, TooLargeError
from solver.highs import make_ready
from solver.polish import Polisher
from solver.problem import Problem, TierChoice
from solver.reasons import gaps
from solver.rota import Assignment, Progress, Rota, TierResult, limit_of, meets
from solver.run import Run
from solver.tiers import TIERS, distance, languages, unfairness, wishes

EXCHANGED = frozenset({languages.NAME, distance.NAME, wishes.NAME})
"""Linear tiers that depend on who serves, not only on how many."""
FAIR_PART = 0.75
"""Of the time that is left, for fairness: what comes after it is hardly proven while it is not."""
LEAST_SECONDS = 0.2
"""With less time than this nothing is left out for the tiers to come."""
SMALL = 150
"""Up to so many pairs CP-SAT alone is quickest."""


def search(
    problem: Problem,
    *,
    digest: str,
    time_limit: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Rota:
    """Return the best rota found; ``solver.solve`` says what the arguments mean."""
    workers = workers or os.cpu_count() or 1
    if len(problem.services) * len(problem.slots) > 10 * SMALL:
        make_ready(min(2, workers))  # They load while the problem is stated.
    run = Run(
        problem,
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    return _Search(run).rota(digest)


def within(
    run: Run, problem: Problem, start: tuple[Assignment, ...], seconds: float
) -> tuple[Assignment, ...]:
    """Return a better rota of a window's problem, from ``start`` on, for a run over a longer horizon."""
    inner = Run(
        problem,
        time_limit=min(seconds, max(0.0, run.left())),
        seed=run.seed,
        workers=run.workers,
        on_progress=None,
        cancelled=run.stopped,
    )
    return _Search(inner).solved(start)


class _Search:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.polisher = Polisher(run)
        self.fair: FairTier | None = None
        self.constructor = Constructor(run.statement, run.seed)
        run.chosen = self.constructor.pinned

    def solved(self, start: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
        """Run the tiers from ``start`` on and return the rota alone."""
        run = self.run
        columns = run.statement.columns(start)
        if run.statement.feasible(columns):
            run.chosen = columns
        for index, choice in enumerate(run.problem.order):
            self._tier(choice, len(run.problem.order) - index)
        return run.statement.assignments(run.chosen)

    def rota(self, digest: str) -> Rota:
        run, results = self.run, []
        first = self.constructor.rota()
        if run.statement.feasible(first):
            run.chosen = first
        order = run.problem.order
        for index, choice in enumerate(order):
            results.append(self._tier(choice, len(order) - index))
        roster = run.roster(run.chosen)
        final = tuple(
            TierResult(t.name, TIERS[t.name].value(roster), t.best, t.limit, t.bound, t.proven)
            for t in results
        )
        return Rota(
            problem=digest,
            status="optimal" if all(tier.proven for tier in final) else "feasible",
            assignments=run.statement.assignments(run.chosen),
            tiers=final,
            gaps=gaps(roster),
            seconds=round(run.elapsed(), 3),
            seed=run.seed,
            workers=run.workers,
            versions=(("ortools", version("ortools")), ("python", platform.python_version())),
        )

    def _tier(self, choice: TierChoice, tiers_left: int) -> TierResult:
        run, name = self.run, choice.name
        best = run.value(name)
        expression = run.statement.tiers.get(name)
        least = 0.0 if expression is None else trivial(expression, run.statement)
        bound = min(best, least)
        run.tell(name, best, bound)
        self.fair = None
        if not meets(best, bound) and self._going():
            part = 1.0 if tiers_left == 1 else FAIR_PART if name == unfairness.NAME else 0.5
            seconds = part * run.left() if part < 1 else run.left()
            found = (best, bound)
            with run.turn(seconds):
                found = self._improve(name, best, bound, seconds)
            best, bound = min(found[0], run.value(name)), max(found[1], run.bounds[name])
            bound = min(best, bound)
        limit = limit_of(best, choice.relative, choice.absolute)
        run.keep(name, limit)
        if tiers_left > 1 and self._going() and run.left() > LEAST_SECONDS:
            with run.turn(0.25 * run.left()):
                self._narrow(name, limit)
        run.tell(name, best, bound)
        return TierResult(name, best, best, limit, bound, meets(best, bound))

    def _going(self) -> bool:
        return self.run.left() > 0 and not self.run.stopped()

    def _improve(self, name: str, best: float, bound: float, seconds: float) -> tuple[float, float]:
        run = self.run
        end = run.elapsed() + seconds
        if run.statement.pairs > SMALL:
            try:
                if name != unfairness.NAME:
                    best, bound = self._improve_linear(name, best, bound, seconds)
                elif len(run.problem.slots) < horizon.LONG:
                    self.fair = FairTier(run, self.constructor)
                    best, bound = self.fair.improve(best, bound, 0.95 * seconds)
                long = len(run.problem.slots) >= horizon.LONG and name in horizon.TIERS
                if long and not meets(best, bound) and self._going():
                    left = end - run.elapsed()
                    best, bound = horizon.improve(run, self.constructor, name, best, bound, left, within)
            except TooLargeError:
                self.fair = None
        seconds = end - run.elapsed()
        # CP-SAT takes long to load a long horizon.
        loading = 30 if len(run.problem.slots) >= horizon.LONG else 0
        if not meets(best, bound) and self._going() and seconds > loading:
            best, bound = self.polisher.improve(name, best, bound, seconds)
        return best, bound

    def _improve_linear(self, name: str, best: float, bound: float, seconds: float) -> tuple[float, float]:
        # Most programs are done in a second or two; exchanges give the others a better start.
        run = self.run
        most = 0.25 if name in EXCHANGED else 0.5
        best, bound = linear.improve(run, name, best, bound, most * seconds)
        if name not in EXCHANGED or meets(best, bound) or not self._going():
            return best, bound
        best = exchanged(run, name, best, bound, 0.1 * seconds)
        if meets(best, bound) or not self._going():
            return best, bound
        return linear.improve(run, name, best, bound, 0.4 * seconds)

    def _narrow(self, name: str, limit: float) -> None:
        run = self.run
        if name != unfairness.NAME and run.statement.pairs > SMALL and not run.full_by(name):
            linear.fix(run, name, limit, 0.2 * run.left())
        face = None if self.fair is None else self.fair.face(limit)
        if face is not None:
            run.face = face
