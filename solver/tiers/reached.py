"""What languages and distance share: a linear expression for "one of these services is on duty"."""

from collections.abc import Sequence

from solver.variables import Variables


def reached(variables: Variables, slot: int, columns: Sequence[int]) -> Sequence[int]:
    """Return the columns whose sum tells whether one of ``columns`` of the slot at index ``slot`` is 1.

    Where one service is required, at most one is on duty, and the sum of the Booleans itself tells; else one
    auxiliary column of ``variables.cover`` does.
    """
    if not columns or variables.problem.slots[slot].required == 1:
        return columns
    return [variables.cover(columns)]
