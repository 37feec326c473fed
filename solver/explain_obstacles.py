"""What keeps a service from a duty beside a given rota, with the numbers: every rule, every instance.

It decides for itself, quickly enough to try every move; a test holds it to the check faces.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property

from solver.distances import kilometres, nearer
from solver.explain_facts import Obstacle
from solver.instants import (
    MICROSECONDS_PER_HOUR,
    WEEK,
    Span,
    hours_to_microseconds,
    merged,
    microseconds,
)
from solver.problem import Period, Problem, Service, Slot
from solver.roster import Roster
from solver.rota import Assignment
from solver.rules.limits import WEEKLY

_MICROSECOND = timedelta(microseconds=1)


class Facts:
    """The tables of a problem that obstacles are read from, made once."""

    def __init__(self, problem: Problem) -> None:
        """Index what belongs to each service."""
        self.problem = problem
        self.unavailable = _by_service(problem.unavailable)
        self.available = _by_service(problem.available)
        self.served = _by_service(problem.served)
        self.apart = {item.line: item.km for item in problem.apart}
        self.off = {(pin.service, pin.slot) for pin in problem.pins if not pin.on}
        self.on = {(pin.service, pin.slot) for pin in problem.pins if pin.on}
        self.mates: dict[str, list[str]] = defaultdict(list)
        for service in problem.services:
            if service.group is not None:
                self.mates[service.group].append(service.id)

    @cached_property
    def services(self) -> dict[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.problem.services}

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Slots by id."""
        return {slot.id: slot for slot in self.problem.slots}


class Beside:
    """A rota, beside which further duties are judged."""

    def __init__(self, facts: Facts, assignments: Iterable[Assignment]) -> None:
        """Keep the duties of known ids, each once."""
        self.facts = facts
        self.assignments = tuple(
            item
            for item in dict.fromkeys(assignments)
            if item.service in facts.services and item.slot in facts.slots
        )
        self._of_service: dict[str, list[Slot]] = defaultdict(list)
        self._of_slot: dict[str, list[Service]] = defaultdict(list)
        for item in self.assignments:
            self._of_service[item.service].append(facts.slots[item.slot])
            self._of_slot[item.slot].append(facts.services[item.service])

    @property
    def roster(self) -> Roster:
        """The rota as check faces and values read it."""
        return Roster(self.facts.problem, self.assignments)

    def duties(self, service: str) -> tuple[Slot, ...]:
        """Return the duties of a service."""
        return tuple(self._of_service.get(service, ()))

    def holders(self, slot: str) -> tuple[Service, ...]:
        """Return the services on duty in a slot."""
        return tuple(self._of_slot.get(slot, ()))

    def changed(self, without: Iterable[Assignment] = (), plus: Iterable[Assignment] = ()) -> "Beside":
        """Return the rota without some duties and with others."""
        gone = set(without)
        kept = (item for item in self.assignments if item not in gone)
        return Beside(self.facts, (*kept, *plus))

    def obstacles(self, service: Service, slot: Slot) -> tuple[Obstacle, ...]:
        """Return all that ``service`` would break in ``slot`` beside this rota, in the order of the rules."""
        return tuple(
            obstacle
            for rule in (_line, _active, _availability, _pins, _rest, _limits, _group, _apart, _place)
            for obstacle in rule(self, service, slot)
        )


