"""What an edit breaks, what it costs, and who else could serve: exact numbers on small problems."""

from __future__ import annotations

from typing import Any

import pytest

from garde.editing.moves import Edit
from garde.errors import BadInput, Conflict, NotFound
from solver.problem import Active, LineDistance, Pin
from tests.garde.editing.desk import by_hand, edited, findings, judged
from tests.solver.samples import at, night, period, problem, service, slot

A, B = service("a"), service("b")
ASSIGN = Edit("assign", "night 5", "b")

RULES: list[tuple[str, dict[str, Any], list[Any], dict[str, list[str]]]] = [
    ("line", {"lines": ("other",)}, [], {}),
    ("active", {"active": Active(start=at("06 00:00"))}, [], {}),
    ("availability", {"availability": "declared"}, [], {}),
    ("rest", {}, [slot("evening 6", "06 17:00", "06 23:00")], {"b": ["evening 6"]}),
    ("limits", {"limits": (("duties", 1),)}, [night(12)], {"b": ["night 12"]}),
]


@pytest.mark.parametrize(("rule", "fields", "slots", "duties"), RULES, ids=[row[0] for row in RULES])
def test_each_rule_that_an_edit_breaks_is_named(
    rule: str, fields: dict[str, Any], slots: list[Any], duties: dict[str, list[str]]
) -> None:
    given = problem([A, service("b", **fields)], [night(5), *slots])
    draft = by_hand(given, a=["night 5"], **duties)
    after, judgement = edited(draft, ASSIGN)
    assert [broken.rules for broken in judgement.broken] == [(rule,)]
    assert [one.rules for one in after.overrides] == [(rule,)]
    assert findings(after) == []


def test_the_other_rules_are_named_too() -> None:
    absent = problem([A, B], [night(5)], unavailable=(period("b", "05 22:00", "05 23:00"),))
    _, judgement = edited(by_hand(absent, a=["night 5"]), ASSIGN)
    assert [broken.rules for broken in judgement.broken] == [("availability",)]

    mates = problem(
        [A, service("b", group="g"), service("c", group="g")],
        [night(5), slot("late", "05 22:00", "06 02:00")],
    )
    after, judgement = edited(by_hand(mates, a=["night 5"], c=["late"]), ASSIGN)
    assert [broken.rules for broken in judgement.broken] == [("group",)]
    assert findings(after) == []

    here = {"lat": 50.85, "lon": 4.35}
    near = problem(
        [A, service("b", **here), service("c", **here)],
        [night(5, required=2)],
        apart=(LineDistance("night", 1),),
    )
    after, judgement = edited(
        by_hand(near, a=["night 5"], c=["night 5"]), Edit("assign", "night 5", "b", other_service="a")
    )
    assert [broken.rules for broken in judgement.broken] == [("apart",)]
    assert findings(after) == []


def test_a_pin_is_a_decision_that_an_edit_does_not_follow_by_itself() -> None:
    draft = by_hand(problem([A, B], [night(5)]), a=["night 5"])
    draft, judgement = edited(draft, Edit("pin", "night 5", "a"))
    assert judgement.sound
    assert [(pin.service, pin.slot, pin.on) for pin in draft.pins] == [("a", "night 5", True)]
    assert b'"pins"' in draft.pools[0].problem
    after, judgement = judged(draft, ASSIGN)
    assert [pin.service for pin in judgement.against_pins] == ["a"]
    assert judgement.broken == ()
    assert after.pins == ()

    draft, _ = edited(draft, Edit("unpin", "night 5", "a"))
    draft, _ = edited(draft, Edit("pin", "night 5", "b", on=False))
    _, judgement = judged(draft, ASSIGN)
    assert [(pin.service, pin.on) for pin in judgement.against_pins] == [("b", False)]


def test_pinning_makes_it_so() -> None:
    draft = by_hand(problem([A, B], [night(5), night(9)]), a=["night 5"], b=["night 9"])
    draft, _ = edited(draft, Edit("pin", "night 5", "b"))
    assert [slot.places for slot in draft.slots] == [("b",), ("b",)]
    draft, _ = edited(draft, Edit("pin", "night 9", "b", on=False))
    assert [slot.places for slot in draft.slots] == [("b",), (None,)]
    assert findings(draft) == []


FOUR = [night(5, burden=3), night(8, burden=3), night(11, burden=3), night(14, burden=3)]


