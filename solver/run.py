"""One search under way: the best rota so far, the limits that bind it, the clock, and who wants to hear."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from solver.face import Face
from solver.problem import Problem
from solver.roster import Roster
from solver.rota import Progress
from solver.statement import Floats, Ints, Rows, Statement
from solver.tiers import TIERS, uncovered, unfairness

TOLERANCE = 1e-9


class OutOfTimeError(Exception):
    """The time is over, or the caller has cancelled: what is known so far is what there is."""


class Run:
    """What the tiers share.

    Attributes:
        turn_ends: when what is being done now has to be left alone, by ``time.monotonic``.
        building: seconds that stating the problem took.
        statement: the problem in arrays.
        chosen: the Booleans of the best rota so far; it keeps every rule and limit.
        face: what may still be used, under the limits so far.
        limits: of the tiers done, by name.
        bounds: the best one told of each tier, by name.
        rows: the rows of those limits, and of coverage, in the linear model.
        limit_rows: those of the limits alone.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        time_limit: float | None,
        seed: int,
        workers: int,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        """Start the clock and state the problem."""
        self.started = time.monotonic()
        self.deadline = None if time_limit is None else self.started + time_limit
        self.seed, self.workers = seed, workers
        self._on_progress, self._cancelled = on_progress, cancelled
        self.turn_ends = np.inf
        self._stopped = False
        self.problem = problem
        self.statement = Statement(problem)
        self.building = time.monotonic() - self.started
        self.chosen: tuple[int, ...] = ()
        self.face = Face(self.statement.uppers)
        self.limits: dict[str, float] = {}
        self.bounds: dict[str, float] = {}
        self._coverage = self.statement.covered(np.inf)
        self.limit_rows: list[Rows] = []

    @property
    def rows(self) -> list[Rows]:
        """The rows of the rules but rest, of coverage, and of the limits so far."""
        return [self.statement.rules, self._coverage, *self.limit_rows]

    @property
    def coverage(self) -> Rows:
        """The rows of coverage, one for each slot."""
        return self._coverage

    @property
    def full(self) -> bool:
        """Whether every place must be filled."""
        return bool(np.all(self._coverage.lower >= self.statement.required))

    def full_by(self, name: str) -> bool:
        """Tell whether the rows of coverage alone say the limit of this tier."""
        return name == uncovered.NAME and self.full

    def elapsed(self) -> float:
        """Return seconds since the start."""
        return time.monotonic() - self.started

    def left(self) -> float:
        """Return the seconds that are left; infinite without a limit."""
        return np.inf if self.deadline is None else self.deadline - time.monotonic()

    def halt(self) -> None:
        """Remember that the caller wants the best rota now."""
        self._stopped = True

    def stopped(self) -> bool:
        """Tell whether the caller cancelled."""
        if not self._stopped and self._cancelled is not None and self._cancelled():
            self._stopped = True
        return self._stopped

    def heed(self) -> None:
        """Look at the clock and ask the caller, in the middle of something that takes long.

        Raises:
            OutOfTimeError: it is time to return.
        """
        if self.left() <= 0 or time.monotonic() >= self.turn_ends or self.stopped():
            raise OutOfTimeError

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Do something for ``seconds`` at most: then, or when the run is over, ``heed`` ends it here."""
        self.turn_ends = time.monotonic() + seconds
        try:
            yield
        except OutOfTimeError:
            return
        finally:
            self.turn_ends = np.inf

    def until(self, seconds: float) -> Callable[[], bool]:
        """Return a question: is it time to stop, ``seconds`` from now at the latest?"""
        end = time.monotonic() + min(seconds, self.left())
        return lambda: time.monotonic() >= end or self.stopped()

    def tell(self, tier: str, value: float, bound: float) -> None:
        """Report progress, and remember the bound."""
        self.bounds[tier] = max(bound, self.bounds.get(tier, -np.inf))
        if self._on_progress is not None:
            self._on_progress(Progress(tier, value, min(value, bound), self.elapsed()))

    def roster(self, chosen: Sequence[int]) -> Roster:
        """Return the roster of chosen Booleans."""
        return Roster(self.problem, self.statement.assignments(chosen))

    def value(self, name: str, chosen: Sequence[int] | None = None) -> float:
        """Return a tier's exact value, of the best rota when none is given."""
        return TIERS[name].value(self.roster(self.chosen if chosen is None else chosen))

    def accept(self, name: str, chosen: Sequence[int], best: float) -> float:
        """Take a rota over when it keeps every rule and limit and is better; return the best value."""
        if not self.statement.feasible(chosen):
            return best
        roster = self.roster(chosen)
        for tier, limit in self.limits.items():
            if TIERS[tier].value(roster) > limit + TOLERANCE * max(1.0, abs(limit)) / 2:
                return best
        value = TIERS[name].value(roster)
        if value >= best:
            return best
        self.chosen = tuple(sorted(chosen))
        return value

    def prices(self) -> Floats:
        """Return what the tiers kept so far would have every pair cost, and ∞ for a pair that is left out."""
        pairs = self.statement.pairs
        prices = np.where(self.face.uppers[:pairs] > 0, 0.0, np.inf)
        for name in self.limits:
            expression = self.statement.tiers.get(name)
            if expression is not None and name != uncovered.NAME and expression.terms:
                terms = np.array(expression.terms, float)
                own = terms[:, 1] < pairs
                largest = np.abs(terms[:, 0]).max()
                prices[terms[own, 1].astype(np.int64)] += terms[own, 0] / largest
        return prices

    def leave_out(self, never: Ints, always: Ints) -> None:
        """Leave out pairs that are in no rota within the limits, and what clashes with those in every one."""
        statement = self.statement
        uppers = self.face.uppers.copy()
        uppers[never] = 0
        ones = np.zeros(len(uppers), np.int64)
        ones[always] = 1
        for rows in (statement.rests, statement.places, statement.rules):
            room = rows.upper - rows.activity(ones)
            clashing = (rows.coefficient > room[rows.row]) & (ones[rows.column] == 0)
            clashing &= rows.column < statement.pairs
            uppers[rows.column[clashing]] = 0
        self.face = replace(self.face, uppers=uppers)
        # Where the slot's coverage alone forces them, a further row would only blur the duals.
        choice = np.bincount(statement.slot, uppers[: statement.pairs], len(statement.required))
        always = always[choice[statement.slot[always]] > self._coverage.lower[statement.slot[always]]]
        if len(always):
            count = len(always)
            one = np.ones(count)
            self.limit_rows.append(Rows(np.arange(count), always, np.ones(count, np.int64), one, one))

    def keep(self, name: str, limit: float) -> None:
        """Hold a tier to its limit from now on."""
        self.limits[name] = limit
        if name == uncovered.NAME:
            self._coverage = self.statement.covered(limit)
            if limit + TOLERANCE < self.statement.burden.min(initial=1):
                return
        if name != unfairness.NAME and self.statement.tiers[name].terms:
            self.limit_rows.append(self.statement.limit(name, limit))
