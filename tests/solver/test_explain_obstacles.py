"""What keeps a service from a duty, code after code, with the numbers behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.explain_facts import CODES, NEEDED_ELSEWHERE, Obstacle
from solver.explain_obstacles import Beside, Facts
from solver.instants import Span
from solver.problem import Active, LineDistance, Pin
from solver.reasons import Obstacles
from solver.roster import Roster
from solver.rules import RULES, breaches
from tests.solver.samples import at, duties, night, period, problem, service, slot
from tests.solver.tiny import all_rosters, tiny_problem

ATOMIUM = (50.8949, 4.3415)
LAEKEN = (50.8949, 4.3560)
SPAN_5 = Span(at("05 20:00"), at("06 08:00"))
DAY_6 = slot("day 6", "06 17:00", "06 23:00", categories=("evening",))

TABLE = [
    (
        "a line that it has not joined",
        problem([service("a", lines=("day",))], [night(5)]),
        "night 5",
        {},
        [Obstacle("not_on_line")],
    ),
    (
        "it joins on the sixth",
        problem([service("a", active=Active(start=at("06 00:00")))], [night(5)]),
        "night 5",
        {},
        [Obstacle("joins_later", instant=at("06 00:00"))],
    ),
    (
        "it leaves at midnight",
        problem([service("a", active=Active(end=at("06 00:00")))], [night(5)]),
        "night 5",
        {},
        [Obstacle("leaves_before", instant=at("06 00:00"))],
    ),
    (
        "two absences",
        problem(
            [service("a")],
            [night(5)],
            unavailable=(period("a", "05 09:00", "05 21:00"), period("a", "06 07:00", "08 07:00")),
        ),
        "night 5",
        {},
        [
            Obstacle("unavailable", span=Span(at("05 09:00"), at("05 21:00"))),
            Obstacle("unavailable", span=Span(at("06 07:00"), at("08 07:00"))),
        ],
    ),
    (
        "declared for the evening: 4 of the 12 hours, in two windows that touch",
        problem(
            [service("a", availability="declared")],
            [night(5)],
            available=(period("a", "05 18:00", "05 22:00"), period("a", "05 22:00", "06 00:00")),
        ),
        "night 5",
        {},
        [Obstacle("undeclared", 4, 12, span=Span(at("05 18:00"), at("06 00:00")))],
    ),
    (
        "declared for another day only",
        problem(
            [service("a", availability="declared")],
            [night(5)],
            available=(period("a", "07 18:00", "08 22:00"),),
        ),
        "night 5",
        {},
        [Obstacle("undeclared", 0, 12)],
    ),
    (
        "kept out by hand",
        problem([service("a")], [night(5)], pins=(Pin("a", "night 5", on=False),)),
        "night 5",
        {},
        [Obstacle("pinned_out")],
    ),
    (
        "on duty already, from 22:00 in the night",
        problem([service("a")], [night(5), slot("other", "05 22:00", "06 02:00", line="night")]),
        "night 5",
        {"a": ["other"]},
        [Obstacle("on_duty", span=Span(at("05 22:00"), at("06 02:00")), slot="other")],
    ),
    (
        "rest after a night that ends at 08:00: 9 hours to 17:00 instead of 11",
        problem([service("a")], [night(5), DAY_6]),
        "day 6",
        {"a": ["night 5"]},
        [Obstacle("rest_after", 9, 11, span=SPAN_5, slot="night 5")],
    ),
    (
        "rest before an evening at 17:00",
        problem([service("a")], [night(5), DAY_6]),
        "night 5",
        {"a": ["day 6"]},
        [Obstacle("rest_before", 9, 11, span=Span(at("06 17:00"), at("06 23:00")), slot="day 6")],
    ),
    (
        "rest after a duty outside this plan: from 18:00 to 20:00 are 2 hours",
        problem([service("a")], [night(5)], served=(period("a", "05 12:00", "05 18:00"),)),
        "night 5",
        {},
        [Obstacle("rest_after", 2, 11, span=Span(at("05 12:00"), at("05 18:00")))],
    ),
    (
        "a third duty where two are the most",
        problem([service("a", limits=(("duties", 2),))], [night(5), night(8), night(11)]),
        "night 11",
        {"a": ["night 5", "night 8"]},
        [Obstacle("limit_duties", 3, 2)],
    ),
    (
        # The night to the 25th lasts 13 hours: 12 + 13.
        "25 hours where 24 are the most, by the longer night",
        problem([service("a", limits=(("hours", 24),))], [night(5), night(24)]),
        "night 24",
        {"a": ["night 5"]},
        [Obstacle("limit_hours", 25, 24)],
    ),
    (
        "a second night where one is the most",
        problem(
            [service("a", limits=(("night", 1),))],
            [night(5, categories=("night",)), night(8, categories=("night",))],
        ),
        "night 8",
        {"a": ["night 5"]},
        [Obstacle("limit_category", 2, 1, quantity="night")],
    ),
    (
        # The 168 hours from the 5th at 20:00 hold the nights of the 5th, 8th and 11th, not the 12th's.
        "a third duty in seven days, one of them served elsewhere",
        problem(
            [service("a", limits=(("duties_per_7_days", 2),))],
            [night(8), night(11), night(12)],
            served=(period("a", "05 20:00", "06 08:00"),),
        ),
        "night 8",
        {"a": ["night 11"]},
        [Obstacle("limit_week", 3, 2, span=Span(at("05 20:00"), at("12 20:00")))],
    ),
    (
        "a member of the group is on duty from 22:00",
        problem(
            [service("a", group="g"), service("b", group="g")],
            [night(5), slot("other", "05 22:00", "06 02:00")],
        ),
        "night 5",
        {"b": ["other"]},
        [
            Obstacle(
                "group_on_duty", span=Span(at("05 22:00"), at("06 02:00")), slot="other", service="b"
            )
        ],
    ),
    (
        # 0.0145 degrees of longitude at 50.8949: 0.0145 x 111.195 km x cos = 1.0169 km.
        "a neighbour is on duty, 1 km away instead of 2",
        problem(
            [service("a", lat=ATOMIUM[0], lon=ATOMIUM[1]), service("b", lat=LAEKEN[0], lon=LAEKEN[1])],
            [night(5, required=2)],
            apart=(LineDistance("night", 2),),
        ),
        "night 5",
        {"b": ["night 5"]},
        [Obstacle("too_near", pytest.approx(1.0169, abs=1e-4), 2, service="b")],
    ),
    (
        "the only place is taken",
        problem([service("a"), service("b")], [night(5)]),
        "night 5",
        {"b": ["night 5"]},
        [Obstacle("slot_full", 2, 1)],
    ),
    (
        "several rules, in their order",
        problem(
            [service("a", limits=(("duties", 1),))],
            [night(5), DAY_6],
            unavailable=(period("a", "06 18:00", "06 19:00"),),
        ),
        "day 6",
        {"a": ["night 5"]},
        [
            Obstacle("unavailable", span=Span(at("06 18:00"), at("06 19:00"))),
            Obstacle("rest_after", 9, 11, span=SPAN_5, slot="night 5"),
            Obstacle("limit_duties", 2, 1),
        ],
    ),
    ("nothing", problem([service("a")], [night(5), night(8)]), "night 8", {"a": ["night 5"]}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given_problem", "slot_id", "rota", "expected"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_an_obstacle_is_told_with_its_numbers(given_problem, slot_id, rota, expected):
    facts = Facts(given_problem)
    beside = Beside(facts, duties(**rota))
    found = beside.obstacles(facts.services["a"], facts.slots[slot_id])
    assert list(found) == expected


def test_the_table_has_every_code_but_those_of_whole_rotas():
    told = {obstacle.code for row in TABLE for obstacle in row[4]}
    assert told == CODES.keys() - {NEEDED_ELSEWHERE, "holder_pinned"}


def test_every_rule_has_a_code():
    assert {rule.NAME for rule in RULES} | {NEEDED_ELSEWHERE} == set(CODES.values())


def test_what_is_short_is_the_difference():
    assert Obstacle("rest_after", 9, 11).short == 2
    assert Obstacle("limit_duties", 6, 5).short == 1
    assert Obstacle("pinned_out").short is None


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_obstacles_are_what_the_check_faces_find_broken_by_that_duty(seed, draw):
    tiny = tiny_problem(seed)
    roster = draw.choice(list(all_rosters(tiny)))
    facts = Facts(tiny)
    beside, faces = Beside(facts, roster.assignments), Obstacles(roster)
    for one in tiny.services:
        for duty in tiny.slots:
            further = beside.changed(plus=[item(duty, one)])
            if further.assignments == beside.assignments:
                continue
            told = list(dict.fromkeys(o.rule for o in beside.obstacles(one, duty)))
            assert told == list(faces.broken(one, duty))
            broken = list(dict.fromkeys(b.rule for b in breaches(Roster.of(tiny, further.assignments))))
            assert told == broken


def item(duty, one):
    return duties(**{one.id: [duty.id]})[0]
