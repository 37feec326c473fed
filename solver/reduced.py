"""Reduced costs of pairs and load vectors under the duals of a relaxation by whole schedules."""

from dataclasses import dataclass

import numpy as np

from solver.schedules import Schedules
from solver.statement import Floats, Ints, Mask, Statement


@dataclass(frozen=True)
class Reduced:
    """How much the bound rises when a pair, or a vector of loads, must be used.

    Attributes:
        pair: of every Boolean; infinite where it is not laid out.
        states: for each service, its load vectors (quantity × state), their unfairness, the rise, and
            whether the vector is saturated.
    """

    pair: Floats
    states: list[tuple[Ints, Floats, Floats, Mask]]


def reduced(statement: Statement, schedules: Schedules, alpha: float, prices: Floats) -> Reduced:
    """Return the rises under the ``prices`` of a relaxation's duals."""
    pair = np.full(statement.pairs, np.inf)
    empty = np.zeros(0)
    states: list[tuple[Ints, Floats, Floats, Mask]] = [
        (np.zeros((0, 0), np.int64), empty, empty, np.zeros(0, bool))
    ] * schedules.count
    for group in schedules.groups:
        least, through, final = group.reduced(alpha, prices)
        laid = group.column >= 0
        pair[group.column[laid]] = (through - least[:, None])[laid]
        for row, service in enumerate(group.services):
            rise = final[row] - least[row]
            saturated = group.states.saturated & (not group.full)
            states[service] = (group.states.load, group.cost[row], rise, saturated)
    return Reduced(pair, states)
