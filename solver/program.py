"""Integer programs in arrays, solved by HiGHS through MathOpt.

The messages are filled from arrays: building one takes milliseconds, where an expression for each row would
take longer than many of the solves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from ortools.math_opt import model_parameters_pb2, model_pb2, parameters_pb2, result_pb2

from solver.highs import HighsRun, make_ready
from solver.statement import Floats, Ints, Mask, Rows

POLL_SECONDS = 0.02
MOST_SECONDS = 120.0
"""What takes longer is better left to others."""
GRACE_SECONDS = 0.5
"""HiGHS looks at the clock seldom, in parts of its presolve not for a minute: so long it is waited for."""


@dataclass(frozen=True)
class Answer:
    """What one solve found.

    Attributes:
        values: of every column, or ``None``.
        bound: a lower bound on the objective; −∞ when there is none, ∞ when nothing is feasible.
        optimal: whether the values are, within the gap asked for.
        stopped: whether the caller's wish ended it, or the clock where HiGHS did not look at it.
    """

    values: Floats | None
    bound: float
    optimal: bool
    stopped: bool = False


@dataclass
class Program:
    """Columns and rows to be minimised; blocks are gathered, then handed over at once."""

    upper: list[Floats] = field(default_factory=list)
    integer: list[Mask] = field(default_factory=list)
    cost: list[Floats] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    sides: list[tuple[Floats, Floats]] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(self, upper: Floats, cost: Floats, *, integer: bool) -> int:
        """Add columns in [0, upper] and return the first one's number."""
        first = self.columns
        self.upper.append(upper)
        self.cost.append(cost)
        self.integer.append(np.full(len(upper), integer))
        self.columns += len(upper)
        return first

    def add_rows(self, row: Ints, column: Ints, coefficient: Floats, lower: Floats, upper: Floats) -> None:
        """Add rows, numbered from 0 in ``row``."""
        self.entries.append((row + self.rows, column, np.asarray(coefficient, float)))
        self.sides.append((np.asarray(lower, float), np.asarray(upper, float)))
        self.rows += len(lower)

    def add(self, rows: Rows, numbers: Ints) -> None:
        """Add rows of the model, whose columns have the ``numbers`` here; each is scaled to ±1 at most."""
        largest = np.zeros(len(rows))
        np.maximum.at(largest, rows.row, np.abs(rows.coefficient).astype(float))
        scale = np.where(largest > 1000, largest, 1.0)
        # Whole numbers: three tenths more let nothing else in, and spare the solver a razor's edge.
        slack = np.where(largest > 1000, 0.3, 0.0)
        self.add_rows(
            rows.row,
            numbers[rows.column],
            rows.coefficient / scale[rows.row],
            (rows.lower - slack) / scale,
            (rows.upper + slack) / scale,
        )

    def copy(self) -> "Program":
        """Return a program of the same columns and rows, to which others may be added."""
        return Program(
            list(self.upper),
            list(self.integer),
            list(self.cost),
            list(self.entries),
            list(self.sides),
            self.columns,
            self.rows,
        )

    def solve(
        self,
        *,
        seconds: float | None = None,
        hint: Floats | None = None,
        absolute_gap: float = 0.0,
        seed: int = 0,
        stop: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Minimise, at most for ``seconds``."""
        return race([self], seconds=seconds, hints=[hint], absolute_gap=absolute_gap, seed=seed, stop=stop)

    def relaxed(
        self, seconds: float, stop: Callable[[], bool] = lambda: False
    ) -> tuple[float, Floats] | None:
        """Return the bound of the linear relaxation and every column's reduced cost, or ``None``.

        Both are computed from the duals alone, and hold whatever the solver's tolerances are.
        """
        model = self.model()
        del model.variables.integers[:]
        model.variables.integers.extend([False] * self.columns)
        result = solved(model, seconds, stop)
        if result is None or not result.solutions or not result.solutions[0].HasField("dual_solution"):
            return None
        duals = np.zeros(self.rows)
        found = result.solutions[0].dual_solution.dual_values
        duals[np.array(found.ids, np.int64)] = np.array(found.values, float)
        lower, upper = (np.concatenate([*side, np.zeros(0)]) for side in zip(*self.sides, strict=True))
        duals = np.where(np.isneginf(lower), np.minimum(duals, 0), duals)
        duals = np.where(np.isposinf(upper), np.maximum(duals, 0), duals)
        row, column, coefficient = (np.concatenate(parts) for parts in zip(*self.entries, strict=True))
        reduced = np.concatenate(self.cost) - np.bincount(column, coefficient * duals[row], self.columns)
        sides = np.where(duals > 0, lower, np.where(duals < 0, upper, 0.0))
        bound = float((duals * sides).sum() + (np.minimum(reduced, 0) * np.concatenate(self.upper)).sum())
        return bound, reduced

    def model(self) -> model_pb2.ModelProto:
        """Return MathOpt's message."""
        model = model_pb2.ModelProto()
        upper = np.concatenate([*self.upper, np.zeros(0)])
        model.variables.ids.extend(range(self.columns))
        model.variables.lower_bounds.extend([0.0] * self.columns)
        model.variables.upper_bounds.extend(upper.tolist())
        model.variables.integers.extend(np.concatenate([*self.integer, np.zeros(0, bool)]).tolist())
        cost = np.concatenate([*self.cost, np.zeros(0)])
        priced = np.nonzero(cost)[0]
        model.objective.linear_coefficients.ids.extend(priced.tolist())
        model.objective.linear_coefficients.values.extend(cost[priced].tolist())
        model.linear_constraints.ids.extend(range(self.rows))
        for lower, above in self.sides:
            model.linear_constraints.lower_bounds.extend(lower.tolist())
            model.linear_constraints.upper_bounds.extend(above.tolist())
        if self.entries:
            row, column, coefficient = (np.concatenate(parts) for parts in zip(*self.entries, strict=True))
            order = np.lexsort((column, row))
            matrix = model.linear_constraint_matrix
            matrix.row_ids.extend(row[order].tolist())
            matrix.column_ids.extend(column[order].tolist())
            matrix.coefficients.extend(coefficient[order].tolist())
        return model


def race(
    programs: Sequence[Program],
    *,
    seconds: float | None = None,
    hints: Sequence[Floats | None] = (),
    absolute_gap: float = 0.0,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Minimise several statements of one program side by side, each in a thread, until one has proven it.

    Each has a ``hint`` of its own; the values returned are those of the statement that found the best.
    """
    parameters = _parameters(absolute_gap, seed)
    starts = [_start(hint) for hint in hints] or [_start(None)] * len(programs)
    models = [program.model() for program in programs]
    results, stopped = _raced(models, parameters, starts, np.inf if seconds is None else seconds, stop)
    answers = [None if result is None else answer_of(result) for result in results]
    found = [
        (float(np.concatenate([*program.cost, np.zeros(0)]) @ answer.values), number, answer.values)
        for number, (program, answer) in enumerate(zip(programs, answers, strict=True))
        if answer is not None and answer.values is not None
    ]
    known = [answer for answer in answers if answer is not None]
    return Answer(
        min(found)[2] if found else None,
        max((answer.bound for answer in known), default=-np.inf),
        optimal=any(answer.optimal for answer in known),
        stopped=stopped,
    )


def started(
    program: Program, *, seconds: float, hint: Floats | None, absolute_gap: float, seed: int
) -> HighsRun:
    """Let HiGHS begin with a program; ``answer_of`` reads what it says within ``seconds``."""
    parameters = _parameters(absolute_gap, seed)
    parameters.time_limit.FromNanoseconds(int(min(seconds, MOST_SECONDS) * 1e9))
    return HighsRun(program.model(), parameters, _start(hint))


def _parameters(absolute_gap: float, seed: int) -> parameters_pb2.SolveParametersProto:
    parameters = parameters_pb2.SolveParametersProto(relative_gap_tolerance=1e-6)
    parameters.absolute_gap_tolerance = max(absolute_gap, 1e-6)
    parameters.random_seed = seed % 2**31
    return parameters


def _start(hint: Floats | None) -> model_parameters_pb2.ModelSolveParametersProto:
    start = model_parameters_pb2.ModelSolveParametersProto()
    if hint is not None:
        guess = start.solution_hints.add().variable_values
        guess.ids.extend(range(len(hint)))
        guess.values.extend(hint.tolist())
    return start


def solved(
    model: model_pb2.ModelProto, seconds: float, stop: Callable[[], bool]
) -> result_pb2.SolveResultProto | None:
    """Return what HiGHS says of a model within ``seconds``, or ``None``."""
    start = model_parameters_pb2.ModelSolveParametersProto()
    (result,), _ = _raced([model], parameters_pb2.SolveParametersProto(), [start], seconds, stop)
    return result


def _raced(
    models: Sequence[model_pb2.ModelProto],
    parameters: parameters_pb2.SolveParametersProto,
    starts: Sequence[model_parameters_pb2.ModelSolveParametersProto],
    seconds: float,
    stop: Callable[[], bool],
) -> tuple[list[result_pb2.SolveResultProto | None], bool]:
    """Return what HiGHS says of each model, and whether the clock or the caller ended it.

    The first proof ends the others.
    """
    limit = max(0.01, min(seconds, MOST_SECONDS))
    parameters.time_limit.FromNanoseconds(int(limit * 1e9))
    ends = monotonic() + limit + min(GRACE_SECONDS, max(limit, 0.1))
    runs = [HighsRun(model, parameters, start) for model, start in zip(models, starts, strict=True)]
    stopped = proven = False
    try:
        while not stopped and not proven and not all(run.done.is_set() for run in runs):
            next(run for run in runs if not run.done.is_set()).done.wait(POLL_SECONDS)
            stopped = stop() or monotonic() > ends
            proven = any(run.result is not None and answer_of(run.result).optimal for run in runs)
    finally:
        for run in runs:
            run.end()
    if len(runs) > 1:
        make_ready(len(runs))
    return [run.result for run in runs], stopped


def answer_of(result: result_pb2.SolveResultProto) -> Answer:
    """Read what HiGHS says."""
    reason = result.termination.reason
    if reason in (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    ):
        return Answer(None, np.inf, optimal=True)
    values = None
    if result.solutions and result.solutions[0].HasField("primal_solution"):
        primal = result.solutions[0].primal_solution
        values = np.array(primal.variable_values.values, float)
        ids = np.array(primal.variable_values.ids, np.int64)
        full = np.zeros(int(ids.max(initial=-1)) + 1)
        full[ids] = values
        values = full
    bound = result.termination.objective_bounds.dual_bound
    optimal = reason == result_pb2.TERMINATION_REASON_OPTIMAL
    return Answer(values, bound if np.isfinite(bound) else -np.inf, optimal=optimal)
