"""On tiny problems explanations say what enumeration finds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.explain_gap import MOST_CLOSINGS
from solver.problem import Pin
from solver.roster import Roster
from solver.rota import Assignment, limit_of
from solver.rules import breaches
from solver.tiers import uncovered, values
from tests.solver.tiny import TOLERANCE, all_rosters, tiny_problem

FEW = settings(max_examples=max(20, settings().max_examples // 10))


@st.composite
def rotas(draw):
    """Return a tiny problem, one of its rotas, and a slot."""
    tiny = tiny_problem(draw(st.integers(0, 10**6)))
    every = list(all_rosters(tiny))
    roster = every[draw(st.integers(0, len(every) - 1))]
    return tiny, roster.assignments, tiny.slots[draw(st.integers(0, len(tiny.slots) - 1))]


def with_pins(tiny, decided=(), released=()):
    ons = [Pin(item.service, item.slot, on=True) for item in decided]
    offs = [Pin(item.service, item.slot, on=False) for item in released]
    return replace(tiny, pins=tuple(dict.fromkeys((*tiny.pins, *ons, *offs))))


def best_of(tiny, rosters):
    """Return the best value of every tier in turn; nothing when there is no rota at all."""
    candidates = [values(Roster.of(tiny, roster.assignments)) for roster in rosters]
    if not candidates:
        return None
    result = []
    for choice in tiny.order:
        best = min(candidate[choice.name] for candidate in candidates)
        room = limit_of(best, choice.relative, choice.absolute)
        room += TOLERANCE * max(1.0, abs(room))
        candidates = [candidate for candidate in candidates if candidate[choice.name] <= room]
        result.append(best)
    return result


def rosters_under(tiny, waiver, decided):
    """Yield every rota with the duties decided that breaks nothing but the waived rule, by its waived duty.

    Rest that is waived is what the waiver leaves of it, and the other duties keep all of it.
    """
    waived = Assignment(waiver.slot, waiver.service)
    for roster in all_rosters(with_pins(tiny, released=[waived])):
        full = (*roster.assignments, waived)
        if all(item in full for item in decided) and not too_much(tiny, full, waiver):
            yield Roster.of(tiny, full)


def too_much(tiny, full, waiver):
    judge = replace(
        tiny, pins=tuple(p for p in tiny.pins if (p.service, p.slot) != (waiver.service, waiver.slot))
    )
    found = {breach.rule for breach in breaches(Roster.of(judge, full))} - {waiver.rule}
    if waiver.rule == "rest":
        services = tuple(
            replace(one, rest_hours=waiver.hours) if one.id == waiver.service else one
            for one in tiny.services
        )
        found |= {b.rule for b in breaches(Roster.of(replace(judge, services=services), full))}
    return found


def is_best(tiny, again, rosters):
    best = best_of(tiny, rosters)
    if again.state == "impossible":
        assert best is None
        return
    assert best is not None
    reached = values(Roster.of(tiny, again.assignments))
    known = True
    for tier, least in zip(again.tiers, best, strict=True):
        assert tier.value == pytest.approx(reached[tier.name], abs=1e-9)
        if known:
            assert tier.bound is None or tier.bound <= least + 1e-6
            assert tier.best >= least - 1e-9
            assert not tier.proven or tier.best == pytest.approx(least, abs=1e-3, rel=1e-4)
        known = known and tier.proven


@FEW
@given(rotas())
def test_a_way_to_close_a_gap_keeps_every_rule_but_the_one_it_names(drawn):
    tiny, assignments, slot = drawn
    said = solver.explain(tiny, assignments, slot.id, time_limit=5, workers=1)
    before = dict(said.present)
    assert before == values(Roster.of(tiny, assignments))
    for way in said.closings:
        after = {*assignments, Assignment(slot.id, way.service)}
        decided = [Assignment(slot.id, way.service)]
        if way.leaves is not None:
            after = after - {Assignment(way.leaves, way.service)} | {Assignment(way.leaves, way.successor)}
        if way.waiver is None:
            assert breaches(Roster.of(tiny, tuple(after))) == ()
            assert way.obstacles == ()
        else:
            waived = Assignment(way.waiver.slot, way.waiver.service)
            assert waived in after
            assert breaches(Roster.of(tiny, tuple(after - {waived}))) == ()
            assert not too_much(tiny, tuple(after), way.waiver)
            assert {o.rule for o in way.obstacles} == {way.waiver.rule}
            assert breaches(Roster.of(tiny, tuple(after))) != ()
            decided.append(waived)
        reached = values(Roster.of(tiny, tuple(after)))
        assert {tier.name: tier.then for tier in way.effect.tiers} == pytest.approx(reached, abs=1e-9)
        assert {tier.name: tier.now for tier in way.effect.tiers} == before
        if way.rearranged is not None:
            assert way.rearranged.state == "found"
            if way.waiver is None:
                is_best(tiny, way.rearranged, all_rosters(with_pins(tiny, decided)))
            else:
                is_best(tiny, way.rearranged, rosters_under(tiny, way.waiver, decided))
    ranks = [(way.waiver is not None, *(round(t.then, 9) for t in way.effect.tiers)) for way in said.closings]
    assert ranks == sorted(ranks)


@FEW
@given(rotas())
def test_what_became_of_a_reason_that_was_left_out_is_what_enumeration_finds(drawn):
    tiny, assignments, slot = drawn
    said = solver.explain(tiny, assignments, slot.id, time_limit=5, workers=1)
    if not said.missing:
        return
    now = uncovered.value(Roster.of(tiny, assignments))
    on_line = [one.id for one in tiny.services if slot.line in one.lines] or [one.id for one in tiny.services]
    assert [one.service for one in said.candidates] == [one for one in on_line if one not in said.holders]
    for one in said.candidates:
        duty = Assignment(slot.id, one.service)
        assert one.obstacles
        direct = [way for way in said.closings if way.service == one.service and way.leaves is None]
        if one.verdict == "closes" and not direct and len(said.closings) < MOST_CLOSINGS:
            found = Roster.of(tiny, one.rearranged.assignments)
            assert duty in found.assignments
            assert uncovered.value(found) < now
            assert {b.rule for b in breaches(found)} <= {one.lifted}
        elif one.verdict == "stays_open" and one.lifted is None:
            best = best_of(tiny, all_rosters(with_pins(tiny, [duty])))
            names = [choice.name for choice in tiny.order]
            slack = any(choice.relative or choice.absolute for choice in tiny.order)
            assert best is None or slack or best[names.index("uncovered")] >= now


@FEW
@given(rotas())
def test_what_another_service_would_cost_at_best_is_what_enumeration_finds(drawn):
    tiny, assignments, slot = drawn
    holders = [item.service for item in assignments if item.slot == slot.id]
    for asked in (None, *(one.id for one in tiny.services)):
        said = solver.explain(tiny, assignments, slot.id, asked, time_limit=5, workers=1)
        if said.missing and asked not in holders:
            continue
        for one in said.candidates:
            taken, former = Assignment(slot.id, one.service), Assignment(slot.id, one.relieves)
            after = (*(item for item in assignments if item != former), taken)
            broken = breaches(Roster.of(tiny, after))
            assert (one.effect is None) == bool(broken)
            if one.effect is not None:
                reached = values(Roster.of(tiny, after))
                assert {tier.name: tier.then for tier in one.effect.tiers} == pytest.approx(reached)
            if one.rearranged is not None:
                pinned = with_pins(tiny, [taken], [former])
                clash = {(p.service, p.slot) for p in pinned.pins if p.on} & {
                    (p.service, p.slot) for p in pinned.pins if not p.on
                }
                is_best(tiny, one.rearranged, [] if clash else all_rosters(pinned))
