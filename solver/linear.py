"""A linear tier: one integer program over what earlier tiers left."""

import numpy as np

from solver.bounds import expression_step, lifted, safe
from solver.face_program import FaceProgram
from solver.rota import meets
from solver.run import Run

LARGE = 20_000
"""From so many columns on the relaxation is solved on its own first."""


def _program(run: Run, name: str) -> tuple[FaceProgram, float, float]:
    """Return the program of a linear tier, what its costs were divided by, and the constant."""
    statement, expression = run.statement, run.statement.tiers[name]
    costs = np.zeros(len(statement.uppers))
    scale = float(expression.scale)
    for coefficient, column in expression.terms:
        costs[column] += coefficient / scale
    size = max(1.0, float(np.abs(costs).max(initial=0.0)) / 100)
    program = FaceProgram(statement, run.face, run.rows, costs / size, run.heed)
    return program, size, float(expression.constant) / scale


def improve(run: Run, name: str, best: float, bound: float, seconds: float) -> tuple[float, float]:
    """Return the best value and bound of a linear tier after at most ``seconds``."""
    ends = run.elapsed() + seconds
    program, size, constant = _program(run, name)
    if program.hopeless:
        return best, bound
    step = expression_step(run.statement.tiers[name])

    def known(lower: float) -> float:
        found = safe(lower * size + constant, abs(constant) * 0.01)
        return max(bound, lifted(found, best, step, abs(constant) * 0.01))

    if program.program.columns > LARGE:
        # The relaxation takes a moment; the first bound of the integer program may not come in time.
        relaxed = program.program.relaxed(seconds, run.stopped)
        bound = bound if relaxed is None else known(relaxed[0])
        run.tell(name, best, bound)
        if meets(best, bound):
            return best, min(best, bound)
    run.heed()
    answer = program.solve(
        seconds=ends - run.elapsed(),
        hint=run.statement.values(run.chosen),
        absolute_gap=0.9 * step / size,
        seed=run.seed,
        workers=run.workers,
        stop=run.stopped,
    )
    if answer.values is not None:
        best = run.accept(name, program.chosen(answer.values), best)
    if np.isfinite(answer.bound):
        bound = known(answer.bound)
    return best, min(best, bound)


def fix(run: Run, name: str, limit: float, seconds: float) -> None:
    """Leave out the pairs that no rota within the ``limit`` of a linear tier uses, by reduced costs.

    A pair whose use would raise the bound above the limit is out; one whose absence would is in.
    """
    program, size, constant = _program(run, name)
    relaxed = None if program.hopeless else program.program.relaxed(seconds, run.stopped)
    if relaxed is None:
        return
    bound, reduced = relaxed
    room = (limit - constant) / size - bound
    room += 1e-6 * max(1.0, abs(bound), abs(constant) / size * 0.01)
    own = program.kept[program.kept < run.statement.pairs]
    reduced = reduced[: len(own)]
    run.leave_out(own[reduced > room], own[-reduced > room])
