"""What may still be part of a rota within a limit of unfairness, as a small integer program.

Under the duals of the relaxation every pair, and every load vector of a service, has a rise: by how much
the bound grows when it must be used (reduced cost fixing; Crowder, Johnson and Padberg 1983). What would
rise above the limit is left out: often nine tenths of the model. What remains is stated with one binary for
each load vector v of a service i,

    Σ_v y_iv = 1,   Σ_slots gain_q x_is = Σ_v v_q y_iv for each quantity q,   unfairness = Σ cost_iv y_iv,

whose linear relaxation is nearly as tight as that of whole schedules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.makeup import makeup
from solver.program import Answer, Program, race
from solver.reduced import Reduced
from solver.statement import Floats, Ints, Rows, Statement

MOST_MADE = 5_000
"""Up to so many load vectors it is said what they are made of."""


@dataclass(frozen=True)
class Face:
    """The columns and load vectors that remain.

    Attributes:
        uppers: of every column of the statement; 0 for what is left out.
        states: for each service its load vectors (quantity × state) and their unfairness, or ``None``
            while nothing is known of loads.
        limit: the greatest unfairness, or ``None``.
    """

    uppers: Ints
    states: list[tuple[Ints, Floats]] | None = None
    limit: float | None = None

    @property
    def vectors(self) -> int:
        """Number of load vectors."""
        return sum(len(cost) for _, cost in self.states or ())


def narrowed(face: Face, reduced: Reduced, rise: float, limit: float | None) -> Face:
    """Return what of ``face`` rises by at most ``rise``."""
    uppers = face.uppers.copy()
    uppers[: len(reduced.pair)][reduced.pair > rise] = 0
    states = [(load[:, above <= rise], cost[above <= rise]) for load, cost, above, _ in reduced.states]
    return Face(uppers, states, limit)


def saturated(reduced: Reduced, rise: float) -> np.typing.NDArray[np.bool_]:
    """Tell for each service whether a load vector that was cut off at its cap is within ``rise``."""
    return np.array([bool((over & (above <= rise)).any()) for _, _, above, over in reduced.states])


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
        self._pairs = int((self.kept < statement.pairs).sum())
        self.numbers = np.full(len(face.uppers), -1)
        self.numbers[self.kept] = np.arange(len(self.kept))
        own = np.zeros(len(self.kept)) if costs is None else costs[self.kept]
        self.program = Program()
        uppers = face.uppers[self.kept].astype(float)
        self.program.add_columns(uppers[: self._pairs], own[: self._pairs], integer=True)
        self.program.add_columns(uppers[self._pairs :], own[self._pairs :], integer=False)
        self.plain: Program | None = None
        self.hopeless = False
        for block in (statement.rests, *rows):
            within = block.within(face.uppers)
            present = np.bincount(within.row, minlength=len(within)) > 0
            self.hopeless |= bool(((within.lower > 0) & ~present).any())
            self.program.add(within, self.numbers)
        if face.states is not None:
            self._states(face.states, fair=costs is None)

    def _states(self, states: list[tuple[Ints, Floats]], *, fair: bool) -> None:
        program, statement = self.program, self.statement
        sizes = np.array([len(cost) for _, cost in states])
        self.hopeless |= bool((sizes == 0).any())
        if self.hopeless:
            return
        cost = np.concatenate([cost - cost.min() for _, cost in states])
        self.base = float(sum(cost.min() for _, cost in states))
        first = program.add_columns(np.ones(len(cost)), cost if fair else np.zeros(len(cost)), integer=True)
        count = len(states)
        owner = np.repeat(np.arange(count), sizes)
        numbers = first + np.arange(len(cost))
        ones = np.ones(count)
        program.add_rows(owner, numbers, np.ones(len(cost)), ones, ones)
        kept = self.kept[: self._pairs]
        gains = statement.loads.gain[:, statement.slot[kept]]
        for quantity in range(len(gains)):
            load = np.concatenate([vectors[quantity] for vectors, _ in states])
            used = gains[quantity] > 0
            program.add_rows(
                np.concatenate([statement.service[kept[used]], owner]),
                np.concatenate([self.numbers[kept[used]], numbers]),
                np.concatenate([gains[quantity][used], -load]),
                np.zeros(count),
                np.zeros(count),
            )
        if not fair and self.face.limit is not None and cost.any():
            room = self.face.limit - self.base
            size = max(1e-9, float(cost.max()))
            program.add_rows(
                np.zeros(len(cost), np.int64),
                numbers,
                cost / size,
                np.array([-np.inf]),
                np.array([(room + 1e-6 * max(1.0, abs(self.face.limit))) / size]),
            )
        if len(cost) <= MOST_MADE:
            self.plain = program.copy()
            self._makeup(states, gains, owner, numbers)

    def _makeup(self, states: list[tuple[Ints, Floats]], gains: Ints, owner: Ints, numbers: Ints) -> None:
        """Say how many duties, and how many of each kind, each load vector can be made of."""
        service = self.statement.service[self.kept[: self._pairs]]
        own = self.numbers[self.kept[: self._pairs]]
        kinds, kind = np.unique(gains, axis=1, return_inverse=True)
        loads = [tuple(load) for vectors, _ in states for load in vectors.T.tolist()]
        found = makeup([tuple(gain) for gain in kinds.T.tolist()], loads, self._heed)
        if found is None or not len(own):
            return
        count = len(states)
        row, column = np.concatenate([service, owner]), np.concatenate([own, numbers])
        ones, zeros, open_ = np.ones(len(own)), np.zeros(count), np.full(count, np.inf)
        self.program.add_rows(row, column, np.concatenate([ones, -found.most]), -open_, zeros)
        self.program.add_rows(row, column, np.concatenate([ones, -found.least]), zeros, open_)
        for number, most in enumerate(found.of_kind):
            alike = kind.reshape(-1) == number
            self.program.add_rows(
                np.concatenate([service[alike], owner]),
                np.concatenate([own[alike], numbers]),
                np.concatenate([np.ones(int(alike.sum())), -most]),
                -open_,
                zeros,
            )

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

        What loads are made of brings some proofs much sooner, and keeps others waiting for a first rota: with
        two workers HiGHS has the program both ways.
        """
        both = [self.program] if self.plain is None or workers < 2 else [self.program, self.plain]
        return race(
            both,
            seconds=None if np.isinf(seconds) else seconds,
            hint=self.hint(hint),
            absolute_gap=absolute_gap,
            seed=seed,
            stop=stop,
        )

    def hint(self, values: Ints) -> Floats | None:
        """Return the program's values for the statement's, or ``None`` when they lie outside the face."""
        statement = self.statement
        if (values > self.face.uppers).any():
            return None
        parts = [values[self.kept].astype(float)]
        if self.face.states is not None:
            chosen = np.nonzero(values[: statement.pairs])[0]
            loads = np.zeros((len(statement.loads.weight), len(self.face.states)), np.int64)
            np.add.at(loads.T, statement.service[chosen], statement.loads.gain[:, statement.slot[chosen]].T)
            for service, (vectors, _) in enumerate(self.face.states):
                same = (vectors == loads[:, [service]]).all(0)
                if not same.any():
                    return None
                parts.append(same.astype(float))
        return np.concatenate(parts)

    def chosen(self, values: Floats) -> tuple[int, ...]:
        """Return the Booleans that the program's values choose."""
        return tuple(int(column) for column in self.kept[: self._pairs][values[: self._pairs] > 0.5])
