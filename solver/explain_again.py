"""Solving again with one duty decided: what every tier would cost at best, once all others may move."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from solver.explain_case import TOLERANCE, Case
from solver.explain_facts import Rearranged, TierBest, Waiver
from solver.explain_obstacles import Beside
from solver.explain_start import start_with
from solver.explain_waiver import exactly_lifted, kept, lifted
from solver.problem import Pin, Problem
from solver.roster import Breach, Roster
from solver.rota import Assignment, Rota, TierResult, limit_of, meets
from solver.rules import breaches
from solver.tiers import unfairness, values

ROUNDS = 4
LEAST_SECONDS = 0.05


def rearrange(
    case: Case,
    decided: Sequence[Assignment],
    released: Sequence[Assignment],
    seconds: float,
    *,
    waiver: Waiver | None = None,
    start: Beside | None = None,
) -> Rearranged:
    """Return the best rota with the duties ``decided`` and without those ``released``, under a waiver.

    Args:
        case: the rota as it is, and the time left.
        decided: duties that must be in it, the one in question first.
        released: duties that must not be.
        seconds: how long to search at most.
        waiver: a rule to leave out for one duty of ``decided``.
        start: a rota that is such a one already; what comes back is no worse.
    """
    forced = _forced(case.problem, decided, released, waiver)
    if breaches(Roster.of(forced, (Assignment(pin.slot, pin.service) for pin in forced.pins if pin.on))):
        return Rearranged("impossible")
    seconds = min(seconds, case.budget.left())
    start = _sound(case, start, waiver)
    if seconds < LEAST_SECONDS and start is None:
        return Rearranged("not_in_time")
    found: Rota | None = None
    proofs: list[Sequence[TierResult]] = [] if waiver is not None else [case.tiers]
    if seconds >= LEAST_SECONDS:
        begun = start or _sound(case, start_with(case, decided[0], released, waiver), waiver)
        if case.seconds is None or case.seconds <= seconds:
            found, first = _searched(case, forced, waiver, seconds)
            if waiver is None or exactly_lifted(case.problem, waiver):
                proofs.append(first.tiers)
        elif begun is not None:
            begun = _exchanged(case, forced, waiver, begun, seconds)
        start = begun
    if found is None and start is None:
        return Rearranged("not_in_time")
    return _told(case, _better(case, found, start), found, proofs)


def _sound(case: Case, start: Beside | None, waiver: Waiver | None) -> Beside | None:
    # A rota made by hand may break a rule: it is explained, and never offered.
    return None if start is None or kept(case.facts, start.assignments, waiver) else start


def _forced(
    problem: Problem,
    decided: Sequence[Assignment],
    released: Sequence[Assignment],
    waiver: Waiver | None,
) -> Problem:
    changed = problem if waiver is None else lifted(problem, waiver)
    ons = (Pin(duty.service, duty.slot, on=True) for duty in decided)
    offs = (Pin(duty.service, duty.slot, on=False) for duty in released)
    return replace(changed, pins=tuple(dict.fromkeys((*changed.pins, *ons, *offs))))


def _searched(case: Case, forced: Problem, waiver: Waiver | None, seconds: float) -> tuple[Rota | None, Rota]:
    # A rota of the lifted problem may use more than the waiver gives: what it takes too much is forbidden it.
    from solver.search import search

    budget, first = case.budget, None
    end = budget.left() - seconds
    for _ in range(ROUNDS):
        rota = search(
            forced,
            digest="",
            time_limit=max(LEAST_SECONDS, budget.left() - end),
            seed=budget.seed,
            workers=budget.workers,
            cancelled=budget.cancelled,
        )
        first = rota if first is None else first
        wrong = kept(case.facts, rota.assignments, waiver)
        if not wrong:
            return rota, first
        excess = _excess(forced, rota.assignments, wrong, waiver)
        if excess is None or budget.left() - end < LEAST_SECONDS:
            break
        forced = replace(forced, pins=(*forced.pins, excess))
    assert first is not None
    return None, first


def _exchanged(case: Case, forced: Problem, waiver: Waiver | None, start: Beside, seconds: float) -> Beside:
    """Return a better rota by exchanges alone: no proof, but where the time is too short for one."""
    from solver.exchange import exchanged
    from solver.run import Run
    from solver.search import EXCHANGED

    budget = case.budget
    run = Run(
        forced,
        time_limit=seconds,
        seed=budget.seed,
        workers=budget.workers or 1,
        on_progress=None,
        cancelled=budget.cancelled,
    )
    run.chosen = tuple(sorted(run.statement.columns(start.assignments)))
    if len(run.chosen) != len(start.assignments) or not run.statement.feasible(run.chosen):
        return start
    for number, choice in enumerate(forced.order):
        best = run.value(choice.name)
        left = run.left()
        if left > 0 and choice.name in EXCHANGED | {unfairness.NAME}:
            bound = next((tier.bound for tier in case.tiers if tier.name == choice.name), -inf)
            least = bound if waiver is None else -inf
            best = exchanged(run, choice.name, best, least, left / (len(forced.order) - number))
        run.keep(choice.name, limit_of(best, choice.relative, choice.absolute))
    better = Beside(case.facts, run.statement.assignments(run.chosen))
    return start if kept(case.facts, better.assignments, waiver) else better


def _excess(
    forced: Problem, assignments: tuple[Assignment, ...], wrong: tuple[Breach, ...], waiver: Waiver | None
) -> Pin | None:
    held = set(assignments) - {Assignment(pin.slot, pin.service) for pin in forced.pins}
    for breach in wrong:
        services = sorted(breach.services, key=lambda name: waiver is not None and name != waiver.service)
        for service in services:
            for slot in reversed(breach.slots):
                if Assignment(slot, service) in held:
                    return Pin(service, slot, on=False)
    return None


def _better(case: Case, found: Rota | None, start: Beside | None) -> tuple[Assignment, ...]:
    if start is None:
        assert found is not None
        return found.assignments
    if found is None:
        return start.assignments
    begun = values(start.roster)
    for tier in found.tiers:
        if _less(begun[tier.name], tier.best):
            return start.assignments
        if _less(tier.limit, begun[tier.name]):
            break
    return found.assignments


def _told(
    case: Case, best: tuple[Assignment, ...], found: Rota | None, proofs: Sequence[Sequence[TierResult]]
) -> Rearranged:
    reached = values(Beside(case.facts, best).roster)
    own = {} if found is None else {tier.name: tier for tier in found.tiers}
    same = found is not None and best == found.assignments
    limits: dict[str, float] = {}
    tiers = []
    for choice in case.problem.order:
        name = choice.name
        least = min(reached[name], own[name].best) if same else reached[name]
        bounds = [
            tier.bound
            for proof in proofs
            for tier in proof
            if tier.name == name and _holds(proof, tier, limits)
        ]
        bound = min(max(bounds), least) if bounds else None
        proven = bound is not None and meets(least, bound)
        tiers.append(TierBest(name, case.now[name], reached[name], least, bound, proven))
        limits[name] = limit_of(least, choice.relative, choice.absolute)
    before, after = set(case.beside.assignments), set(best)
    gained = tuple(item for item in best if item not in before)
    lost = tuple(item for item in case.beside.assignments if item not in after)
    return Rearranged("found", tuple(tiers), best, gained, lost)


def _holds(proof: Sequence[TierResult], tier: TierResult, limits: dict[str, float]) -> bool:
    # A bound is given the limits of the tiers before it: it holds where ours are no wider.
    names = [other.name for other in proof]
    before = proof[: names.index(tier.name)]
    if [other.name for other in before] != list(limits):
        return False
    return all(not _less(other.limit, limits[other.name]) for other in before)


def _less(one: float, other: float) -> bool:
    return one < other - TOLERANCE * max(1.0, abs(other))
