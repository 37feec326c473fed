"""What may still be part of a rota within a limit of unfairness.

Under the duals of the relaxation every pair, and every load vector of a service, has a rise: by how much
the bound grows when it must be used (reduced cost fixing; Crowder, Johnson and Padberg 1983). What would
rise above the limit is left out: often nine tenths of the model. ``face_program.py`` states what remains.
"""

from dataclasses import dataclass

import numpy as np

from solver.reduced import Reduced
from solver.statement import Floats, Ints


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
