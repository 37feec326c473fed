"""A linear tier: one integer program over what earlier tiers left."""

import numpy as np

from solver.bounds import expression_step, lifted, safe
from solver.face import FaceProgram
from solver.run import Run


def improve(run: Run, name: str, best: float, bound: float, seconds: float) -> tuple[float, float]:
    """Return the best value and bound of a linear tier after at most ``seconds``."""
    statement, expression = run.statement, run.statement.tiers[name]
    costs = np.zeros(len(statement.uppers))
    scale = float(expression.scale)
    for coefficient, column in expression.terms:
        costs[column] += coefficient / scale
    size = max(1.0, float(np.abs(costs).max(initial=0.0)) / 100)
    program = FaceProgram(statement, run.face, run.rows, costs / size)
    if program.hopeless:
        return best, bound
    constant = float(expression.constant) / scale
    step = expression_step(expression)
    answer = program.program.solve(
        seconds=None if np.isinf(seconds) else seconds,
        hint=program.hint(statement.values(run.chosen)),
        absolute_gap=0.9 * step / size if len(expression.terms) else 0.0,
        seed=run.seed,
        stop=run.stopped,
    )
    if answer.values is not None:
        best = run.accept(name, program.chosen(answer.values), best)
    if np.isfinite(answer.bound):
        found = safe(answer.bound * size + constant, abs(constant) * 0.01)
        bound = max(bound, lifted(found, best, step, abs(constant) * 0.01))
    return best, min(best, bound)
