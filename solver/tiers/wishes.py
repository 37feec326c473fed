"""Wishes: minus the points of the wishes that the duties meet.

−Σ over duties, and wishes of that service that overlap the duty, of points.
"""

from collections import defaultdict

from solver.expression import Expression, expression
from solver.problem import Problem, Slot, Wish
from solver.roster import Roster
from solver.variables import Variables

NAME = "wishes"


def express(variables: Variables) -> Expression:
    """Return −Σ points × x over pairs with overlapping wishes."""
    problem = variables.problem
    wishes = _by_service(problem)
    terms = (
        (-_points(wishes[problem.services[service].id], problem.slots[slot]), column)
        for column, (service, slot) in enumerate(variables.pairs)
        if problem.services[service].id in wishes
    )
    return expression(terms, 0)


def value(roster: Roster) -> float:
    """Return minus the points."""
    wishes = _by_service(roster.problem)
    return -sum(_points(wishes.get(service.id, []), slot) for service, slot in roster.duties)


def _by_service(problem: Problem) -> dict[str, list[Wish]]:
    wishes: dict[str, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        wishes[wish.service].append(wish)
    return dict(wishes)


def _points(wishes: list[Wish], slot: Slot) -> int:
    return sum(wish.points for wish in wishes if wish.overlaps(slot))