def _line(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    if slot.line not in service.lines:
        yield Obstacle("not_on_line")


def _active(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    start, end = service.active.start, service.active.end
    if start is not None and slot.opens < microseconds(start):
        yield Obstacle("joins_later", instant=start)
    if end is not None and slot.closes > microseconds(end):
        yield Obstacle("leaves_before", instant=end)


def _availability(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    for absence in beside.facts.unavailable[service.id]:
        if absence.overlaps(slot):
            yield Obstacle("unavailable", span=Span(absence.start, absence.end))
    if service.availability == "declared":
        windows = [
            (min(slot.closes, closes) - max(slot.opens, opens), opens, closes)
            for opens, closes in merged(beside.facts.available[service.id])
        ]
        held, opens, closes = max(windows, default=(0, 0, 0))
        if held < slot.length:
            span = _span(slot, opens, closes) if held > 0 else None
            yield Obstacle("undeclared", _hours(max(0, held)), _hours(slot.length), span=span)


def _pins(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    if (service.id, slot.id) in beside.facts.off:
        yield Obstacle("pinned_out")


def _rest(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    rest = hours_to_microseconds(service.rest_hours)
    others: list[Slot | Period] = [*beside.duties(service.id), *beside.facts.served[service.id]]
    for other in sorted(others, key=lambda span: (span.opens, span.closes)):
        identity = other.id if isinstance(other, Slot) else None
        span = Span(other.start, other.end)
        if identity == slot.id:
            continue
        if other.overlaps(slot):
            yield Obstacle("on_duty", span=span, slot=identity)
        elif other.closes <= slot.opens < other.closes + rest:
            between = _hours(slot.opens - other.closes)
            yield Obstacle("rest_after", between, service.rest_hours, span=span, slot=identity)
        elif slot.closes <= other.opens < slot.closes + rest:
            between = _hours(other.opens - slot.closes)
            yield Obstacle("rest_before", between, service.rest_hours, span=span, slot=identity)


def _limits(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    duties = [duty for duty in beside.duties(service.id) if duty.id != slot.id]
    for name, limit in service.limits:
        if name == "duties" and len(duties) + 1 > limit:
            yield Obstacle("limit_duties", len(duties) + 1, limit)
        elif name == "hours":
            total = sum(duty.length for duty in duties) + slot.length
            if total > hours_to_microseconds(limit):
                yield Obstacle("limit_hours", _hours(total), limit)
        elif name == WEEKLY:
            yield from _week(slot, duties, beside.facts.served[service.id], limit)
        elif name in slot.categories:
            count = sum(name in duty.categories for duty in duties) + 1
            if count > limit:
                yield Obstacle("limit_category", count, limit, quantity=name)


def _week(slot: Slot, duties: list[Slot], served: list[Period], limit: float) -> Iterator[Obstacle]:
    starts = sorted([slot.opens, *(duty.opens for duty in duties), *(period.opens for period in served)])
    fullest, begin = 0, 0
    for start in dict.fromkeys(starts):
        if start <= slot.opens < start + WEEK:
            count = bisect_left(starts, start + WEEK) - bisect_left(starts, start)
            if count > fullest:
                fullest, begin = count, start
    if fullest > limit:
        yield Obstacle("limit_week", fullest, limit, span=_span(slot, begin, begin + WEEK))


def _group(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    if service.group is not None:
        for mate in beside.facts.mates[service.group]:
            if mate != service.id:
                for duty in beside.duties(mate):
                    if duty.overlaps(slot):
                        span = Span(duty.start, duty.end)
                        yield Obstacle("group_on_duty", span=span, slot=duty.id, service=mate)


def _apart(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    km = beside.facts.apart.get(slot.line)
    if km is not None:
        for other in beside.holders(slot.id):
            if other.id != service.id and nearer(service.position, other.position, km):
                assert service.position is not None
                assert other.position is not None
                distance = kilometres(service.position, other.position)
                yield Obstacle("too_near", distance, km, service=other.id)


def _place(beside: Beside, service: Service, slot: Slot) -> Iterator[Obstacle]:
    holders = beside.holders(slot.id)
    if len(holders) + 1 > slot.required or any(other.id == service.id for other in holders):
        yield Obstacle("slot_full", len(holders) + 1, slot.required)


def _span(near: Span, opens: int, closes: int) -> Span:
    return Span(
        near.start + (opens - near.opens) * _MICROSECOND, near.start + (closes - near.opens) * _MICROSECOND
    )


def _hours(length: int) -> float:
    return length / MICROSECONDS_PER_HOUR


def _by_service(periods: Iterable[Period]) -> Mapping[str, list[Period]]:
    result: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        result[period.service].append(period)
    return result
