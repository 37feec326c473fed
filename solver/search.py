"""Lexicographic solving: tier after tier, each within the limits of those before it."""

import os
import platform
import time
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version

from solver.cpsat import CpSat, Outcome
from solver.expression import Expression
from solver.model import Model
from solver.problem import Problem, TierChoice
from solver.reasons import gaps
from solver.rota import Assignment, Progress, Rota, TierResult, limit_of, meets
from solver.tiers import TIERS

TOLERANCE = 1e-9


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
    return _Search(problem, time_limit, seed, workers, on_progress, cancelled).run(digest)


class _Search:
    def __init__(
        self,
        problem: Problem,
        time_limit: float | None,
        seed: int,
        workers: int | None,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.started = time.monotonic()
        self.problem, self.seed, self.time_limit = problem, seed, time_limit
        self.workers = workers or os.cpu_count() or 1
        self.on_progress = on_progress or (lambda progress: None)
        self.cancelled = cancelled or (lambda: False)
        self.model = Model(problem)
        self.engine = CpSat(self.model, seed % 2**31, self.workers)
        self.stopped = False
        pinned = (Assignment(pin.slot, pin.service) for pin in problem.pins if pin.on)
        self.columns = tuple(dict.fromkeys(self.model.columns(tuple(pinned))))
        self.limits: list[tuple[str, float]] = []

    def run(self, digest: str) -> Rota:
        results: list[TierResult] = []
        order = self.problem.order
        for index, choice in enumerate(order):
            results.append(self._tier(choice, len(order) - index))
        roster = self.model.roster(self.columns)
        final = tuple(
            TierResult(t.name, TIERS[t.name].value(roster), t.best, t.limit, t.bound, t.proven)
            for t in results
        )
        return Rota(
            problem=digest,
            status="optimal" if all(tier.proven for tier in final) else "feasible",
            assignments=self.model.assignments(self.columns),
            tiers=final,
            gaps=gaps(roster),
            seconds=round(time.monotonic() - self.started, 3),
            seed=self.seed,
            workers=self.workers,
            versions=(("ortools", version("ortools")), ("python", platform.python_version())),
        )

    def _tier(self, choice: TierChoice, tiers_left: int) -> TierResult:
        expression = self.model.tiers[choice.name]
        best = self._value(choice.name, self.columns)
        bound = min(best, _least(expression, self.model.variables.uppers))
        self._tell(choice.name, best, bound)
        seconds = self._seconds(tiers_left)
        if not meets(best, bound) and not self.stopped and (seconds is None or seconds > 0):
            outcome = self._minimise(choice.name, expression, best, bound, seconds)
            if outcome.columns is not None and self._fits(outcome.columns):
                value = self._value(choice.name, outcome.columns)
                if value <= best:
                    self.columns, best = outcome.columns, value
                if outcome.proven and expression.exact:
                    bound = best
            bound = min(best, max(bound, bound if outcome.bound is None else outcome.bound))
            self._tell(choice.name, best, bound)
        limit = limit_of(best, choice.relative, choice.absolute)
        self._keep(choice.name, expression, limit)
        return TierResult(choice.name, best, best, limit, bound, meets(best, bound))

    def _minimise(
        self, name: str, expression: Expression, best: float, bound: float, seconds: float | None
    ) -> Outcome:
        state = [best, bound]

        def heard(value: float | None, lower: float | None) -> None:
            state[0] = state[0] if value is None else min(state[0], value)
            state[1] = state[1] if lower is None else max(state[1], lower)
            self._tell(name, state[0], min(state))

        hint = self.model.variables.complete(self.columns)
        outcome = self.engine.minimise(expression, hint, seconds, heard, self.cancelled)
        self.stopped = self.stopped or outcome.stopped
        return outcome

    def _keep(self, name: str, expression: Expression, limit: float) -> None:
        coefficients = [coefficient for coefficient, _ in expression.terms]
        columns = [column for _, column in expression.terms]
        if columns:
            self.engine.add(columns, coefficients, None, expression.at_most(limit))
        self.limits.append((name, limit))

    def _fits(self, columns: tuple[int, ...]) -> bool:
        # An expression that was rounded down may let a rota slip just over a limit.
        return all(
            self._value(name, columns) <= limit + TOLERANCE * max(1.0, abs(limit)) / 2
            for name, limit in self.limits
        )

    def _value(self, name: str, columns: tuple[int, ...]) -> float:
        return TIERS[name].value(self.model.roster(columns))

    def _seconds(self, tiers_left: int) -> float | None:
        if self.time_limit is None:
            return None
        left = self.time_limit - (time.monotonic() - self.started)
        return left if tiers_left == 1 else left / 2

    def _tell(self, tier: str, value: float, bound: float) -> None:
        self.on_progress(Progress(tier, value, bound, time.monotonic() - self.started))


def _least(expression: Expression, uppers: list[int]) -> float:
    lowest = sum(min(0, coefficient) * uppers[column] for coefficient, column in expression.terms)
    return float(Fraction(expression.constant + lowest) / expression.scale)
