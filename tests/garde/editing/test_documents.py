"""Documents of edited drafts: the independent check agrees with them, and an undone edit leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solver
from garde.editing.documents import pool_facts
from garde.editing.explaining import ask_edited
from garde.editing.moves import Edit
from garde.errors import GardeError, NotFound
from garde.planning.decisions import without_decided
from garde.planning.draft import Draft
from garde.planning.fairness import loads
from solver import Assignment, Problem
from solver.instants import Span
from solver.problem import Area, LineDistance, Place, Service, Slot, TierChoice, Wish
from tests.garde.editing.desk import by_hand, draft_of, edited, findings
from tests.solver.samples import at, night, period, problem, service, slot


def rich() -> Problem:
    """Every rule and every tier has something to say in it."""
    places = {"a": (50.85, 4.35), "b": (50.8501, 4.3501), "c": (50.90, 4.40), "d": (50.80, 4.30)}
    fields: dict[str, dict[str, object]] = {
        "a": {"limits": (("duties", 3), ("night", 2)), "languages": ("fr",)},
        "b": {"group": "g", "limits": (("duties_per_7_days", 1),), "carried": (("burden", 1.5),)},
        "c": {"group": "g", "share": 2, "languages": ("nl",)},
        "d": {"lines": ("night", "day"), "rest_hours": 24},
    }
    services = [
        service(name, lat=places[name][0], lon=places[name][1], **more) for name, more in fields.items()
    ]
    slots = [night(day, burden=3, categories=("night",)) for day in (5, 6, 8, 11)]
    slots += [
        night(14, required=2, burden=4, languages=("nl", "fr")),
        slot("day 6", "06 09:00", "06 19:00", line="day", burden=2),
        slot("late 14", "14 22:00", "15 02:00", burden=1),
    ]
    return problem(
        services,
        slots,
        unavailable=(period("c", "08 21:00", "08 22:00"),),
        wishes=(
            Wish("a", at("05 00:00"), at("06 00:00"), points=2),
            Wish("d", at("11 00:00"), at("12 00:00"), points=-3),
        ),
        areas=(Area("centre", 50.85, 4.35, 1000), Area("south", 50.80, 4.30, 500)),
        reach=(LineDistance("night", 3),),
        apart=(LineDistance("night", 1),),
        fairness=(("burden", 1), ("night", 2)),
        tiers=tuple(
            TierChoice(name)
            for name in ("uncovered", "changes", "unfairness", "languages", "distance", "wishes")
        ),
        base=(Place("a", "night 5"), Place("c", "night 14"), Place("gone", "night 6")),
    )


@pytest.fixture(scope="module")
def proposal() -> Draft:
    return draft_of(rich())


SLOTS = [slot.id for slot in rich().slots]
NAMES = [service.id for service in rich().services]
EDITS = st.builds(
    Edit,
    verb=st.sampled_from(["assign", "unassign", "exchange", "pin", "unpin"]),
    slot=st.sampled_from(SLOTS),
    service=st.sampled_from(NAMES),
    other_slot=st.sampled_from(SLOTS),
    other_service=st.sampled_from([*NAMES, None]),
    on=st.booleans(),
)


def after_all(draft: Draft, edits: list[Edit]) -> Draft:
    """The draft after those of the edits that fit."""
    for edit in edits:
        if edit.verb == "assign":
            edit = replace(edit, other_slot=None)
        try:
            draft, _ = edited(draft, edit)
        except GardeError:
            continue
    return draft


@given(edits=st.lists(EDITS, max_size=12))
def test_after_any_edits_every_document_stands_the_check(proposal: Draft, edits: list[Edit]) -> None:
    draft = after_all(proposal, edits)
    assert findings(draft) == []
    (facts,), (pool,) = pool_facts(draft), draft.pools
    assert set(facts.duties) == {Assignment(s.key, one) for s in draft.slots for one in s.services}
    # What every service carries beyond its part is the same, told with or without the duties against a rule.
    (unfair,) = (tier.value for tier in pool.rota.tiers if tier.name == "unfairness")
    assert unfair == pytest.approx(facts.values["unfairness"])
    assert sum(row.duties for row in loads(pool, draft.slots)) == len(facts.duties)
    weights = {slot.key: slot.burden for slot in draft.slots}
    for row in loads(pool, draft.slots):
        assert row.served == sum(weights[one.slot] for one in facts.duties if one.service == row.service)
        assert row.carried == pytest.approx(1.5 if row.service == "b" else 0)


@given(edits=st.lists(EDITS, max_size=8), data=st.data())
def test_undoing_an_edit_restores_the_values(proposal: Draft, edits: list[Edit], data: st.DataObject) -> None:
    before = after_all(proposal, edits)
    last = data.draw(st.sampled_from(possible(before)))
    changed, _ = edited(before, last)
    undone = back(before, changed, last)
    assert undone.slots == before.slots
    assert [facts.values for facts in pool_facts(undone)] == [facts.values for facts in pool_facts(before)]
    assert findings(undone) == []
    if undone.overrides == before.overrides and undone.pins == before.pins:
        assert [(p.problem, p.document) for p in undone.pools] == [
            (p.problem, p.document) for p in before.pools
        ]


def possible(draft: Draft) -> list[Edit]:
    """Every duty that could be given to somebody else, and every two that could be exchanged."""
    gifts = [
        Edit("assign", slot.key, name, other_service=holder)
        for slot in draft.slots
        for holder in slot.services or (None,)
        for name in NAMES
        if name not in slot.services
    ]
    exchanges = [
        Edit("exchange", one.key, mine, other.key, theirs)
        for one in draft.slots
        for other in draft.slots
        for mine in one.services
        for theirs in other.services
        if one.key < other.key and mine not in other.services and theirs not in one.services
    ]
    return gifts + exchanges


def back(before: Draft, changed: Draft, edit: Edit) -> Draft:
    """The draft after the edit that undoes this one."""
    if edit.verb == "exchange":
        assert edit.other_slot is not None
        assert edit.other_service is not None
        return edited(
            changed, Edit("exchange", edit.slot, edit.other_service, edit.other_slot, edit.service)
        )[0]
    was, now = (next(s for s in draft.slots if s.key == edit.slot) for draft in (before, changed))
    former = was.places[now.places.index(edit.service)]
    if former is None:
        return edited(changed, Edit("unassign", edit.slot, edit.service))[0]
    return edited(changed, Edit("assign", edit.slot, former, other_service=edit.service))[0]


def test_bounds_are_kept_as_long_as_they_are_bounds() -> None:
    # 9 points for two: 6 and 3, each 1.5 off 4.5, 4.5 in all, is the best there is.
    draft = draft_of(problem([service("a"), service("b")], [night(day, burden=3) for day in (5, 8, 11)]))
    proven = {tier.name: tier.bound for tier in draft.pools[0].rota.tiers}
    assert proven["unfairness"] == pytest.approx(4.5)
    rich_one = max(("a", "b"), key=lambda name: sum(name in slot.places for slot in draft.slots))
    (poor_slot,) = (slot for slot in draft.slots if rich_one not in slot.places)

    worse, _ = edited(draft, Edit("assign", poor_slot.key, rich_one))
    tiers = {tier.name: tier for tier in worse.pools[0].rota.tiers}
    # 9 and 0: 4.5² + 4.5² = 40.5; the bound of the same problem still holds.
    assert (tiers["unfairness"].value, tiers["unfairness"].bound) == (40.5, proven["unfairness"])
    assert (tiers["uncovered"].proven, tiers["unfairness"].proven) == (True, False)
    assert worse.pools[0].rota.status == "feasible"

    gap, _ = edited(draft, Edit("unassign", poor_slot.key, poor_slot.places[0] or ""))
    tiers = {tier.name: tier for tier in gap.pools[0].rota.tiers}
    # With 3 points open, unfairness was given room: nothing is claimed of it. 6 and 0: 1.5² + 4.5² = 22.5.
    assert (tiers["uncovered"].value, tiers["uncovered"].bound) == (3, 0)
    assert (tiers["unfairness"].value, tiers["unfairness"].bound) == (22.5, 0)
    assert [one.slot for one in gap.pools[0].rota.gaps] == [poor_slot.key]


def test_a_pin_keeps_the_bounds_and_is_in_the_problem() -> None:
    draft = draft_of(problem([service("a"), service("b")], [night(5, burden=3), night(8, burden=3)]))
    holder = draft.slots[0].services[0]
    pinned, _ = edited(draft, Edit("pin", "night 5", holder))
    assert solver.load_problem(pinned.pools[0].problem).pins[0].slot == "night 5"
    assert pinned.pools[0].rota.tiers == draft.pools[0].rota.tiers
    free, _ = edited(pinned, Edit("unpin", "night 5", holder))
    assert free == draft


def test_a_duty_against_a_rule_is_served_and_never_a_pin() -> None:
    given_ = problem(
        [service("a"), service("b", limits=(("duties", 1),), carried=(("burden", -1),))],
        [night(5, burden=3, categories=("night",)), night(8, burden=3)],
    )
    draft, _ = edited(by_hand(given_, a=["night 5"], b=["night 8"]), Edit("assign", "night 5", "b"))
    told = solver.load_problem(draft.pools[0].problem)
    assert [slot.id for slot in told.slots] == ["night 8"]
    assert [(one.service, one.start) for one in told.served] == [("b", at("05 20:00"))]
    assert told.services[1].carried == (("burden", 2), ("night", 1))
    assert told.pins == ()
    draft, _ = edited(draft, Edit("pin", "night 5", "b"))
    assert [pin.slot for pin in draft.pins] == ["night 5"]
    assert solver.load_problem(draft.pools[0].problem).pins == ()
    again = solver.solve(solver.load_problem(draft.pools[0].problem), digest="", workers=1)
    assert again.assignments == (Assignment("night 8", "a"),)


def test_what_nobody_else_need_do_any_more_is_not_asked() -> None:
    whole = rich()
    left = without_decided(whole, [Assignment("night 14", "c"), Assignment("day 6", "a")])
    (open_slot,) = (slot for slot in left.slots if slot.id == "night 14")
    assert (open_slot.required, open_slot.languages) == (1, ("fr",))
    assert "day 6" not in left.slot_index
    assert left.base == (Place("a", "night 5"), Place("gone", "night 6"))
    assert without_decided(whole, []) is whole


def test_a_duty_against_a_rule_is_explained_and_unknown_ones_refused() -> None:
    given_ = problem([service("a"), service("b", limits=(("duties", 1),))], [night(5), night(8)])
    draft, _ = edited(by_hand(given_, a=["night 5"], b=["night 8"]), Edit("assign", "night 5", "b"))
    told = ask_edited(draft, "night 5", time_limit=0).explanation
    assert told.holders == ("b",)
    (other,) = told.candidates
    assert (other.service, other.relieves) == ("a", "b")
    with pytest.raises(NotFound, match="no slot 'night 5' for service 'z'"):
        ask_edited(draft, "night 5", "z", time_limit=0)
    with pytest.raises(NotFound, match="no slot 'night 6'"):
        ask_edited(draft, "night 6", time_limit=0)


def two_months() -> Draft:
    """October and November, a duty each side of midnight, November with what October left."""
    zone = "+01:00"
    november = Span(
        datetime.fromisoformat(f"2026-11-01T00:00:00{zone}"),
        datetime.fromisoformat(f"2026-12-01T00:00:00{zone}"),
    )
    october = problem([service("a"), service("b")], [slot("last", "31 12:00", "31 22:00", burden=4)])
    first = by_hand(october, a=["last"])
    nov = Problem(
        "a small basin",
        "Europe/Brussels",
        november,
        # a served 4 and its due was 2: 2 more than its part; b the other way round.
        (
            Service("a", ("night",), carried=(("burden", 2),)),
            Service("b", ("night",), carried=(("burden", -2),)),
        ),
        (Slot("first", "night", datetime.fromisoformat(f"2026-11-01T06:00:00{zone}"),
              datetime.fromisoformat(f"2026-11-01T12:00:00{zone}"), burden=4),),
        served=(period("a", "31 12:00", "31 22:00"),),
    )  # fmt: skip
    second = by_hand(nov, b=["first"])
    return replace(
        first,
        months=("2026-10", "2026-11"),
        slots=(*first.slots, *second.slots),
        pools=(*first.pools, *second.pools),
    )


def test_rest_is_kept_and_balances_handed_on_over_the_months_of_a_draft() -> None:
    draft = two_months()
    # Eight hours after "last" comes "first", which b has: rest of 11 hours would be broken.
    after, judgement = edited(draft, Edit("assign", "last", "b"))
    assert [broken.rules for broken in judgement.broken] == [("rest",)]
    told = solver.load_problem(after.pools[1].problem)
    assert [dict(one.carried) for one in told.services] == [{"burden": -2}, {"burden": 6}]
    # b's carried is 2 from October and 4 of "first", which stands beside a duty against a rule.
    assert {(one.service, one.start) for one in told.served} == {
        ("b", at("31 12:00")),
        ("b", datetime.fromisoformat("2026-11-01T06:00:00+01:00")),
    }
    assert findings(after) == []
    undone, _ = edited(after, Edit("assign", "last", "a"))
    assert [(pool.problem, pool.document) for pool in undone.pools] == [
        (pool.problem, pool.document) for pool in draft.pools
    ]
