"""Why a place stays open: what keeps each service out, tried by leaving it out; and the ways to close it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from solver.explain_again import rearrange
from solver.explain_case import TOLERANCE, Case, rank
from solver.explain_facts import (
    NEEDED_ELSEWHERE,
    Candidate,
    Closing,
    Effect,
    Obstacle,
    Rearranged,
    Verdict,
)
from solver.explain_obstacles import Beside
from solver.explain_waiver import first_waiver, waiver_for
from solver.problem import Service, Slot
from solver.rota import Assignment
from solver.tiers import uncovered

FEW = 3
"""So many closings are arranged anew."""
MOST_CLOSINGS = 12
MOST_TRIED = 200
"""So many moves that need a waiver are valued."""
SECONDS_EACH = 1.0
"""What a trial gets at least, while there is time."""


def explain_gap(case: Case, asked: Service | None) -> tuple[tuple[Candidate, ...], tuple[Closing, ...]]:
    """Return everybody thinkable with what keeps each out, and the ways to close the gap, cheapest first.

    With a service that was asked about, only that one, and the ways in which it takes the place.
    """
    services = _thinkable(case) if asked is None else (asked,)
    judged = [(service, case.beside.obstacles(service, case.slot)) for service in services]
    closings, stuck = _closings(case, judged)
    ordered = sorted(closings, key=_order)
    few = [_arranged(case, closing, FEW - index) for index, closing in enumerate(ordered[:FEW])]
    candidates = _candidates(case, judged, stuck, [*few, *ordered[FEW:]])
    return candidates, (*few, *ordered[FEW:MOST_CLOSINGS])


def _thinkable(case: Case) -> tuple[Service, ...]:
    on_duty = {service.id for service in case.beside.holders(case.slot.id)}
    services = [service for service in case.problem.services if case.slot.line in service.lines]
    return tuple(s for s in services or case.problem.services if s.id not in on_duty)


_NOTHING = Effect((), ())
Judged = Sequence[tuple[Service, tuple[Obstacle, ...]]]
Stuck = dict[str, tuple[Slot, ...]]


def _closings(case: Case, judged: Judged) -> tuple[list[Closing], Stuck]:
    closings = [
        closing for service, obstacles in judged if (closing := _direct(case, service, obstacles)) is not None
    ]
    until, tried = case.budget.left() / 2, 0
    stuck: Stuck = {}
    for service, obstacles in judged:
        if not obstacles or case.budget.left() < until:
            continue
        for duty, ways in _moves(case, service):
            free = [way for way in ways if way.waiver is None]
            if not free:
                stuck[service.id] = (*stuck.get(service.id, ()), duty)
            for way in free or ways:
                tried += 1
                if (free or tried <= MOST_TRIED) and case.budget.left() >= until:
                    closings.append(_valued(case, way))
    return closings, stuck


def _direct(case: Case, service: Service, obstacles: tuple[Obstacle, ...]) -> Closing | None:
    waiver = waiver_for(service, case.slot, obstacles)
    if obstacles and waiver is None:
        return None
    bare = Closing(service.id, _NOTHING, waiver=waiver, obstacles=obstacles)
    return _valued(case, bare)


def _moves(case: Case, service: Service) -> Iterator[tuple[Slot, list[Closing]]]:
    """Yield every duty that is all that keeps ``service`` out, with the ways to leave it to somebody."""
    for duty in case.beside.duties(service.id):
        held = Assignment(duty.id, service.id)
        if (service.id, duty.id) in case.facts.on:
            continue
        left = case.beside.changed(without=[held])
        if left.obstacles(service, case.slot):
            continue
        moved = left.changed(plus=[case.duty(service.id)])
        yield duty, list(_successors(case, service, duty, moved))


def _successors(case: Case, service: Service, duty: Slot, moved: Beside) -> Iterator[Closing]:
    on_duty = {other.id for other in moved.holders(duty.id)}
    for other in case.problem.services:
        if other.id == service.id or other.id in on_duty or duty.line not in other.lines:
            continue
        obstacles = moved.obstacles(other, duty)
        waiver = waiver_for(other, duty, obstacles)
        if not obstacles or waiver is not None:
            yield Closing(service.id, _NOTHING, duty.id, other.id, waiver, obstacles)


def _valued(case: Case, closing: Closing) -> Closing:
    concerned = [closing.service, *([] if closing.successor is None else [closing.successor])]
    return replace(closing, effect=case.effect(_after(case, closing), concerned))


def _after(case: Case, closing: Closing) -> Beside:
    gone, plus = [], [case.duty(closing.service)]
    if closing.leaves is not None and closing.successor is not None:
        gone.append(Assignment(closing.leaves, closing.service))
        plus.append(Assignment(closing.leaves, closing.successor))
    return case.beside.changed(without=gone, plus=plus)


def _order(closing: Closing) -> tuple[bool, tuple[float, ...], bool, str, str]:
    """Return what comes first: ways that keep every rule, then the least of every tier in turn."""
    moves = closing.successor is not None
    return closing.waiver is not None, rank(closing.effect), moves, closing.service, closing.successor or ""


def _arranged(case: Case, closing: Closing, among: int) -> Closing:
    decided = [case.duty(closing.service)]
    if closing.waiver is not None:
        decided.append(Assignment(closing.waiver.slot, closing.waiver.service))
    seconds = case.budget.left() / (among + 1)
    start = _after(case, closing)
    again = rearrange(case, decided, [], seconds, waiver=closing.waiver, start=start)
    return replace(closing, rearranged=again)


def _candidates(
    case: Case, judged: Judged, stuck: Stuck, closings: Sequence[Closing]
) -> tuple[Candidate, ...]:
    direct = {closing.service: closing for closing in closings if closing.leaves is None}
    waiting = sum(service.id not in direct for service, _ in judged)
    result = []
    for service, obstacles in judged:
        way = direct.get(service.id)
        needed = tuple(Obstacle(NEEDED_ELSEWHERE, slot=duty.id) for duty in stuck.get(service.id, ()))
        if way is not None:
            candidate = Candidate(
                service.id,
                (*obstacles, *needed) or (Obstacle(NEEDED_ELSEWHERE),),
                effect=None if obstacles else way.effect,
                lifted=None if way.waiver is None else way.waiver.rule,
                verdict="closes",
                rearranged=way.rearranged,
            )
        else:
            candidate = _tried(case, service, obstacles, needed, waiting)
            waiting -= 1
        result.append(candidate)
    return tuple(result)


def _tried(
    case: Case,
    service: Service,
    obstacles: tuple[Obstacle, ...],
    needed: tuple[Obstacle, ...],
    waiting: int,
) -> Candidate:
    waiver = first_waiver(service, case.slot, obstacles)
    seconds = max(SECONDS_EACH, case.budget.left() / waiting)
    again = rearrange(case, [case.duty(service.id)], [], seconds, waiver=waiver)
    return Candidate(
        service.id,
        (*obstacles, *needed),
        lifted=None if waiver is None else waiver.rule,
        verdict=_verdict(case, again),
        rearranged=again,
    )


def _verdict(case: Case, again: Rearranged) -> Verdict:
    if again.state == "impossible":
        return "stays_open"
    if again.state == "not_in_time":
        return "not_in_time"
    now = case.open_points(case.beside)
    if case.open_points(Beside(case.facts, again.assignments)) < now - TOLERANCE:
        return "closes"
    names = [tier.name for tier in again.tiers]
    last = names.index(uncovered.NAME) + 1 if uncovered.NAME in names else len(names)
    return "stays_open" if all(tier.proven for tier in again.tiers[:last]) else "not_in_time"
