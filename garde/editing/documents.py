"""The two documents of each pool after a change by hand: still true, still checkable by anybody.

A function of what the engine proposed and of what people decided since, so that undoing an edit gives the
former documents back, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from garde.editing.balances import carried_over
from garde.editing.moves import duties
from garde.planning.decisions import added, in_order, taken_as_served, without_decided
from garde.planning.draft import Draft, PoolPlan
from garde.rota import FilledSlot
from solver import (
    Assignment,
    Problem,
    Roster,
    Rota,
    TierResult,
    dump_problem,
    dump_rota,
    gaps,
    load_problem,
    load_rota,
    problem_digest,
    values,
    verify,
)
from solver.problem import Period, Pin
from solver.rota import limit_of, meets
from solver.tiers import wishes

TOLERANCE = 1e-9


@dataclass(frozen=True)
class PoolFacts:
    """A pool of a draft: its Problem with every duty open, what the engine proposed, and who serves now.

    ``whole`` has the pins of today, and what earlier months of the draft leave it now; ``planned_pins`` are
    those that the engine was given. ``later`` are duties of its services in later months of the draft.
    """

    pool: PoolPlan
    whole: Problem
    planned_pins: tuple[Pin, ...]
    proposed: Rota
    duties: tuple[Assignment, ...]
    later: tuple[Period, ...]

    @property
    def judged(self) -> Problem:
        """The Problem in which a change is judged: rest counts towards later months too."""
        return replace(self.whole, served=in_order((*self.whole.served, *self.later)))

    @property
    def values(self) -> dict[str, float]:
        """Every tier's value, with all duties counted, those against a rule too."""
        return values(self.whole, self.duties)


def pool_facts(draft: Draft) -> tuple[PoolFacts, ...]:
    """Every pool of the draft, with its months brought in line with one another."""
    slots = {slot.key: slot for slot in draft.slots}
    wholes = [load_problem(pool.whole or pool.problem) for pool in draft.pools]
    held = [_held(pool, whole, draft.slots) for pool, whole in zip(draft.pools, wholes, strict=True)]
    proposals = [load_rota(pool.planned or pool.document) for pool in draft.pools]
    given = _given(draft)
    planned = [
        {*proposal.assignments, *(duty for duty in given if duty.slot in whole.slot_index)}
        for proposal, whole in zip(proposals, wholes, strict=True)
    ]
    found = []
    for number, (pool, whole) in enumerate(zip(draft.pools, wholes, strict=True)):
        earlier = [n for n, other in enumerate(draft.pools) if other.month < pool.month]
        later = [n for n, other in enumerate(draft.pools) if other.month > pool.month]
        was = _periods(whole, (duty for n in earlier for duty in planned[n]), slots)
        now = _periods(whole, (duty for n in earlier for duty in held[n]), slots)
        served = whole.served if was == now else in_order((set(whole.served) - was) | now)
        balance: dict[str, dict[str, float]] = {}
        for n in earlier:
            carried_over(balance, wholes[n], planned[n], set(held[n]))
        found.append(
            PoolFacts(
                pool=pool,
                whole=replace(
                    whole,
                    served=served,
                    services=tuple(
                        replace(service, carried=added(service.carried, balance[service.id].items()))
                        if service.id in balance
                        else service
                        for service in whole.services
                    ),
                    pins=_pins(draft, whole),
                ),
                planned_pins=whole.pins,
                proposed=proposals[number],
                duties=held[number],
                later=tuple(_periods(whole, (duty for n in later for duty in held[n]), slots)),
            )
        )
    return tuple(found)


def rewritten(draft: Draft) -> Draft:
    """The draft with the documents of its pools told anew from its slots, pins and overrides.

    Raises AssertionError when a document would not stand the independent check: nothing is to be saved then.
    """
    against = {override.duty for override in draft.overrides}
    return replace(draft, pools=tuple(_rewritten(facts, against) for facts in pool_facts(draft)))


