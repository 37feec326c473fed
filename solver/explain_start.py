"""A first rota with one duty decided, near the rota as it is: what clashes with it is handed to others."""

from collections.abc import Iterable

from solver.explain_case import Case
from solver.explain_facts import Obstacle, Waiver
from solver.explain_obstacles import Beside
from solver.problem import Service, Slot
from solver.rota import Assignment

_OWN_DUTIES = frozenset({"on_duty", "rest_after", "rest_before"})
_COUNTS = frozenset({"limit_duties", "limit_hours", "limit_category", "limit_week"})


def start_with(
    case: Case, taken: Assignment, released: Iterable[Assignment], waiver: Waiver | None
) -> Beside | None:
    """Return the rota with ``taken`` and without ``released``; ``None`` when what clashes cannot go.

    Duties that clash leave the service, the one nearest in time first, and whoever carries least beside its
    fair part, of those whom no rule keeps out, takes them over; a duty may stay open.
    """
    facts = case.facts
    service, slot = facts.services[taken.service], facts.slots[taken.slot]
    beside = case.beside.changed(without=released)
    freed: list[Slot] = []
    while True:
        in_the_way = _not_waived(beside.obstacles(service, slot), taken, waiver)
        if not in_the_way:
            break
        gone = _clashing(case, beside, service, slot, in_the_way[0])
        if gone is None:
            return None
        beside = beside.changed(without=[gone])
        freed.append(facts.slots[gone.slot])
    beside = beside.changed(plus=[taken])
    kept_off = {item.service for item in released}
    for duty in freed:
        successor = _successor(case, beside, duty, kept_off if duty.id == slot.id else set())
        if successor is not None:
            beside = beside.changed(plus=[Assignment(duty.id, successor.id)])
    return beside


def _not_waived(obstacles: tuple[Obstacle, ...], taken: Assignment, waiver: Waiver | None) -> list[Obstacle]:
    if waiver is None or (waiver.service, waiver.slot) != (taken.service, taken.slot):
        return list(obstacles)
    return [
        obstacle
        for obstacle in obstacles
        if obstacle.rule != waiver.rule
        or obstacle.code == "on_duty"
        or (waiver.hours is not None and (obstacle.value or 0) < waiver.hours)
    ]


def _clashing(
    case: Case, beside: Beside, service: Service, slot: Slot, obstacle: Obstacle
) -> Assignment | None:
    found: list[tuple[str, str]] = []
    if obstacle.code in _OWN_DUTIES and obstacle.slot is not None:
        found = [(service.id, obstacle.slot)]
    elif obstacle.code == "group_on_duty" and obstacle.service and obstacle.slot:
        found = [(obstacle.service, obstacle.slot)]
    elif obstacle.code == "too_near" and obstacle.service:
        found = [(obstacle.service, slot.id)]
    elif obstacle.code in _COUNTS:
        near = sorted(beside.duties(service.id), key=lambda duty: abs(duty.opens - slot.opens))
        found = [
            (service.id, duty.id)
            for duty in near
            if obstacle.quantity is None or obstacle.quantity in duty.categories
        ]
    free = [pair for pair in found if pair not in case.facts.on]
    return Assignment(free[0][1], free[0][0]) if free else None


def _successor(case: Case, beside: Beside, duty: Slot, kept_off: set[str]) -> Service | None:
    on_duty = {holder.id for holder in beside.holders(duty.id)}
    able = [
        service
        for service in case.problem.services
        if service.id not in on_duty | kept_off
        and duty.line in service.lines
        and not beside.obstacles(service, duty)
    ]
    return min(able, key=lambda service: case.above_fair(beside, service.id), default=None)
