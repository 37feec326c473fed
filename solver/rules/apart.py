"""Apart: two services on duty in the same slot of such a line are at least ``km`` apart.

A service without coordinates is never too near. The pairs that are too near form a graph; rows are posted
over cliques that cover its edges, each grown greedily, instead of one row for each pair.
"""

from collections.abc import Iterator
from functools import lru_cache

from solver.distances import Position, nearer
from solver.roster import Breach, Roster
from solver.variables import Row, Variables, at_most

NAME = "apart"


def post(variables: Variables) -> Iterator[Row]:
    """Yield ``Σ x ≤ 1`` over cliques of services too near each other, for slots that take two or more."""
    problem = variables.problem
    distances = {item.line: item.km for item in problem.apart}
    positions = tuple(service.position for service in problem.services)
    neighbours = {line: _neighbours(positions, km) for line, km in distances.items()}
    covers: dict[tuple[str, tuple[int, ...]], list[tuple[int, ...]]] = {}
    for index, slot in enumerate(problem.slots):
        if slot.line not in distances or slot.required == 1:
            continue
        column_of = {service: column for column, service in variables.of_slot[index]}
        key = (slot.line, tuple(column_of))
        if key not in covers:
            covers[key] = _clique_cover(key[1], neighbours[slot.line])
        for clique in covers[key]:
            yield at_most(1, [column_of[service] for service in clique])


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every pair of services too near each other in one slot."""
    distances = {item.line: item.km for item in roster.problem.apart}
    for slot in roster.problem.slots:
        km = distances.get(slot.line)
        if km is None:
            continue
        services = list({service.id: service for service in roster.of_slot.get(slot.id, [])}.values())
        for position, service in enumerate(services):
            for other in services[position + 1 :]:
                if nearer(service.position, other.position, km):
                    yield Breach(NAME, (service.id, other.id), (slot.id,), (("km", km),))


@lru_cache(maxsize=16)
def _neighbours(positions: tuple[Position | None, ...], km: float) -> tuple[frozenset[int], ...]:
    near: list[set[int]] = [set() for _ in positions]
    for one, position in enumerate(positions):
        for other in range(one + 1, len(positions)):
            if nearer(position, positions[other], km):
                near[one].add(other)
                near[other].add(one)
    return tuple(frozenset(services) for services in near)


def _clique_cover(services: tuple[int, ...], near: tuple[frozenset[int], ...]) -> list[tuple[int, ...]]:
    eligible = frozenset(services)
    covered: set[tuple[int, int]] = set()
    result: list[tuple[int, ...]] = []
    for one in services:
        for other in sorted(near[one] & eligible):
            if other < one or (one, other) in covered:
                continue
            clique = [one, other]
            common = near[one] & near[other] & eligible
            while common:
                best = max(sorted(common), key=lambda service: len(near[service] & common))
                clique.append(best)
                common = common & near[best]
            clique.sort()
            covered.update((a, b) for i, a in enumerate(clique) for b in clique[i + 1 :])
            result.append(tuple(clique))
    return result
