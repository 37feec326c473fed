"""The relaxation by whole schedules: column generation with a bound that holds by itself.

Each service takes a convex combination of its schedules (Dantzig and Wolfe 1960). The master program,

    min Σ_p (α U_p + c_p) λ_p   with   lower ≤ rows ≤ upper,   Σ_{p of i} λ_p = 1,

is solved by GLOP; ``schedules.py`` finds columns for its duals. Any duals y give the Lagrangian bound

    Σ_r (y_r lower_r if y_r > 0 else y_r upper_r) + Σ_i min_p (α U_p + c_p − y A_p)
        + Σ_aux min(0, c − y A) · upper,

computed here in plain floating point from y alone (Geoffrion 1974): it holds whatever the linear solver's
tolerances are. Duals are smoothed towards the best ones so far (Pessoa, Sadykov, Uchoa and Vanderbeck 2018).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from solver.program import solved
from solver.run import Run
from solver.schedules import Schedules
from solver.statement import Floats, Rows, Statement
from solver.watching import watched

SMOOTHING = 0.3
MEET = 1e-7
SAFETY = 1e-9


@dataclass
class Relaxation:
    """What is known of a tier from its relaxation.

    Attributes:
        bound: a lower bound.
        duals: those that gave it, for each row.
        prices: ``c − y A`` of every column under them.
        met: whether the master program reached the bound.
        weights: the master program's last weight of every schedule it knows.
    """

    bound: float
    duals: Floats
    prices: Floats
    met: bool = False
    weights: dict[tuple[int, tuple[int, ...]], float] = field(default_factory=dict)


class Master:
    """The master program of one tier, ``α · unfairness + costs``, under ``rows``."""

    def __init__(
        self,
        run: Run,
        schedules: Schedules,
        rows: Rows,
        *,
        alpha: float,
        costs: Floats,
        penalty: float,
    ) -> None:
        """Set the rows up; ``penalty`` bounds what a slot's dual may be at first."""
        self._run, self.schedules, self.rows = run, schedules, rows
        self.statement = statement = run.statement
        self.alpha, self.costs, self.penalty = alpha, costs, penalty
        order = np.argsort(rows.column, kind="stable")
        self._row, self._coefficient = rows.row[order], rows.coefficient[order]
        self._starts = np.searchsorted(rows.column[order], np.arange(len(statement.uppers) + 1))
        self._model = mathopt.Model()
        self._rows = [
            self._model.add_linear_constraint(lb=float(low), ub=float(high))
            for low, high in zip(rows.lower, rows.upper, strict=True)
        ]
        self._convex = [self._model.add_linear_constraint(lb=1.0, ub=1.0) for _ in statement.problem.services]
        self._columns: dict[tuple[int, tuple[int, ...]], mathopt.Variable] = {}
        self._artificial = []
        for row, low in zip(self._rows, rows.lower, strict=True):
            if low > 0:
                self._artificial.append(self._model.add_variable(lb=0.0))
                row.set_coefficient(self._artificial[-1], 1.0)
        self._auxiliary()
        self._penalise()

    def _penalise(self) -> None:
        for variable in self._artificial:
            self._model.objective.set_linear_coefficient(variable, self.penalty)

    def _auxiliary(self) -> None:
        for column in range(self.statement.pairs, len(self.statement.uppers)):
            entries = slice(self._starts[column], self._starts[column + 1])
            if entries.start == entries.stop:
                continue
            variable = self._model.add_variable(lb=0.0, ub=float(self.statement.uppers[column]))
            self._model.objective.set_linear_coefficient(variable, float(self.costs[column]))
            for row, coefficient in zip(self._row[entries], self._coefficient[entries], strict=True):
                self._rows[row].set_coefficient(variable, float(coefficient))

    def add(self, service: int, schedule: tuple[int, ...]) -> bool:
        """Add a schedule's column; return whether it is new."""
        key = (service, schedule)
        if key in self._columns:
            return False
        variable = self._model.add_variable(lb=0.0)
        self._columns[key] = variable
        cost = self.alpha * self.schedules.cost(service, schedule) if self.alpha else 0.0
        cost += float(self.costs[list(schedule)].sum())
        self._model.objective.set_linear_coefficient(variable, cost)
        self._convex[service].set_coefficient(variable, 1.0)
        entries = [np.arange(self._starts[c], self._starts[c + 1]) for c in schedule]
        if entries:
            known = np.concatenate(entries)
            rows, inverse = np.unique(self._row[known], return_inverse=True)
            sums = np.bincount(inverse, self._coefficient[known])
            for row, total in zip(rows, sums, strict=True):
                self._rows[row].set_coefficient(variable, float(total))
        return True

    def add_rota(self, chosen: Iterable[int]) -> None:
        """Add the schedules of a rota."""
        schedules: list[list[int]] = [[] for _ in self.statement.problem.services]
        for column in chosen:
            schedules[int(self.statement.service[column])].append(column)
        self._run.heed()
        for service, columns in enumerate(schedules):
            self.add(service, self.ordered(columns))

    def ordered(self, columns: list[int]) -> tuple[int, ...]:
        """Return a schedule's columns in order of start, the way schedules are told apart."""
        return tuple(sorted(columns, key=lambda column: self.statement.opens[self.statement.slot[column]]))

    def priced(self, duals: Floats) -> Floats:
        """Return ``c − y A`` of every column."""
        rows = self.rows
        return self.costs - np.bincount(
            rows.column, rows.coefficient * duals[rows.row], len(self.statement.uppers)
        )

    def solve(
        self,
        stop: Callable[[], bool],
        heard: Callable[[float], None],
        goal: float = np.inf,
        seconds: float = np.inf,
    ) -> Relaxation:
        """Generate columns until master and bound meet, ``stop`` says so, or the bound reaches ``goal``."""
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self._ends = monotonic() + seconds
        best = Relaxation(-np.inf, np.zeros(len(self.rows)), self.costs)
        while True:
            result = self._solved()
            if result is None:
                return best
            value, duals = result.objective_value(), self._duals(result)
            grew = self._price(duals, best, smooth=np.isfinite(best.bound))
            heard(best.bound)
            best.met = best.bound >= value - MEET * max(1.0, abs(value))
            if best.met and self._raised(result):
                continue
            if best.met or best.bound >= goal or not grew or stop():
                values = result.variable_values()
                best.weights = {key: values.get(column, 0.0) for key, column in self._columns.items()}
                return best

    def _solved(self) -> mathopt.SolveResult | None:
        # A warm start sometimes ends imprecise or abnormal; a cold one, or another simplex, does not.
        for again in (False, True):
            if again:
                self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            result = self._attempted()
            if result is not None or monotonic() > self._ends or self._run.stopped():
                return result
        found = solved(self._model.export_model(), self._ends - monotonic(), self._run.stopped)
        return found and _usable(mathopt.parse_solve_result(found, self._model))

    def _attempted(self) -> mathopt.SolveResult | None:
        interrupter = SolveInterrupter()
        results: list[mathopt.SolveResult] = []

        def solve() -> None:
            try:
                results.append(self._solver.solve(params=self._in_time(), interrupter=interrupter))
            except Exception:  # MathOpt raises what a solver calls abnormal, under several names.
                return

        watched(solve, interrupter.interrupt, self._run.stopped)
        return _usable(results[0]) if results else None

    def _in_time(self) -> mathopt.SolveParameters:
        left = self._ends - monotonic()
        return mathopt.SolveParameters(
            time_limit=None if np.isinf(left) else timedelta(seconds=max(left, 0.05))
        )

    def _duals(self, result: mathopt.SolveResult) -> Floats:
        duals = np.array(result.dual_values(self._rows), float)
        duals = np.where(np.isneginf(self.rows.lower), np.minimum(duals, 0), duals)
        return np.where(np.isposinf(self.rows.upper), np.maximum(duals, 0), duals)

    def _price(self, duals: Floats, best: Relaxation, *, smooth: bool) -> bool:
        if smooth and self._at(SMOOTHING * best.duals + (1 - SMOOTHING) * duals, best):
            return True
        return self._at(duals, best)

    def _at(self, duals: Floats, best: Relaxation) -> bool:
        prices = self.priced(duals)
        values, chosen, saturated = self.schedules.cheapest(self.alpha, prices)
        bound = lagrangian(self.statement, self.rows, duals, prices, values)
        if bound > best.bound:
            best.bound, best.duals, best.prices = bound, duals, prices
        grew = [self.add(service, schedule) for service, schedule in enumerate(chosen)]
        # Early duals ask for absurd loads: caps are raised only where nothing else is left to do.
        return any(grew) or bool(saturated.any() and self.schedules.widen(saturated))

    def _raised(self, result: mathopt.SolveResult) -> bool:
        if not self._artificial or max(result.variable_values(self._artificial)) < 1e-7:
            return False
        if self.penalty > 1e9:
            return False
        self.penalty *= 10
        self._penalise()
        return True


def _usable(result: mathopt.SolveResult) -> mathopt.SolveResult | None:
    both = result.has_primal_feasible_solution() and result.has_dual_feasible_solution()
    return result if both else None


def lagrangian(statement: Statement, rows: Rows, duals: Floats, prices: Floats, values: Floats) -> float:
    """Return the bound that ``duals`` give, less a margin for the rounding of its sums."""
    active = np.where(duals > 0, rows.lower, rows.upper)
    parts = np.where(duals != 0, duals * np.where(np.isfinite(active), active, 0.0), 0.0)
    auxiliary = np.minimum(prices[statement.pairs :], 0) * statement.uppers[statement.pairs :]
    total = parts.sum() + values.sum() + auxiliary.sum()
    size = np.abs(parts).max(initial=1.0) + np.abs(values).max(initial=1.0)
    return float(total - SAFETY * max(1.0, size))
