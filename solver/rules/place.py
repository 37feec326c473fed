"""Place: a service takes at most one place of a slot, and a slot holds at most ``required`` services."""

from collections import Counter
from collections.abc import Iterator

from solver.roster import Breach, Roster
from solver.variables import Row, Variables, at_most

NAME = "place"


def post(variables: Variables) -> Iterator[Row]:
    """Yield ``Σ x ≤ required`` for each slot with more eligible services; a pair has but one Boolean."""
    for slot, items in zip(variables.problem.slots, variables.of_slot, strict=True):
        if len(items) > slot.required:
            yield at_most(slot.required, [column for column, _ in items])


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every service that is twice in one slot, and every slot with too many services."""
    for slot in roster.problem.slots:
        services = Counter(service.id for service in roster.of_slot.get(slot.id, []))
        for service, times in services.items():
            if times > 1:
                yield Breach(NAME, (service,), (slot.id,), (("times", times),))
        if len(services) > slot.required:
            yield Breach(NAME, tuple(services), (slot.id,), (("required", slot.required),))
