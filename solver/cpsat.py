"""CP-SAT on a ``Model``: the columns and rows once, then one expression after another to make small."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from solver.expression import Expression
from solver.model import Model
from solver.watching import watched

MOST_PRESOLVED = 2**36
"""Presolve is left out where a coefficient is larger: see ``minimise``."""


@dataclass(frozen=True)
class Outcome:
    """What one minimisation found.

    Attributes:
        columns: the chosen Boolean columns, or ``None`` when none was found in time.
        bound: a proven lower bound on the expression, in the tier's unit; ``None`` when there is none yet.
        proven: whether the solver proved the columns optimal.
        stopped: whether the caller cancelled.
    """

    columns: tuple[int, ...] | None
    bound: float | None
    proven: bool
    stopped: bool


class CpSat:
    """The model in CP-SAT; rows may be added between minimisations."""

    def __init__(
        self, model: Model, seed: int, workers: int, heed: Callable[[], None] = lambda: None
    ) -> None:
        """Hand over columns and rows; ``heed`` is called between them, and raises when it is time to stop."""
        self._booleans = len(model.variables.pairs)
        self._program = cp_model.CpModel()
        self._seed, self._workers = seed, workers
        self._largest = 0
        self._columns = [self._program.new_int_var(0, upper, "") for upper in model.variables.uppers]
        for number, row in enumerate(model.rows):
            if number % 100 == 0:
                heed()
            self.add(row.columns, row.coefficients, row.lower, row.upper)

    def add(
        self, columns: Sequence[int], coefficients: Sequence[int], lower: int | None, upper: int | None
    ) -> None:
        """Add the row ``lower ≤ Σ coefficients · columns ≤ upper``."""
        self._largest = max([self._largest, *(abs(coefficient) for coefficient in coefficients)])
        total = cp_model.LinearExpr.weighted_sum([self._columns[column] for column in columns], coefficients)
        least = cp_model.INT_MIN if lower is None else lower
        most = cp_model.INT_MAX if upper is None else upper
        self._program.add_linear_constraint(total, least, most)

    def minimise(
        self,
        expression: Expression,
        hint: Sequence[int],
        seconds: float | None,
        heard: Callable[[float | None, float | None], None],
        cancelled: Callable[[], bool],
    ) -> Outcome:
        """Make ``expression`` small within ``seconds``, from the column values of ``hint`` on.

        ``heard`` is told of every better value or bound (the other is ``None``), from the solver's own
        thread.
        """
        self._program.clear_hints()  # type: ignore[no-untyped-call]
        for column, value in zip(self._columns, hint, strict=True):
            self._program.add_hint(column, value)
        coefficients = [coefficient for coefficient, _ in expression.terms]
        columns = [self._columns[column] for _, column in expression.terms]
        self._program.minimize(cp_model.LinearExpr.weighted_sum(columns, coefficients))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        # Presolve of 9.15 may lose the optimum where coefficients are large (awkward shares, 2^40 and more).
        solver.parameters.keep_all_feasible_solutions_in_presolve = True
        largest = max([self._largest, *(abs(coefficient) for coefficient in coefficients)])
        solver.parameters.cp_model_presolve = largest <= MOST_PRESOLVED
        solver.parameters.catch_sigint_signal = False
        if seconds is not None:
            solver.parameters.max_time_in_seconds = seconds

        def unit(objective: float) -> float:
            return float((ceil(objective - 1e-6) + expression.constant) / expression.scale)

        solver.best_bound_callback = lambda bound: heard(None, unit(bound))
        statuses: list[object] = []
        callback = _Improvements(lambda objective: heard(unit(objective), None))
        stopped = watched(
            lambda: statuses.append(solver.solve(self._program, callback)), solver.stop_search, cancelled
        )
        found = bool(statuses) and statuses[0] in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if not found:
            return Outcome(None, None, proven=False, stopped=stopped)
        chosen = tuple(column for column in range(self._booleans) if solver.value(self._columns[column]))
        bound = unit(solver.best_objective_bound)
        return Outcome(chosen, bound, proven=statuses[0] == cp_model.OPTIMAL, stopped=stopped)


class _Improvements(cp_model.CpSolverSolutionCallback):
    def __init__(self, heard: Callable[[float], None]) -> None:
        super().__init__()
        self._heard = heard

    def on_solution_callback(self) -> None:
        self._heard(self.objective_value)
