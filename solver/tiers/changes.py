"""Changes: the places of the published rota (``base``) that this rota no longer has.

A place whose slot or service is gone from the problem counts too. Without ``base`` the value is 0.
"""

from solver.expression import Expression, expression
from solver.roster import Roster
from solver.variables import Variables

NAME = "changes"


def express(variables: Variables) -> Expression:
    """Return |base| − Σ x over the places of ``base`` that can still be kept."""
    problem = variables.problem
    base = problem.base or ()
    pairs = ((problem.service_index.get(p.service, -1), problem.slot_index.get(p.slot, -1)) for p in base)
    columns = (variables.column_of.get(pair) for pair in pairs)
    return expression(((-1, column) for column in columns if column is not None), len(base))


def value(roster: Roster) -> float:
    """Return the number of lost places."""
    kept = {(service.id, slot.id) for service, slot in roster.duties}
    return sum((place.service, place.slot) not in kept for place in roster.problem.base or ())
