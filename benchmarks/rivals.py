"""What the engine is measured against: a round robin, the greedy rule, and a plain model for HiGHS."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

from ortools.math_opt.python import mathopt

import solver
from solver.model import Model
from solver.problem import Problem, Service, Slot
from solver.rota import Assignment

Choice = Callable[[Service, Slot], float]


@dataclass(frozen=True)
class Result:
    """A rival's rota in figures; ``bound`` is of the fairness tier, where the rival has one."""

    name: str
    values: dict[str, float]
    seconds: float
    bound: float | None = None


class _Desk:
    """Fills slot after slot by one rule, never breaking a hard rule (checked pair by pair)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        model = Model(problem)
        self.variables = model.variables
        self.rows_of_column: dict[int, list[int]] = defaultdict(list)
        self.rows = [row for name, rows in model.rows_of.items() if name != "pins" for row in rows]
        for number, row in enumerate(self.rows):
            for column in row.columns:
                self.rows_of_column[column].append(number)
        self.coefficient = [dict(zip(row.columns, row.coefficients, strict=True)) for row in self.rows]
        self.room = [row.upper for row in self.rows]

    def fits(self, column: int) -> bool:
        return all(
            self.room[row] is None or self.coefficient[row][column] <= self.room[row]
            for row in self.rows_of_column[column]
        )

    def take(self, column: int) -> None:
        for row in self.rows_of_column[column]:
            room = self.room[row]
            if room is not None:
                self.room[row] = room - self.coefficient[row][column]


def _filled(
    problem: Problem, rank: Callable[[dict[str, list[Slot]], Service, Slot], float]
) -> list[Assignment]:
    desk, duties, found = _Desk(problem), defaultdict[str, list[Slot]](list), []
    for index in sorted(range(len(problem.slots)), key=lambda i: problem.slots[i].opens):
        slot = problem.slots[index]
        for _ in range(slot.required):
            free = [
                (rank(duties, problem.services[service], slot), service, column)
                for column, service in desk.variables.of_slot[index]
                if desk.fits(column) and slot not in duties[problem.services[service].id]
            ]
            if not free:
                break
            _, service, column = min(free)
            desk.take(column)
            duties[problem.services[service].id].append(slot)
            found.append(Assignment(slot.id, problem.services[service].id))
    return found


def round_robin(problem: Problem) -> Result:
    """The longest off duty serves next."""

    def rank(duties: dict[str, list[Slot]], service: Service, slot: Slot) -> float:
        return float(duties[service.id][-1].closes) if duties[service.id] else 0.0

    return _timed("round robin", problem, lambda: _filled(problem, rank))


def least_loaded(problem: Problem) -> Result:
    """The one with the least burden for its share, carried ones counted, serves next."""

    def rank(duties: dict[str, list[Slot]], service: Service, slot: Slot) -> float:
        load = dict(service.carried).get("burden", 0) + sum(duty.burden for duty in duties[service.id])
        return load / service.share

    return _timed("greedy", problem, lambda: _filled(problem, rank))


def _timed(name: str, problem: Problem, made: Callable[[], list[Assignment]]) -> Result:
    started = perf_counter()
    assignments = made()
    return Result(name, solver.values(problem, assignments), perf_counter() - started)


def plain_highs(problem: Problem, covered: float, seconds: float) -> Result:
    """The fairness tier alone in one model with unit load steps, ``uncovered`` held to ``covered``."""
    started = perf_counter()
    model = Model(problem)
    program = mathopt.Model()
    booleans = len(model.variables.pairs)
    columns = [
        program.add_variable(lb=0, ub=upper, is_integer=number < booleans)
        for number, upper in enumerate(model.variables.uppers)
    ]
    for row in model.rows:
        total = mathopt.fast_sum([c * columns[k] for k, c in zip(row.columns, row.coefficients, strict=True)])
        if row.lower is not None:
            program.add_linear_constraint(total >= float(row.lower))
        if row.upper is not None:
            program.add_linear_constraint(total <= float(row.upper))
    first, fair = model.tiers["uncovered"], model.tiers["unfairness"]
    if first.terms:
        room = float(first.at_most(covered))
        program.add_linear_constraint(mathopt.fast_sum([c * columns[k] for c, k in first.terms]) <= room)
    scale = float(fair.scale)
    program.minimize(mathopt.fast_sum([float(c) / scale * columns[k] for c, k in fair.terms]))
    left = max(1.0, seconds - (perf_counter() - started))
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=left), relative_gap_tolerance=1e-4)
    answer = mathopt.solve(program, mathopt.SolverType.HIGHS, params=parameters)
    bound = answer.termination.objective_bounds.dual_bound + float(fair.constant) / scale
    values: dict[str, float] = {}
    if answer.has_primal_feasible_solution():
        chosen = tuple(k for k in range(booleans) if answer.variable_values(columns[k]) > 0.5)
        values = solver.values(problem, model.assignments(chosen))
    return Result("plain HiGHS", values, perf_counter() - started, bound)
