"""Distance: the people far from everybody on duty.

Σ over slots of a line in ``reach``, and areas, of population where no assigned service is within ``km``
(great circle, Earth radius 6371.0088 km). A service without coordinates reaches nobody.
"""

from collections import defaultdict
from fractions import Fraction
from functools import lru_cache

from solver.distances import Position, within
from solver.expression import Expression, exact, expression, whole_or_exact
from solver.problem import Problem
from solver.roster import Roster
from solver.tiers.reached import reached
from solver.variables import Variables

NAME = "distance"


def express(variables: Variables) -> Expression:
    """Return Σ population − Σ population × [a service within reach is on duty].

    Areas that the same services of a slot reach are one: their populations are added.
    """
    problem = variables.problem
    reachable = {item.line: _reachable(problem, item.km) for item in problem.reach}
    everybody = sum(whole_or_exact(area.population) for area in problem.areas)
    constant: int | Fraction = 0
    sums: defaultdict[int, int | Fraction] = defaultdict(int)
    for index, slot in enumerate(problem.slots):
        if slot.line not in reachable:
            continue
        constant += everybody
        for columns, population in _together(variables, index, reachable[slot.line]).items():
            for column in reached(variables, index, columns):
                sums[column] -= population
    return expression(((population, column) for column, population in sums.items()), constant)


def value(roster: Roster) -> float:
    """Return the people out of reach, summed over slots."""
    problem = roster.problem
    reachable = {item.line: _reachable(problem, item.km) for item in problem.reach}
    total = Fraction(0)
    for slot in problem.slots:
        if slot.line in reachable:
            on_duty = {problem.service_index[service.id] for service in roster.of_slot.get(slot.id, ())}
            areas = zip(problem.areas, reachable[slot.line], strict=True)
            total += sum(exact(area.population) for area, services in areas if on_duty.isdisjoint(services))
    return int(total) if total.denominator == 1 else float(total)


def _reachable(problem: Problem, km: float) -> tuple[frozenset[int], ...]:
    areas = tuple((area.lat, area.lon) for area in problem.areas)
    return _within(tuple(service.position for service in problem.services), areas, km)


@lru_cache(maxsize=16)
def _within(
    services: tuple[Position | None, ...], areas: tuple[Position, ...], km: float
) -> tuple[frozenset[int], ...]:
    return tuple(
        frozenset(index for index, position in enumerate(services) if within(position, area, km))
        for area in areas
    )


def _together(
    variables: Variables, slot: int, reachable: tuple[frozenset[int], ...]
) -> dict[tuple[int, ...], int | Fraction]:
    populations: defaultdict[tuple[int, ...], int | Fraction] = defaultdict(int)
    for area, services in zip(variables.problem.areas, reachable, strict=True):
        columns = tuple(column for column, service in variables.of_slot[slot] if service in services)
        if columns:
            populations[columns] += whole_or_exact(area.population)
    return populations