def _rewritten(facts: PoolFacts, against: set[Assignment]) -> PoolPlan:
    pool = facts.pool
    decided = taken_as_served(facts.whole, facts.duties, against)
    problem = without_decided(facts.whole, decided)
    data = dump_problem(problem)
    as_planned = data
    if facts.whole.pins != facts.planned_pins:
        as_planned = dump_problem(
            without_decided(replace(facts.whole, pins=facts.planned_pins), decided),
        )
    same = problem_digest(as_planned) == facts.proposed.problem
    order = problem.slot_index
    left = sorted(set(facts.duties) - decided, key=lambda duty: (order[duty.slot], duty.service))
    original, engine = pool.whole or pool.problem, pool.planned or pool.document
    if same and data == as_planned and tuple(left) == facts.proposed.assignments:
        return replace(
            pool, problem=data, document=engine, whole=None if original == data else original, planned=None
        )
    document = dump_rota(
        _told(problem, data, tuple(left), facts.proposed, bounds_hold=same and _kept_pins(facts))
    )
    wrong = verify(data, document)
    if wrong:
        raise AssertionError(f"an edited rota does not stand the check: {wrong[0]}")
    return replace(pool, problem=data, document=document, whole=original, planned=engine)


def _told(
    problem: Problem, data: bytes, assignments: tuple[Assignment, ...], proposed: Rota, *, bounds_hold: bool
) -> Rota:
    tiers = _tiers(problem, assignments, proposed, bounds_hold=bounds_hold)
    return replace(
        proposed,
        problem=problem_digest(data),
        status="optimal" if all(tier.proven for tier in tiers) else "feasible",
        assignments=assignments,
        tiers=tiers,
        gaps=gaps(problem, assignments),
    )


def _tiers(
    problem: Problem, assignments: tuple[Assignment, ...], proposed: Rota, *, bounds_hold: bool
) -> tuple[TierResult, ...]:
    """Every tier of the changed rota.

    What the engine proved stays a bound as long as the Problem is the same, or has more pins, and no earlier
    tier was given more room. After that only what holds of every rota is claimed.
    """
    now = values(problem, assignments)
    known = {tier.name: tier for tier in proposed.tiers}
    result = []
    for choice in problem.order:
        value, former = now[choice.name], known.get(choice.name)
        if former is None or not bounds_hold:
            best, bound = value, _least(problem, choice.name)
        else:
            within = value <= former.limit + TOLERANCE * max(1.0, abs(former.limit))
            best, bound = (min(former.best, value) if within else value), former.bound
            bounds_hold = within
        limit = limit_of(best, choice.relative, choice.absolute)
        result.append(TierResult(choice.name, value, best, limit, bound, meets(best, bound)))
    return tuple(result)


def _least(problem: Problem, tier: str) -> float:
    """What no rota can be below: 0, but for wishes the points of all that are glad."""
    if tier != wishes.NAME:
        return 0
    glad = replace(problem, wishes=tuple(wish for wish in problem.wishes if wish.points > 0))
    everybody = (Assignment(slot.id, service.id) for slot in problem.slots for service in problem.services)
    return wishes.value(Roster.of(glad, everybody))


def _kept_pins(facts: PoolFacts) -> bool:
    return set(facts.planned_pins) <= set(facts.whole.pins)


def _held(pool: PoolPlan, whole: Problem, slots: Sequence[FilledSlot]) -> tuple[Assignment, ...]:
    return tuple(
        duty
        for slot in slots
        if slot.month == pool.month and slot.key in whole.slot_index
        for duty in duties(slot)
        if duty.service in whole.service_index
    )


def _pins(draft: Draft, whole: Problem) -> tuple[Pin, ...]:
    pins = [
        Pin(pin.service, pin.slot, pin.on)
        for pin in draft.pins
        if pin.slot in whole.slot_index and pin.service in whole.service_index
    ]
    if set(pins) == set(whole.pins):
        return whole.pins
    return tuple(sorted(pins, key=lambda pin: (whole.slot_index[pin.slot], pin.service)))


def _given(draft: Draft) -> tuple[Assignment, ...]:
    """The duties that were taken as served when the draft was planned."""
    given = draft.options.get("fixed")
    if not isinstance(given, Mapping):
        return ()
    return tuple(Assignment(str(slot), str(service)) for slot, held in given.items() for service in held)


def _periods(whole: Problem, held: Iterable[Assignment], slots: Mapping[str, FilledSlot]) -> set[Period]:
    return {
        Period(duty.service, slots[duty.slot].start, slots[duty.slot].end)
        for duty in held
        if duty.service in whole.service_index and duty.slot in slots
    }
