"""CP-SAT on the whole model: exact on small problems, and the improver where a proof does not come."""

from solver.bounds import lifted
from solver.cpsat import CpSat
from solver.model import Model
from solver.run import Run

LOADING = 4
"""CP-SAT takes about so many times as long to load a model as it took to state it."""


class Polisher:
    """CP-SAT, built when first needed, and kept for the tiers that follow."""

    def __init__(self, run: Run) -> None:
        """Remember the search; the model is composed by the first ``improve``."""
        self._run = run
        self._engine: CpSat | None = None
        self._model: Model | None = None
        self._kept: set[str] = set()

    def improve(self, name: str, best: float, bound: float, seconds: float) -> tuple[float, float]:
        """Return the best value and bound of a tier after at most ``seconds`` more."""
        run = self._run
        if self._engine is None and seconds < LOADING * run.building:
            return best, bound
        model, engine = self._ready()
        expression = model.tiers[name]
        state = [best, bound]

        def heard(value: float | None, lower: float | None) -> None:
            state[0] = state[0] if value is None else min(state[0], value)
            state[1] = state[1] if lower is None else max(state[1], lower)
            run.tell(name, state[0], min(state))

        hint = model.variables.complete(run.chosen)
        limit = None if seconds == float("inf") else seconds
        outcome = engine.minimise(expression, hint, limit, heard, run.stopped)
        if outcome.stopped:
            run.halt()
        if outcome.columns is not None:
            best = run.accept(name, outcome.columns, best)
            if outcome.proven and expression.exact:
                bound = best
        found = bound if outcome.bound is None else float(outcome.bound)
        return best, lifted(max(bound, found), best, 0.0)

    def _ready(self) -> tuple[Model, CpSat]:
        if self._engine is None or self._model is None:
            self._model = self._model or Model(self._run.problem)
            self._run.heed()
            self._engine = CpSat(self._model, self._run.seed % 2**31, self._run.workers, self._run.heed)
        for name, limit in self._run.limits.items():
            expression = self._model.tiers[name]
            if name not in self._kept and expression.terms:
                coefficients, columns = zip(*expression.terms, strict=True)
                self._engine.add(columns, coefficients, None, expression.at_most(limit))
            self._kept.add(name)
        return self._model, self._engine
