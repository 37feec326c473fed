"""Uncovered: the burden of the places that nobody fills.

Σ over slots of burden × (required − services assigned).
"""

from solver.expression import Expression, expression
from solver.roster import Roster
from solver.variables import Variables

NAME = "uncovered"


def express(variables: Variables) -> Expression:
    """Return Σ burden × required − Σ burden × x."""
    slots = variables.problem.slots
    terms = ((-slots[slot].burden, column) for column, (_, slot) in enumerate(variables.pairs))
    return expression(terms, sum(slot.burden * slot.required for slot in slots))


def value(roster: Roster) -> float:
    """Return the burden points of the open places."""
    slots, of_slot = roster.problem.slots, roster.of_slot
    return sum(slot.burden * (slot.required - len(of_slot.get(slot.id, ()))) for slot in slots)
