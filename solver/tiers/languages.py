"""Languages: the burden of the slots where a wanted language is spoken by nobody on duty.

Σ over slots and their ``languages`` of burden where nobody assigned speaks it. Tags match ignoring case.
"""

from solver.expression import Expression, expression
from solver.roster import Roster
from solver.tiers.reached import reached
from solver.variables import Variables

NAME = "languages"


def express(variables: Variables) -> Expression:
    """Return Σ burden − Σ burden × [somebody who speaks it is on duty]."""
    problem = variables.problem
    terms: list[tuple[int, int]] = []
    for index, slot in enumerate(problem.slots):
        for tag in slot.languages:
            speakers = [
                column
                for column, service in variables.of_slot[index]
                if tag.lower() in problem.services[service].tongues
            ]
            terms += [(-slot.burden, column) for column in reached(variables, index, speakers)]
    return expression(_added(terms), sum(slot.burden * len(slot.languages) for slot in problem.slots))


def value(roster: Roster) -> float:
    """Return the burden points of the languages that are missing."""
    return sum(
        slot.burden
        for slot in roster.problem.slots
        for tag in slot.languages
        if not any(tag.lower() in service.tongues for service in roster.of_slot.get(slot.id, ()))
    )


def _added(terms: list[tuple[int, int]]) -> list[tuple[int, int]]:
    sums: dict[int, int] = {}
    for coefficient, column in terms:
        sums[column] = sums.get(column, 0) + coefficient
    return [(coefficient, column) for column, coefficient in sums.items()]
