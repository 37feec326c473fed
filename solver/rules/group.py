"""Group: services that share staff are never on duty in overlapping slots, the same slot included."""

from collections import defaultdict
from collections.abc import Iterator

from solver.intervals import cliques
from solver.problem import Service, Slot
from solver.roster import Breach, Roster
from solver.variables import Row, Variables, at_most

NAME = "group"


def post(variables: Variables) -> Iterator[Row]:
    """Yield ``Σ x ≤ 1`` over each clique of overlapping slots of a group's services.

    The clique holds pairs of one service too, which rest forbids anyway: overlap never goes.
    """
    slots = variables.problem.slots
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for service, items in zip(variables.problem.services, variables.of_service, strict=True):
        if service.group is not None:
            groups[service.group].extend(items)
    for members in groups.values():
        intervals = ((slots[slot].opens, slots[slot].closes, column) for column, slot in members)
        for clique in cliques(intervals):
            if len({variables.pairs[column][0] for column in clique}) > 1:
                yield at_most(1, clique)


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every pair of overlapping duties of two services of one group."""
    groups: dict[str, list[tuple[Service, Slot]]] = defaultdict(list)
    for service, slot in roster.duties:
        if service.group is not None:
            groups[service.group].append((service, slot))
    for name, duties in groups.items():
        ordered = sorted(duties, key=lambda duty: duty[1].opens)
        for position, (service, slot) in enumerate(ordered):
            for other, later in ordered[position + 1 :]:
                if later.opens >= slot.closes:
                    break
                if other.id != service.id:
                    yield Breach(NAME, (service.id, other.id), (slot.id, later.id), (("group", name),))
