"""Why this service and not that one: what the exchange alone would do, and what it would cost at best."""

from collections.abc import Sequence
from dataclasses import replace

from solver.explain_again import rearrange
from solver.explain_case import Case, rank
from solver.explain_facts import Candidate, Obstacle
from solver.problem import Service
from solver.rota import Assignment

FEW = 3
"""So many alternatives are arranged anew."""


def explain_duty(case: Case, asked: Service | None) -> tuple[Candidate, ...]:
    """Return the alternatives to who is on duty, best first, those that a rule keeps out last.

    Asked about somebody on duty, the alternatives to that one; about anybody else, that one alone.
    """
    holders = case.beside.holders(case.slot.id)
    on_duty = {holder.id for holder in holders}
    formers = [holder for holder in holders if asked is None or holder.id == asked.id] or list(holders)
    if asked is not None and asked.id not in on_duty:
        others = [asked]
    else:
        line = case.slot.line
        others = [s for s in case.problem.services if line in s.lines and s.id not in on_duty]
    found = [_immediate(case, other, formers) for other in others]
    ordered = sorted(found, key=_order)
    few = [
        _arranged(case, candidate, min(FEW, len(ordered)) - index)
        for index, candidate in enumerate(ordered[:FEW])
        if candidate.effect is not None or asked is not None
    ]
    return (*few, *ordered[len(few) :])


def _immediate(case: Case, other: Service, formers: Sequence[Service]) -> Candidate:
    """Return the best exchange of ``other`` for one of ``formers``, or what forbids it."""
    exchanges = []
    for former in formers:
        held = Assignment(case.slot.id, former.id)
        left = case.beside.changed(without=[held])
        pinned = (former.id, case.slot.id) in case.facts.on
        obstacles = left.obstacles(other, case.slot)
        if pinned:
            obstacles = (*obstacles, Obstacle("holder_pinned", service=former.id))
        effect = None
        if not obstacles:
            changed = left.changed(plus=[case.duty(other.id)])
            effect = case.effect(changed, [other.id, former.id])
        exchanges.append(Candidate(other.id, obstacles, former.id, effect))
    return min(exchanges, key=_order)


def _order(candidate: Candidate) -> tuple[bool, tuple[float, ...], int, str, str]:
    effect = candidate.effect
    return (
        effect is None,
        () if effect is None else rank(effect),
        len(candidate.obstacles),
        candidate.service,
        candidate.relieves or "",
    )


def _arranged(case: Case, candidate: Candidate, among: int) -> Candidate:
    assert candidate.relieves is not None
    former, taken = Assignment(case.slot.id, candidate.relieves), case.duty(candidate.service)
    start = None if candidate.effect is None else case.beside.changed([former], [taken])
    seconds = case.budget.left() / among
    return replace(candidate, rearranged=rearrange(case, [taken], [former], seconds, start=start))