def test_costs_and_alternatives_are_exact_and_the_best_is_first() -> None:
    # 12 points for three: 4 each is fair. a 6, b 6, c 0: 4 + 4 + 16 = 24. If c takes night 5 from a:
    # a 3, b 6, c 3: 1 + 4 + 1 = 6. If b does: a 3, b 9, c 0: 1 + 25 + 16 = 42.
    draft = by_hand(problem([A, B, service("c")], FOUR), a=["night 5", "night 8"], b=["night 11", "night 14"])
    after, judgement = edited(draft, ASSIGN)
    (pool,) = judgement.effects
    assert [(tier.name, tier.now, tier.then) for tier in pool.effect.tiers[:2]] == [
        ("uncovered", 0, 0),
        ("unfairness", 24, 42),
    ]
    assert {(load.service, load.now, load.then, load.fair) for load in pool.effect.loads} == {
        ("a", 6, 3, 4),
        ("b", 6, 9, 4),
    }
    (other,) = judgement.alternatives
    assert (other.service, other.relieves) == ("c", "a")
    assert other.effect is not None
    assert [tier.then for tier in other.effect.tiers[:2]] == [0, 6]
    assert [tier.value for tier in after.pools[0].rota.tiers[:2]] == [0, 42]
    _, judgement = judged(draft, Edit("unassign", "night 5", "a"))
    # Without anybody: a 3, b 6, c 0: 1 + 4 + 16 = 21, and 3 points are open.
    assert [(tier.now, tier.then) for tier in judgement.effects[0].effect.tiers[:2]] == [(0, 3), (24, 21)]
    assert [one.service for one in judgement.alternatives] == ["c", "b"]


def test_those_whom_a_rule_keeps_out_come_last() -> None:
    given = problem([A, B, service("c")], FOUR, unavailable=(period("c", "05 22:00", "05 23:00"),))
    draft = by_hand(given, a=["night 5", "night 8"], b=["night 11", "night 14"])
    _, judgement = judged(draft, Edit("unassign", "night 5", "a"))
    assert [(one.service, one.effect is None) for one in judgement.alternatives] == [
        ("b", False),
        ("c", True),
    ]
    assert [obstacle.code for obstacle in judgement.alternatives[1].obstacles] == ["unavailable"]


def test_an_exchange_is_judged_with_both_duties_changed() -> None:
    # Each serves the other's night: rest would be broken only if the own duty were still counted.
    given = problem([A, B], [night(5, burden=1), night(6, burden=5)])
    draft = by_hand(given, a=["night 5"], b=["night 6"])
    after, judgement = edited(
        draft, Edit("exchange", "night 5", "a", other_slot="night 6", other_service="b")
    )
    assert judgement.sound
    assert [slot.places for slot in after.slots] == [("b",), ("a",)]
    assert findings(after) == []


@pytest.mark.parametrize(
    ("edit", "kind", "message"),
    [
        (Edit("assign", "night 7", "b"), NotFound, "draft 1 has no slot 'night 7'; see: garde drafts show 1"),
        (Edit("assign", "night 5", "a"), Conflict, "a serves night 5 already; nothing needs to change"),
        (Edit("unassign", "night 5", "b"), Conflict, "b does not serve night 5; on duty there: a"),
        (Edit("unpin", "night 5", "a"), NotFound, "a is not pinned in night 5"),
        (Edit("assign", "two 9", "c"), BadInput, "--instead-of: every place of two 9 is taken, by a and b"),
        (Edit("exchange", "night 5", "a"), BadInput, "an exchange is between two duties"),
        (Edit("exchange", "night 5", "a", "two 9", "b"), Conflict, "a serves two 9 already"),
        (Edit("exchange", "night 5", "a", "night 5", "b"), BadInput, "between two slots and two services"),
        (Edit("assign", "night 5", "z"), NotFound, "no service 'z' was planned together with slot night 5"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(edit: Edit, kind: type[Exception], message: str) -> None:
    given = problem([A, B, service("c")], [night(5), night(9, "two 9", required=2)])
    draft = by_hand(given, a=["night 5", "two 9"], b=["two 9"])
    with pytest.raises(kind) as refusal:
        judged(draft, edit)
    assert message in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_decision_of_the_engine_s_own_pins_can_be_taken_back() -> None:
    given = problem([A, B], [night(5), night(9)], pins=(Pin("a", "night 5", on=True),))
    draft = by_hand(given, a=["night 5"], b=["night 9"])
    assert draft.pins == ()
    # The engine was given a pin that is no longer decided: its bounds are not claimed any more.
    after, _ = edited(draft, ASSIGN)
    assert b'"pins"' not in after.pools[0].problem
    assert findings(after) == []
