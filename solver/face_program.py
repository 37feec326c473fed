"""The integer program of a face, in one or two statements.

With one binary for each load vector v of a service i,

    Σ_v y_iv = 1,   Σ_slots gain_q x_is = Σ_v v_q y_iv for each quantity q,   unfairness = Σ cost_iv y_iv,

or, more tightly, with one for each pattern p, that counts the duties of each kind k,

    Σ_p y_ip = 1,   Σ_{slots of k} x_is = Σ_p p_k y_ip for each kind k,       unfairness = Σ cost_ip y_ip .

Where there are too many patterns, rows on load vectors say how many duties they are made of (``makeup.py``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.face import Face
from solver.makeup import makeup
from solver.patterns import patterns
from solver.program import Answer, Program, race
from solver.statement import Floats, Ints, Rows, Statement

MOST_PATTERNS = 12_000
"""Up to so many patterns they are stated,"""
FOR_EACH = 8
"""and up to so many for each load vector: more make the program larger than they make it tighter."""
MOST_MADE = 5_000
"""Up to so many load vectors it is said what they are made of."""


@dataclass(frozen=True)
class Way:
    """One statement: its program, and what the binaries beyond the pairs stand for.

    Attributes:
        program: the columns that are kept, then one for each vector or pattern.
        gain: what a slot adds to each quantity or kind.
        content: what each binary holds of them.
        owner: the service of each binary.
    """

    program: Program
    gain: Ints
    content: Ints
    owner: Ints


class FaceProgram:
    """The integer program of a face, under rows of the model."""

    def __init__(
        self,
        statement: Statement,
        face: Face,
        rows: Sequence[Rows],
        costs: Floats | None,
        heed: Callable[[], None],
    ) -> None:
        """State it; ``costs`` of the columns, or ``None`` to minimise the unfairness."""
        self.statement, self.face, self._heed = statement, face, heed
        self.kept = np.nonzero(face.uppers > 0)[0]
        self.pairs = int((self.kept < statement.pairs).sum())
        self._numbers = np.full(len(face.uppers), -1)
        self._numbers[self.kept] = np.arange(len(self.kept))
        own = np.zeros(len(self.kept)) if costs is None else costs[self.kept]
        program = Program()
        uppers = face.uppers[self.kept].astype(float)
        program.add_columns(uppers[: self.pairs], own[: self.pairs], integer=True)
        program.add_columns(uppers[self.pairs :], own[self.pairs :], integer=False)
        self.base, self.hopeless, self.by_pattern = 0.0, False, False
        for block in (statement.rests, *rows):
            within = block.within(face.uppers)
            present = np.bincount(within.row, minlength=len(within)) > 0
            self.hopeless |= bool(((within.lower > 0) & ~present).any())
            program.add(within, self._numbers)
        self.hopeless |= any(len(cost) == 0 for _, cost in face.states or ())
        none = np.zeros((0, 0), np.int64)
        self.ways = (
            [Way(program, none, none, none.reshape(-1))] if face.states is None or self.hopeless else []
        )
        if not self.ways and face.states is not None:
            self.base = float(sum(cost.min() for _, cost in face.states))
            loads, kinds = self._by_load(face.states), self._by_kind(face.states)
            self.ways = [self._way(program.copy(), *loads, fair=costs is None)]
            if kinds is not None:
                self.ways.insert(0, self._way(program.copy(), *kinds, fair=costs is None))
            elif len(loads[3]) <= MOST_MADE:
                self.ways.insert(0, self._made(self.ways[0]))
            self.by_pattern = kinds is not None

    @property
    def program(self) -> Program:
        """The tightest statement."""
        return self.ways[0].program

    def _by_load(self, states: list[tuple[Ints, Floats]]) -> tuple[Ints, Ints, Ints, Floats]:
        sizes = [len(cost) for _, cost in states]
        content = np.concatenate([vectors for vectors, _ in states], axis=1)
        costs = np.concatenate([cost - cost.min() for _, cost in states])
        return self.statement.loads.gain, content, np.repeat(np.arange(len(states)), sizes), costs

    def _by_kind(self, states: list[tuple[Ints, Floats]]) -> tuple[Ints, Ints, Ints, Floats] | None:
        gain, loads, owner, costs = self._by_load(states)
        kinds, kind = np.unique(gain, axis=1, return_inverse=True)
        kind = kind.reshape(-1)
        weighing = np.nonzero(kinds.any(0))[0]
        if not len(weighing):
            return None
        found = patterns(
            [tuple(kinds[:, number].tolist()) for number in weighing],
            [tuple(load) for load in loads.T.tolist()],
            min(MOST_PATTERNS, 4 * FOR_EACH * loads.shape[1]),
            self._heed,
        )
        if found is None:
            return None
        most = self._most_of_kinds(kind, weighing)
        source = np.repeat(np.arange(len(found)), [len(one) for one in found])
        content = np.array([counts for one in found for counts in one], np.int64).reshape(-1, len(weighing)).T
        fits = (content <= most[owner[source]].T).all(0)
        if fits.sum() > FOR_EACH * loads.shape[1]:
            return None
        content, source = content[:, fits], source[fits]
        return (kind == weighing[:, None]).astype(np.int64), content, owner[source], costs[source]

    def _most_of_kinds(self, kind: Ints, weighing: Ints) -> Ints:
        """Return how many duties of each kind a service can take at most, by rest: service × kind."""
        statement = self.statement
        most = np.zeros((len(statement.rest), len(weighing)), np.int64)
        pairs = self.kept[: self.pairs]
        slots = statement.slot[pairs]
        order = np.argsort(statement.closes[slots], kind="stable")
        free: dict[tuple[int, int], int] = {}
        number = np.full(int(kind.max(initial=0)) + 1, -1)
        number[weighing] = np.arange(len(weighing))
        # The one that ends first leaves the most room for those after it.
        for pair, slot in zip(pairs[order].tolist(), slots[order].tolist(), strict=True):
            service, of = int(statement.service[pair]), int(number[kind[slot]])
            if of >= 0 and statement.opens[slot] >= free.get((service, of), -(2**62)):
                most[service, of] += 1
                free[service, of] = int(statement.closes[slot] + statement.rest[service])
        return most

    def _way(
        self, program: Program, gain: Ints, content: Ints, owner: Ints, costs: Floats, *, fair: bool
    ) -> Way:
        count = len(self.face.states or ())
        first = program.add_columns(
            np.ones(len(costs)), costs if fair else np.zeros(len(costs)), integer=True
        )
        numbers, one, zero = first + np.arange(len(costs)), np.ones(count), np.zeros(count)
        program.add_rows(owner, numbers, np.ones(len(costs)), one, one)
        pairs = self.kept[: self.pairs]
        service, gains = self.statement.service[pairs], gain[:, self.statement.slot[pairs]]
        for part, held in zip(gains, content, strict=True):
            used, holding = part > 0, held > 0
            program.add_rows(
                np.concatenate([service[used], owner[holding]]),
                np.concatenate([self._numbers[pairs[used]], numbers[holding]]),
                np.concatenate([part[used], -held[holding]]),
                zero,
                zero,
            )
        if not fair and self.face.limit is not None and costs.any():
            room, size = self.face.limit - self.base, max(1e-9, float(costs.max()))
            program.add_rows(
                np.zeros(len(costs), np.int64),
                numbers,
                costs / size,
                np.array([-np.inf]),
                np.array([(room + 1e-6 * max(1.0, abs(self.face.limit))) / size]),
            )
        return Way(program, gain, content, owner)

    def _made(self, way: Way) -> Way:
        """Say how many duties, and how many of each kind, each load vector can be made of."""
        pairs, count = self.kept[: self.pairs], len(self.face.states or ())
        service, own = self.statement.service[pairs], self._numbers[pairs]
        kinds, kind = np.unique(way.gain[:, self.statement.slot[pairs]], axis=1, return_inverse=True)
        loads = [tuple(load) for load in way.content.T.tolist()]
        found = makeup([tuple(gain) for gain in kinds.T.tolist()], loads, self._heed)
        if found is None or not len(own):
            return way
        program = way.program.copy()
        numbers = program.columns - len(way.owner) + np.arange(len(way.owner))
        row, column = np.concatenate([service, way.owner]), np.concatenate([own, numbers])
        ones, zeros, open_ = np.ones(len(own)), np.zeros(count), np.full(count, np.inf)
        program.add_rows(row, column, np.concatenate([ones, -found.most]), -open_, zeros)
        program.add_rows(row, column, np.concatenate([ones, -found.least]), zeros, open_)
        for number, most in enumerate(found.of_kind):
            alike = kind.reshape(-1) == number
            program.add_rows(
                np.concatenate([service[alike], way.owner]),
                np.concatenate([own[alike], numbers]),
                np.concatenate([np.ones(int(alike.sum())), -most]),
                -open_,
                zeros,
            )
        return Way(program, way.gain, way.content, way.owner)

    def solve(
        self,
        *,
        seconds: float,
        hint: Ints,
        absolute_gap: float,
        seed: int,
        workers: int,
        stop: Callable[[], bool],
    ) -> Answer:
        """Minimise from the statement's values in ``hint`` on, for at most ``seconds``.

        Patterns bring most proofs sooner, but make large programs larger: with two workers HiGHS has both.
        """
        ways = self.ways[: max(1, workers)]
        return race(
            [way.program for way in ways],
            seconds=None if np.isinf(seconds) else seconds,
            hints=[self.hint(way, hint) for way in ways],
            absolute_gap=absolute_gap,
            seed=seed,
            stop=stop,
        )

    def hint(self, way: Way, values: Ints) -> Floats | None:
        """Return a statement's values for the model's, or ``None`` when they lie outside the face."""
        if (values > self.face.uppers).any():
            return None
        own = values[self.kept].astype(float)
        if self.face.states is None:
            return own
        chosen = np.nonzero(values[: self.statement.pairs])[0]
        held = np.zeros((len(self.statement.rest), len(way.gain)), np.int64)
        np.add.at(held, self.statement.service[chosen], way.gain[:, self.statement.slot[chosen]].T)
        same = (way.content == held[way.owner].T).all(0)
        if not np.array_equal(np.unique(way.owner[same]), np.unique(way.owner)):
            return None
        return np.concatenate([own, same.astype(float)])

    def chosen(self, values: Floats) -> tuple[int, ...]:
        """Return the Booleans that the values of any statement choose."""
        return tuple(int(column) for column in self.kept[: self.pairs][values[: self.pairs] > 0.5])
