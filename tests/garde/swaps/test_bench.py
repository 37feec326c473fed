"""What the bench finds by looking only at what changes is what a count of everything anew finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.availability.window import Window
from garde.calendar.month import Month
from garde.planning.plan import Known
from garde.planning.standing import Standing, standings
from garde.publication.publish import ledger_of
from garde.rota import FilledSlot
from garde.swaps.bench import Bench
from garde.swaps.change import Change, swapped
from solver import breaches, values
from tests.garde.town import instant, line, service, slot, town

MONTHS = (Month(2027, 1), Month(2027, 2))
CONFIG = town(
    lines=[
        line("pharmacy", languages=["nl"], reach_km=0.5, apart_km=0.2),
        line("nursing"),
        line("alone"),
    ],
    planning={
        "fairness": {"burden": 1, "night": 2},
        "tiers": ["uncovered", "unfairness", "languages", "distance", "wishes"],
    },
)
KEYS = [
    "pharmacy/2027-01-29/day",
    "pharmacy/2027-01-30/day",
    "pharmacy/2027-01-31/day",
    "pharmacy/2027-02-01/day",
    "pharmacy/2027-02-02/day",
    "nursing/2027-01-31/day",
    "nursing/2027-02-02/day",
    "alone/2027-01-30/day",
    "alone/2027-02-01/day",
]
LINES = {
    "a": ("pharmacy", "nursing"),
    "b": ("pharmacy",),
    "c": ("pharmacy", "nursing"),
    "d": ("nursing", "pharmacy"),
    "e": ("alone",),
    "f": ("alone",),
}


@st.composite
def rotas(draw: st.DrawFn) -> Known:
    """Six services with all kinds of limits, and two months of duties of three lines in two pools."""
    services = tuple(
        service(
            name,
            *lines,
            share=draw(st.sampled_from([0.5, 1.0, 3.0])),
            rest_hours=draw(st.sampled_from([0.0, 11.0, 13.0, 40.0])),
            max_duties=draw(st.sampled_from([None, None, 1, 2])),
            max_nights=draw(st.sampled_from([None, None, 1])),
            group=draw(st.sampled_from([None, None, "g"])),
            languages=draw(st.sampled_from([(), ("nl",)])),
            lat=draw(st.sampled_from([50.870, 50.871, 50.875])),
            lon=4.38,
        )
        for name, lines in LINES.items()
    )
    windows = {
        name: (Window("unavailable", instant("2027-02-01T12:00"), instant("2027-02-01T13:00")),)
        for name in draw(st.sets(st.sampled_from(list(LINES)), max_size=2))
    }
    windows["b"] = (
        *windows.get("b", ()),
        Window("wish", instant("2027-01-30T08:00"), instant("2027-01-31T20:00"), 3),
    )
    slots = []
    for key in KEYS:
        empty = [None] * draw(st.integers(1, 2))
        night = ("night",) if draw(st.booleans()) else ()
        languages = ("nl",) if key.startswith("pharmacy") else ()
        burden = draw(st.sampled_from([1, 12]))
        slots.append(slot(key, empty, burden, categories=night, languages=languages))
    known = known_of(services, windows, tuple(slots))
    for number, one in enumerate(slots):
        able = [name for name, lines in LINES.items() if one.line in lines]
        for place, name in enumerate(draw(st.permutations(able))[: one.required]):
            places = [*one.places[:place], name, *one.places[place + 1 :]]
            tried = known_of(
                services, windows, (*slots[:number], replace(one, places=tuple(places)), *slots[number + 1 :])
            )
            if sound(tried):
                known, one = tried, tried.in_force[number]
                slots[number] = one
    return known


def sound(known: Known) -> bool:
    return not any(breaches(one.problem, one.duties) for one in stated(known))


def known_of(services: tuple, windows: dict, slots: tuple[FilledSlot, ...]) -> Known:  # type: ignore[type-arg]
    entries = ledger_of(CONFIG, services, [MONTHS[0]], slots)
    return Known(services, windows, slots, entries)


def stated(known: Known) -> list[Standing]:
    return [standing for month in MONTHS for standing in standings(CONFIG, known, month)]


@given(rotas(), st.data())
def test_a_change_is_judged_as_the_engine_would_judge_the_whole_rota(
    known: Known, data: st.DataObject
) -> None:
    before = stated(known)
    slots = {one.key: one for one in known.in_force}
    given_away = data.draw(st.sampled_from([one for one in known.in_force if one.services]))
    giver = data.draw(st.sampled_from(given_away.services))
    taker = data.draw(st.sampled_from([name for name in LINES if name not in given_away.services]))
    returns = [key for key, one in slots.items() if taker in one.services and giver not in one.services]
    change = Change(giver, taker, given_away.key, data.draw(st.sampled_from([None, *returns])))
    judgement = Bench(tuple(before), known.in_force, CONFIG.ledger.cap_months).judge(change)

    after_slots = swapped(known.in_force, change)
    after = stated(known_of(known.services, dict(known.windows), after_slots))
    broken = {breach.rule for one in after for breach in breaches(one.problem, one.duties)}
    # A service of another pool is none of the problem's: the engine would not know it.
    known_to_all = all(
        duty.service in one.problem.service_index
        for duty in change.gained
        for one in after
        if duty.slot in one.problem.slot_index
    )
    assert judgement.sound == (known_to_all and not broken)
    if not known_to_all:
        return
    assert {rule for part in judgement.parts for rule in part.rules} == broken
    touched = {(one.pool, one.month) for one in judgement.effects}
    assert touched
    for effect in judgement.effects:
        (then,) = [one for one in after if (one.pool, one.month) == (effect.pool, effect.month)]
        told = {tier.name: tier.then for tier in effect.effect.tiers}
        # A Problem states balances with six digits; squared loads show a little of that.
        assert told == pytest.approx(values(then.problem, then.duties), abs=1e-3)


def test_duties_that_move_keep_their_place() -> None:
    two = slot("pharmacy/2027-01-30/day", ["a", "b"])
    other = slot("pharmacy/2027-01-31/day", ["c", None])
    moved = swapped([two, other], Change("b", "c", two.key, other.key))
    assert [one.places for one in moved] == [("a", "c"), ("b", None)]
    assert [replace(one, places=()) for one in moved] == [replace(one, places=()) for one in (two, other)]
    assert swapped(moved, Change("b", "c", two.key, other.key).back) == (two, other)
