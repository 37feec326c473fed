"""Faces of the fairness tier, from narrow to wide, until the optimum lies in one.

Let B be the relaxation's bound. The face of rise δ holds every rota of at most B + δ. A narrow face is a
small program, and often has the optimum; when it is searched through in vain the optimum is above B + δ. A
wide one takes longer, and finds rotas where the narrow one has none. Each is stated in two ways
(``face_program.py``). With two workers the lowest rung of the ladder and the next one are tried side by side;
what has had its time without an answer gives way to another statement, or to other random numbers.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from time import monotonic

import numpy as np

from solver.bounds import lifted, safe
from solver.columns import Relaxation
from solver.exchange import annealings, exchanged
from solver.face import narrowed, saturated
from solver.face_program import FaceProgram
from solver.highs import HighsRun
from solver.program import GRACE_SECONDS, answer_of, started
from solver.reduced import Reduced
from solver.rota import meets
from solver.run import Run
from solver.tiers import unfairness

NAME = unfairness.NAME
MOST_VECTORS = 30_000
FIRST = 2.5e-3
"""The lowest rung, as a part of the bound."""
WIDER = 4.0
"""From rung to rung."""
TURN = 0.5
"""Of the time that is left, for one try of the stricter statement."""
TRIES = 4
"""Of one statement of one rung."""
ENDING = 0.2
"""Seconds that an answer may take to come."""
POLL_SECONDS = 0.02
FAR = 0.01
"""Of its value: a rota that is so far from the bound is worked on beside HiGHS,"""
LATE = 0.1
"""but not before this part of the time, when most proofs have come,"""
LATEST_SECONDS = 5.0
"""or so many seconds;"""
STEPS = 16
"""so many times some steps before it is looked at."""


@dataclass(frozen=True)
class _Try:
    rung: int
    rise: float
    program: FaceProgram
    work: HighsRun
    ends: float


class Ladder:
    """Climbs from the relaxation's bound to a proof, or to the end of the time."""

    def __init__(
        self,
        run: Run,
        relaxation: Relaxation,
        rises: Callable[[float], Reduced],
        step: float,
        best: float,
        bound: float,
        seconds: float,
    ) -> None:
        """Start at the lowest rung."""
        self.run, self.base, self._rises, self.step = run, relaxation.bound, rises, step
        self.best, self.bound = best, bound
        self._first = max(FIRST * max(self.base, 0.1 * (best - bound)), 2 * step, 1e-6)
        self._seconds, self._ends = seconds, monotonic() + seconds
        self._late = monotonic() + min(LATE * seconds, LATEST_SECONDS)
        self._annealed = annealings(run, NAME, bound)
        self._found: tuple[int, ...] = ()
        self._lowest, self._highest = 0, 60
        self._faces: dict[int, tuple[float, FaceProgram]] = {}
        self._made: Counter[tuple[int, int]] = Counter()
        self._tries: list[_Try] = []

    def climb(self, stop: Callable[[], bool]) -> tuple[float, float]:
        """Return the best value and the bound."""
        try:
            while not meets(self.best, self.bound) and not stop() and self._filled():
                self._wait()
                for attempt in list(self._tries):
                    if monotonic() > attempt.ends + GRACE_SECONDS:
                        attempt.work.end()
                    if attempt.work.done.is_set() and attempt in self._tries:
                        self._tries.remove(attempt)
                        self._settle(attempt)
        finally:
            for attempt in self._tries:
                attempt.work.end()
        return self.best, self.bound

    def _wait(self) -> None:
        """Wait for HiGHS a moment; meanwhile exchange duties of a rota that is far from the bound.

        With one worker HiGHS is waited for alone: how far exchanges come would depend on its speed.
        """
        far = self.best - self.bound > FAR * max(1.0, abs(self.best))
        if self.run.workers > 1 and far and monotonic() > self._late:
            found = next(islice(self._annealed, STEPS - 1, None))
            if found != self._found:
                self._found, self.best = found, self.run.accept(NAME, found, self.best)
        else:
            waiting = next((t for t in self._tries if not t.work.done.is_set()), self._tries[0])
            waiting.work.done.wait(POLL_SECONDS)

    def _filled(self) -> bool:
        """Start what there is room for; return whether anything is at work."""
        while len(self._tries) < min(2, self.run.workers):
            while not self._stated(self._lowest) and self._lowest in self._faces:
                pass  # Nothing has room in the face: the next one is the lowest.
            lowest = self._lowest
            order = [(0, 0), (0, 1), (1, 0), (1, 1)]
            if self.run.workers == 1:
                order = order[:2]
            elif self._stated(lowest) and self._faces[lowest][1].by_pattern:
                order = [(0, 0), (1, 0), (0, 1), (1, 1)]
            choices = [(lowest + up, way) for up, way in order if self._stated(lowest + up)]
            choices = [choice for choice in choices if self._made[choice] < TRIES]
            if not choices or lowest != self._lowest or meets(self.best, self.bound):
                break
            self._start(*min(choices, key=lambda choice: self._made[choice]))
        return bool(self._tries)

    def _stated(self, rung: int) -> bool:
        """State the face of a rung; tell whether it can be tried."""
        while rung not in self._faces:
            rise = min(self._first * WIDER**rung, self.best - self.base)
            if rung > self._highest:
                return False
            if rise >= self.best - self.base:
                self._highest = rung
            found = self._rises(rise + 1e-7)
            face = narrowed(self.run.face, found, rise + 1e-7, None)
            if face.vectors > MOST_VECTORS or saturated(found, rise).any():
                self._highest = rung - 1
                return False
            program = FaceProgram(self.run.statement, face, self.run.rows, None, self.run.heed)
            self._faces[rung] = (rise, program)
            if program.hopeless:
                self._raise(rung, self.base + rise)
                return False
        return self._lowest <= rung <= self._highest

    def _start(self, rung: int, way: int) -> None:
        rise, program = self._faces[rung]
        beside = any(attempt.rung > rung for attempt in self._tries)
        seconds = max(self._ends - monotonic() - ENDING, ENDING) * (TURN if beside else 1.0)
        self._made[rung, way] += 1
        stated = program.ways[min(way, len(program.ways) - 1)]
        work = started(
            stated.program,
            seconds=seconds,
            hint=program.hint(stated, self.run.statement.values(self.run.chosen)),
            absolute_gap=max(0.9 * self.step, 2e-5 * max(1.0, self.base)),
            seed=self.run.seed + self._made[rung, way] - 1,
        )
        self._tries.append(_Try(rung, rise, program, work, monotonic() + seconds))

    def _settle(self, attempt: _Try) -> None:
        """Take over what a try found."""
        found = None if attempt.work.result is None else answer_of(attempt.work.result)
        if found is None:
            return
        before = self.best
        if found.values is not None:
            self.best = self.run.accept(NAME, attempt.program.chosen(found.values), self.best)
        beyond = self.base + attempt.rise
        known = beyond if np.isposinf(found.bound) else min(beyond, safe(found.bound + attempt.program.base))
        if found.optimal:
            self._raise(attempt.rung, known)
        elif np.isfinite(known):
            self._lift(known)
        if self.best < before and not meets(self.best, self.bound):
            self.best = exchanged(self.run, NAME, self.best, self.bound, 0.05 * self._seconds)
        self.run.tell(NAME, self.best, self.bound)

    def _raise(self, rung: int, known: float) -> None:
        """Leave a rung that is done, and those below."""
        self._lift(known)
        self._lowest = max(self._lowest, rung + 1)
        for attempt in [t for t in self._tries if t.rung <= rung]:
            attempt.work.end()
            self._tries.remove(attempt)

    def _lift(self, known: float) -> None:
        self.bound = max(self.bound, lifted(min(known, self.best), self.best, self.step))
