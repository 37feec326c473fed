"""Reading a repair: who takes what from whom, why, at what cost, and whom to call first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from garde.basin.service import Service
from garde.calendar.month import Month
from garde.editing.documents import PoolFacts, pool_facts
from garde.editing.judging import stand_ins
from garde.planning.draft import Draft
from garde.publication.diff import Change, changes
from garde.repair.absence import Absence
from garde.repair.outcome import Call, Cost, Remainder, Repair, Replacement, Task, Why
from garde.repair.stating import Replanning, Stored, kept_out
from garde.repair.touched import Touched, UnderWay
from garde.rota import FilledSlot
from solver import Assignment, Candidate
from solver.explain_case import Budget, Case
from solver.explain_obstacles import Beside, Facts
from solver.problem import Slot


def told(
    stored: Stored,
    asked: Replanning,
    absence: Absence,
    hit: Touched,
    draft: Draft | None,
    *,
    at: datetime,
    new: bool,
    fresh: bool,
) -> Repair:
    """All that a coordinator needs to act on a repair."""
    services = {service.external_id: service for service in stored.services}
    replacements: list[Replacement] = []
    costs: list[Cost] = []
    warnings: list[str] = []
    if draft is not None:
        found = draft.options.get("warnings")
        warnings += [str(text) for text in found] if isinstance(found, list) else []
        facts = pool_facts(draft)
        published = _published(stored, draft, at)
        replacements = list(_replacements(facts, changes(published, _to_begin(draft.slots, at)), absence))
        costs = [_cost(one, published, absence) for one in facts]
    remainders = [_remainder(stored, asked, draft, duty, at) for duty in hit.under_way]
    return Repair(
        absence=absence,
        new=new,
        draft=draft,
        fresh=fresh,
        replacements=tuple(replacements),
        remainders=tuple(one for one in remainders if one is not None),
        calls=tuple(_calls(replacements, [one for one in remainders if one], absence, services)),
        costs=tuple(costs),
        warnings=tuple(warnings),
        services=services,
        at=at,
    )


def _published(stored: Stored, draft: Draft, at: datetime) -> tuple[FilledSlot, ...]:
    """The slots in force that the draft plans again."""
    planned = {slot.key for slot in draft.slots}
    return _to_begin((slot for slot in stored.in_force if slot.key in planned), at)


def _to_begin(slots: Iterable[FilledSlot], at: datetime) -> tuple[FilledSlot, ...]:
    return tuple(slot for slot in slots if not slot.begun(at))


def _replacements(
    facts: Sequence[PoolFacts], found: Iterable[Change], absence: Absence
) -> Iterator[Replacement]:
    """Every place that changes hands, soonest first, with who else could take it."""
    for change in found:
        one = next((one for one in facts if change.slot in one.whole.slot_index), None)
        if one is None or change.before == change.after:
            continue
        leaving = [] if change.after is None else [Assignment(change.slot, change.after)]
        others = stand_ins(one.judged, one.duties, change.slot, leaving=leaving, without={absence.service})
        yield Replacement(change, _why(one, change, absence), others, one.judged)


def _why(facts: PoolFacts, change: Change, absence: Absence) -> Why:
    former = change.before
    if former == absence.service:
        return "absence"
    if former is None:
        return "empty"
    return "calendar" if kept_out(Facts(facts.judged), former, change.slot) else "moved"


def _cost(facts: PoolFacts, published: Iterable[FilledSlot], absence: Absence) -> Cost:
    """What becomes of a pool's tiers, and of the loads of all whose duties change."""
    whole = facts.whole
    before = {
        Assignment(slot.key, service)
        for slot in published
        if slot.key in whole.slot_index
        for service in slot.services
        if service in whole.service_index
    }
    after = set(facts.duties)
    beside = Beside(Facts(whole), before)
    case = Case(whole, beside, whole.slots[0], Budget(0))
    touched = sorted(
        {duty.service for duty in before ^ after} | ({absence.service} & whole.service_index.keys())
    )
    effect = case.effect(Beside(beside.facts, after), touched)
    return Cost(facts.pool.month, facts.pool.name, effect.tiers, effect.loads)


def _remainder(
    stored: Stored, asked: Replanning, draft: Draft | None, duty: UnderWay, at: datetime
) -> Remainder | None:
    """Who could serve the rest of a duty under way, judged beside the draft; None where nobody takes part."""
    slot = duty.slot
    month = Month.parse(slot.month)
    pool = asked.pool_of(month, slot.line)
    if pool is None:
        return None
    start = max(duty.left_at, at)
    problem = asked.problem(month, pool)
    rest = _rest(slot, start)
    with_rest = replace(problem, slots=(*problem.slots, rest))
    held = _held(draft, asked.open_slots(month, pool))
    others = stand_ins(with_rest, held, rest.id, without={*slot.services})
    return Remainder(duty, start, others, with_rest)


def _rest(slot: FilledSlot, start: datetime) -> Slot:
    """The rest of a slot as one of its own, with the points of that part."""
    part = (slot.end - start) / (slot.end - slot.start)
    return Slot(
        id=f"{slot.key} from {start.isoformat()}",
        line=slot.line,
        start=start,
        end=slot.end,
        required=1,
        burden=max(1, round(slot.burden * part)),
        categories=slot.categories,
    )


def _held(draft: Draft | None, published: Iterable[FilledSlot]) -> tuple[Assignment, ...]:
    drafted = {} if draft is None else {slot.key: slot for slot in draft.slots}
    return tuple(
        Assignment(slot.key, service)
        for slot in (drafted.get(slot.key, slot) for slot in published)
        for service in slot.services
    )


def _calls(
    replacements: Iterable[Replacement],
    remainders: Iterable[Remainder],
    absence: Absence,
    services: Mapping[str, Service],
) -> Iterator[Call]:
    found: list[Call] = []

    def call(service: str, task: Task, slot: str, start: datetime) -> None:
        known = services.get(service)
        phone, email = (known.phone, known.email) if known else (None, None)
        found.append(Call(service, task, slot, start, phone, email))

    for one in remainders:
        first = able(one.others)
        if first:
            call(first[0].service, "serve the rest", one.duty.slot.key, one.start)
    for replacement in replacements:
        change = replacement.change
        if change.after is not None:
            call(change.after, "serve", change.slot, change.start)
        if change.before not in (None, absence.service):
            call(str(change.before), "hear", change.slot, change.start)
    yield from sorted(found, key=lambda one: one.start)


def able(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of the candidates that no rule keeps out."""
    return tuple(one for one in candidates if one.effect is not None)
