"""One rule left out for one duty: the problem in which that is allowed, and the judge of what comes of it.

The problem allows a little more than the waiver: rest, the limit of a week and the group are facts of a
service, not of one of its duties. So its bounds hold, and a rota of it is taken only when ``kept`` says so.
"""

from collections.abc import Iterable
from dataclasses import replace

from solver.explain_facts import Obstacle, Waiver
from solver.explain_obstacles import Beside, Facts
from solver.expression import exact
from solver.fairness import active_part
from solver.instants import MICROSECONDS_PER_HOUR
from solver.problem import Active, LineDistance, Numbers, Period, Pin, Problem, Service, Slot
from solver.roster import Breach
from solver.rota import Assignment
from solver.rules import active, apart, availability, breaches, group, limits, line, pins, rest


def waiver_for(service: Service, slot: Slot, obstacles: Iterable[Obstacle]) -> Waiver | None:
    """Return the waiver that is enough against ``obstacles``: all of one rule, and none an overlap."""
    found = tuple(obstacles)
    names = {obstacle.rule for obstacle in found}
    if len(names) != 1 or any(obstacle.code in _NEVER for obstacle in found):
        return None
    (name,) = names
    return _waiver(name, service, slot, found)


def first_waiver(service: Service, slot: Slot, obstacles: Iterable[Obstacle]) -> Waiver | None:
    """Return the waiver of the first rule, whether it is enough or not; ``None`` for an overlap."""
    found = tuple(obstacles)
    first = [obstacle for obstacle in found if obstacle.rule == found[0].rule]
    return waiver_for(service, slot, first)


def kept(facts: Facts, assignments: tuple[Assignment, ...], waiver: Waiver | None) -> tuple[Breach, ...]:
    """Return what ``assignments`` break in spite of the waiver: nothing when it is all that they need."""
    if waiver is None:
        return breaches(Beside(facts, assignments).roster)
    duty = Assignment(waiver.slot, waiver.service)
    service, slot = facts.services[waiver.service], facts.slots[waiver.slot]
    others = Beside(facts, assignments).changed(without=[duty])
    found = [
        breach
        for breach in breaches(others.roster)
        if not (breach.rule == pins.NAME and (breach.services, breach.slots) == ((service.id,), (slot.id,)))
    ]
    for obstacle in others.obstacles(service, slot):
        waived = obstacle.rule == waiver.rule and obstacle.code not in _NEVER
        short = waiver.hours is not None and (obstacle.value or 0) < waiver.hours
        if not waived or short:
            slots = tuple(name for name in (obstacle.slot, slot.id) if name is not None)
            found.append(Breach(obstacle.rule, (service.id,), slots))
    return tuple(found)


def lifted(problem: Problem, waiver: Waiver) -> Problem:
    """Return the problem in which the waived duty may go; no other pair of the service becomes eligible."""
    # Loaded here: whoever only verifies shall not load what the model knows.
    from solver.eligibility import eligibility

    service = problem.services[problem.service_index[waiver.service]]
    slot = problem.slots[problem.slot_index[waiver.slot]]
    changed = _CHANGES[waiver.rule](problem, service, slot, waiver)
    before, after = eligibility(problem), eligibility(changed)
    index = problem.service_index[service.id]
    fresh = tuple(
        Pin(service.id, other.id, on=False)
        for position, other in enumerate(problem.slots)
        if other.id != slot.id and index in after[position] and index not in before[position]
    )
    return replace(changed, pins=(*changed.pins, *fresh))


def exactly_lifted(problem: Problem, waiver: Waiver) -> bool:
    """Tell whether the tiers of ``lifted`` are those of the problem; else its bounds are not quite bounds.

    Who gets a duty outside the time in which it takes part keeps its fair part, as a share in floating point.
    """
    service = problem.services[problem.service_index[waiver.service]]
    share = exact(service.share) * active_part(problem, service)
    return waiver.rule != active.NAME or exact(float(share)) == share


def _waiver(name: str, service: Service, slot: Slot, obstacles: tuple[Obstacle, ...]) -> Waiver:
    hours = [obstacle.value for obstacle in obstacles if obstacle.value is not None]
    return Waiver(name, service.id, slot.id, min(hours) if name == rest.NAME else None)


def _with_service(problem: Problem, service: Service) -> Problem:
    services = tuple(service if other.id == service.id else other for other in problem.services)
    return replace(problem, services=services)


def _line(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    return _with_service(problem, replace(service, lines=(*service.lines, slot.line)))


def _active(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    # Its fair part stays what it was: it does a favour, it does not join.
    share = float(exact(service.share) * active_part(problem, service))
    return _with_service(problem, replace(service, active=Active(), share=share))


def _availability(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    absences = tuple(
        part
        for period in problem.unavailable
        for part in (_cut(period, slot) if period.service == service.id else (period,))
    )
    declared = (Period(service.id, slot.start, slot.end),) if service.availability == "declared" else ()
    return replace(problem, unavailable=absences, available=(*problem.available, *declared))


def _cut(period: Period, slot: Slot) -> tuple[Period, ...]:
    if not period.overlaps(slot):
        return (period,)
    before = (Period(period.service, period.start, slot.start),) if period.opens < slot.opens else ()
    after = (Period(period.service, slot.end, period.end),) if slot.closes < period.closes else ()
    return (*before, *after)


def _pins(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    left = tuple(pin for pin in problem.pins if pin.on or (pin.service, pin.slot) != (service.id, slot.id))
    return replace(problem, pins=left)


def _rest(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    assert waiver.hours is not None
    return _with_service(problem, replace(service, rest_hours=waiver.hours))


def _limits(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    raised: Numbers = tuple((name, limit + _counted(name, slot)) for name, limit in service.limits)
    return _with_service(problem, replace(service, limits=raised))


def _counted(name: str, slot: Slot) -> float:
    if name == "hours":
        return slot.length / MICROSECONDS_PER_HOUR
    return 1 if name in ("duties", limits.WEEKLY) else int(name in slot.categories)


def _group(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    return _with_service(problem, replace(service, group=None))


def _apart(problem: Problem, service: Service, slot: Slot, waiver: Waiver) -> Problem:
    # The slot gets a line of its own, on which nobody needs to be apart.
    known = {other.line for other in problem.slots} | {name for s in problem.services for name in s.lines}
    own = slot.line
    while own in known:
        own += "'"
    services = tuple(
        replace(other, lines=(*other.lines, own)) if slot.line in other.lines else other
        for other in problem.services
    )
    slots = tuple(replace(slot, line=own) if other.id == slot.id else other for other in problem.slots)
    reach = tuple(LineDistance(own, item.km) for item in problem.reach if item.line == slot.line)
    return replace(problem, services=services, slots=slots, reach=(*problem.reach, *reach))


_CHANGES = {
    line.NAME: _line,
    active.NAME: _active,
    availability.NAME: _availability,
    pins.NAME: _pins,
    rest.NAME: _rest,
    limits.NAME: _limits,
    group.NAME: _group,
    apart.NAME: _apart,
}
_NEVER = frozenset({"on_duty", "holder_pinned", "slot_full"})
