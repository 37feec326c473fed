"""Rest: from the end of one duty to the start of the next at least ``rest_hours``; no overlap, ever.

Two duties a and b conflict exactly when the intervals [start, end + rest) of both overlap, so the conflicts
of one service form an interval graph, whose maximal cliques say everything in the fewest and strongest
rows.
"""

from collections import defaultdict
from collections.abc import Iterator

from solver.instants import MICROSECONDS_PER_HOUR, Span, hours_to_microseconds
from solver.intervals import cliques
from solver.problem import Period, Service, Slot
from solver.roster import Breach, Roster
from solver.variables import Row, Variables, at_most

NAME = "rest"


def post(variables: Variables) -> Iterator[Row]:
    """Yield ``Σ x ≤ 1`` over each clique of a service's slots; near a ``served`` duty no variable exists."""
    slots = variables.problem.slots
    for service, items in zip(variables.problem.services, variables.of_service, strict=True):
        rest = hours_to_microseconds(service.rest_hours)
        intervals = ((slots[slot].opens, slots[slot].closes + rest, column) for column, slot in items)
        for clique in cliques(intervals):
            yield at_most(1, clique)


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every duty that comes too soon after an earlier one, or before a ``served`` one."""
    served: dict[str, list[Period]] = defaultdict(list)
    for period in roster.problem.served:
        served[period.service].append(period)
    services = {service.id: service for service in roster.problem.services}
    for identity, slots in roster.of_service.items():
        yield from _check_service(services[identity], slots, served[identity])


def _check_service(service: Service, slots: list[Slot], served: list[Period]) -> Iterator[Breach]:
    rest = hours_to_microseconds(service.rest_hours)
    distinct = {slot.id: slot for slot in slots}.values()
    spans: list[Slot | Period] = sorted([*distinct, *served], key=lambda span: (span.opens, span.closes))
    last_duty: Slot | None = None
    last_served: Period | None = None
    for span in spans:
        if last_duty is not None and span.opens < last_duty.closes + rest:
            yield _breach(service, last_duty, span)
        elif isinstance(span, Slot) and last_served is not None and span.opens < last_served.closes + rest:
            yield _breach(service, last_served, span)
        if isinstance(span, Slot):
            last_duty = span if last_duty is None or span.closes > last_duty.closes else last_duty
        else:
            last_served = span if last_served is None or span.closes > last_served.closes else last_served


def _breach(service: Service, before: Slot | Period, after: Slot | Period) -> Breach:
    slots = tuple(span.id for span in (before, after) if isinstance(span, Slot))
    hours = _hours_between(before, after)
    return Breach(NAME, (service.id,), slots, (("rest_hours", service.rest_hours), ("hours", hours)))


def _hours_between(before: Span, after: Span) -> float:
    return (after.opens - before.closes) / MICROSECONDS_PER_HOUR
