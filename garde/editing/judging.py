"""What an edit does: the rules it breaks, what each tier and load becomes, and who else could serve."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from garde.editing.documents import PoolFacts
from garde.editing.moves import Edit, Moved
from garde.errors import NotFound
from garde.planning.decisions import Pinned
from solver import Assignment, Candidate, Effect, Obstacle, Problem, TierChange
from solver.explain_case import Budget, Case, rank
from solver.explain_obstacles import Beside, Facts


@dataclass(frozen=True)
class Broken:
    """What a duty would break, one thing after the other."""

    duty: Assignment
    obstacles: tuple[Obstacle, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, each once."""
        return tuple(dict.fromkeys(obstacle.rule for obstacle in self.obstacles))


@dataclass(frozen=True)
class PoolEffect:
    """What an edit does in one pool and month. ``effect`` counts all duties, those against a rule too."""

    name: str
    month: str
    problem: Problem
    effect: Effect


@dataclass(frozen=True)
class Judgement:
    """All that is known of an edit before it is saved.

    ``against_pins`` are pins that the edit does not follow. ``alternatives`` are other services for the place
    of ``slot`` that the edit is about, best first, those that a rule keeps out last; ``pool`` is where.
    """

    broken: tuple[Broken, ...]
    against_pins: tuple[Pinned, ...]
    effects: tuple[PoolEffect, ...]
    alternatives: tuple[Candidate, ...]
    pool: PoolFacts

    @property
    def sound(self) -> bool:
        """Whether it breaks nothing."""
        return not self.broken and not self.against_pins


def judge(
    before: Sequence[PoolFacts],
    after: Sequence[PoolFacts],
    edit: Edit,
    change: Moved,
    against_pins: tuple[Pinned, ...],
) -> Judgement:
    """Judges an edit that makes ``after`` of ``before``.

    Raises NotFound for a service that was not planned together with the slot it is to serve.
    """
    pool = pool_of(before, edit.slot, edit.service)
    for duty in change.gained:
        pool_of(before, duty.slot, duty.service)
    return Judgement(
        broken=tuple(_broken(after, change.gained)),
        against_pins=against_pins,
        effects=tuple(
            PoolEffect(was.pool.name, was.pool.month, was.whole, _effect(was, now, change))
            for was, now in zip(before, after, strict=True)
            if was.duties != now.duties
        ),
        alternatives=() if not (change.gained or change.lost) else alternatives(pool, edit.slot, change),
        pool=pool,
    )


def pool_of(pools: Iterable[PoolFacts], slot: str, service: str) -> PoolFacts:
    """The pool in which a slot was planned, together with a service. Raises NotFound."""
    for facts in pools:
        if slot in facts.whole.slot_index:
            if service in facts.whole.service_index:
                return facts
            raise NotFound(
                f"no service {service!r} was planned together with slot {slot}",
                remedy="see: garde services list; one that has just joined needs a new draft",
            )
    raise NotFound(
        f"slot {slot} was not up for planning in this draft",
        remedy="it began before; say who served with: garde served record",
    )


def _broken(after: Sequence[PoolFacts], gained: Iterable[Assignment]) -> Iterable[Broken]:
    for duty in gained:
        facts = pool_of(after, duty.slot, duty.service)
        tables = Facts(facts.judged)
        beside = Beside(tables, (one for one in facts.duties if one != duty))
        obstacles = beside.obstacles(tables.services[duty.service], tables.slots[duty.slot])
        if obstacles:
            yield Broken(duty, obstacles)


def _effect(was: PoolFacts, now: PoolFacts, change: Moved) -> Effect:
    values = now.values
    tiers = tuple(TierChange(name, value, values[name]) for name, value in was.values.items())
    touched = {duty.service for duty in (*change.lost, *change.gained)}
    case = Case(was.whole, Beside(Facts(was.whole), was.duties), was.whole.slots[0], Budget(0))
    then = Beside(case.facts, now.duties)
    return Effect(tiers, case.loads(then, sorted(touched & was.whole.service_index.keys())))


def alternatives(facts: PoolFacts, place: str, change: Moved) -> tuple[Candidate, ...]:
    """Other services for the place of a slot that the change is about, all other duties staying as they were.

    The best come first; those that a rule keeps out last.
    """
    leaving = [duty for duty in change.lost if duty.slot == place]
    entering = {duty.service for duty in change.gained if duty.slot == place}
    return stand_ins(facts.judged, facts.duties, place, leaving=leaving, without=entering)


def stand_ins(
    problem: Problem,
    duties: Iterable[Assignment],
    slot_id: str,
    *,
    leaving: Sequence[Assignment] = (),
    without: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """Who could take a place of a slot, the best choice first, those that a rule keeps out last.

    All other ``duties`` stay as they are. ``leaving`` is the duty that makes room, if any; the slot's holders
    and the services ``without`` are left aside.
    """
    tables = Facts(problem)
    slot = tables.slots[slot_id]
    case = Case(problem, Beside(tables, duties), slot, Budget(0))
    open_place = case.beside.changed(without=leaving)
    former = leaving[0].service if leaving else None
    out = {holder.id for holder in case.beside.holders(slot.id)} | set(without)
    found = []
    for service in problem.services:
        if service.id in out or slot.line not in service.lines:
            continue
        obstacles = open_place.obstacles(service, slot)
        effect = None
        if not obstacles:
            concerned = [service.id] if former is None else [service.id, former]
            effect = case.effect(open_place.changed(plus=[case.duty(service.id)]), concerned)
        found.append(Candidate(service.id, obstacles, former, effect))
    return tuple(sorted(found, key=_order))


def _order(candidate: Candidate) -> tuple[bool, tuple[float, ...], int, str]:
    effect = candidate.effect
    ranked = () if effect is None else rank(effect)
    return effect is None, ranked, len(candidate.obstacles), candidate.service
