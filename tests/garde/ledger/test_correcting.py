"""No-shows, replacements and adjustments in the account of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.month import Month
from garde.ledger.account import Entry, balances, month_account, pool_account
from garde.ledger.adjustment import Adjustment
from garde.ledger.correcting import adjusted, corrected
from garde.rota import FilledSlot
from garde.served import Record, parts
from tests.garde.town import instant, service, slot

BRUSSELS = ZoneInfo("Europe/Brussels")
APRIL = Month(2027, 4)
LATER = instant("2027-05-03T09:00")
MEMBERS = [service("a"), service("b"), service("c", share=2.0)]


def duty(day: int, holder: str, **more: object) -> FilledSlot:
    return slot(f"pharmacy/2027-04-{day:02}/day", [holder], 24, **more)


def record(held: FilledSlot, number: int = 1, until: int | None = None, by: str | None = None) -> Record:
    """The holder was absent, or left after so many hours; somebody served the rest."""
    start, end = (None, None) if until is None else (held.start, held.start + timedelta(hours=until))
    return Record(number, held.key, held.services[0], start, end, by, None, LATER, "ann")


def account(slots: list[FilledSlot], records: list[Record]) -> dict[tuple[str, str], tuple[float, float]]:
    """Served and due, told anew from the entries of the plan."""
    planned = month_account(slots, MEMBERS, month=APRIL, pool="pharmacy", zone=BRUSSELS)
    entries = corrected(planned, slots, records)
    straight = month_account(slots, MEMBERS, month=APRIL, pool="pharmacy", zone=BRUSSELS, records=records)
    assert entries == tuple(sorted(straight, key=lambda one: (one.month, one.service, one.quantity)))
    return {(entry.service, entry.quantity): (entry.served, entry.due) for entry in entries}


def test_who_did_not_come_gets_nothing_and_nobody_owes_it() -> None:
    slots = [duty(1, "a"), duty(2, "b"), duty(3, "c"), duty(4, "c")]
    # Three of four duties of 24 were served: 72 points, 18 a share.
    assert account(slots, [record(slots[0])]) == {
        ("a", "burden"): (0, 18),
        ("b", "burden"): (24, 18),
        ("c", "burden"): (48, 36),
    }


def test_a_replacement_gets_the_part_it_served_in_points_and_in_categories() -> None:
    slots = [duty(1, "a", categories=("night",)), duty(2, "c")]
    # Nine of twelve hours are 18 points and three quarters of a night; the stand-in gets the rest.
    assert account(slots, [record(slots[0], until=9, by="b")]) == {
        ("a", "burden"): (18, 12),
        ("b", "burden"): (6, 12),
        ("c", "burden"): (24, 24),
        ("a", "night"): (0.75, 0.25),
        ("b", "night"): (0.25, 0.25),
        ("c", "night"): (0, 0.5),
    }


def test_a_stand_in_of_another_pool_is_owed_all_of_it() -> None:
    slots = [duty(1, "a"), duty(2, "b")]
    found = account(slots, [record(slots[0], by="guest")])
    assert found[("guest", "burden")] == (24, 0)
    assert found[("a", "burden")] == (0, 12)


def test_a_record_that_is_taken_back_leaves_the_plan() -> None:
    slots = [duty(1, "a"), duty(2, "b")]
    absent = record(slots[0], by="c")
    back = replace(absent, id=2, start=slots[0].start, end=slots[0].end, replaced_by=None)
    assert account(slots, [absent, back]) == account(slots, [])


def test_a_month_in_which_nobody_came_asks_nothing_of_anybody() -> None:
    slots = [duty(1, "a")]
    assert set(account(slots, [record(slots[0])]).values()) == {(0, 0)}


def test_shares_stay_those_of_the_month() -> None:
    slots = [duty(1, "a"), duty(2, "b")]
    planned = month_account(slots, MEMBERS, month=APRIL, pool="pharmacy", zone=BRUSSELS)
    # Whatever shares are by now, the entries know that they were 1, 1 and 2; others' months are untouched.
    other = Entry("a", "2027-03", "pharmacy", "burden", 5, 5, 1.0, 24.0)
    entries = corrected([other, *planned], slots, [record(slots[0])])
    assert entries[0] == other
    assert [(entry.service, entry.due, entry.share) for entry in entries[1:]] == [
        ("a", 6, 1),
        ("b", 6, 1),
        ("c", 12, 2),
    ]


def test_an_adjustment_stands_beside_what_was_served_and_counts_in_the_balance() -> None:
    entries = month_account([duty(1, "a")], MEMBERS, month=APRIL, pool="pharmacy", zone=BRUSSELS)
    given = [
        Adjustment(1, "a", "2027-04", "burden", -3.0, "left early, never recorded", LATER, "ann"),
        Adjustment(2, "b", "2027-04", "night", 1.0, "helped next door", LATER, "ann"),
        Adjustment(3, "late", "2027-05", "burden", 2.0, "brought along", LATER, "ann"),
    ]
    found = {(one.service, one.quantity): one for one in adjusted(entries, given, {"late": "nursing"})}
    first = found[("a", "burden")]
    # 24 served, a quarter of it due, and three points less.
    assert (first.served, first.due, first.adjusted, first.balance) == (24, 6, -3, 15)
    assert found[("b", "night")].pool == "pharmacy"
    assert (found[("late", "burden")].pool, found[("late", "burden")].balance) == ("nursing", 2)
    back = replace(given[0], id=4, amount=3.0)
    undone = adjusted(entries, [given[0], back], {})
    assert balances(undone) == balances(entries)


NAMES = st.sampled_from([*(member.external_id for member in MEMBERS), "guest"])


@st.composite
def served_months(draw: st.DrawFn) -> tuple[list[FilledSlot], list[Record]]:
    slots = [
        duty(day, draw(NAMES), categories=draw(st.sampled_from([(), ("night",), ("night", "weekend")])))
        for day in range(1, draw(st.integers(2, 12)))
    ]
    slots = [replace(held, burden=draw(st.integers(1, 100))) for held in slots]
    records = []
    for number, held in enumerate(slots, start=1):
        if draw(st.booleans()):
            others = ["a", "b", "c", "guest"]
            others.remove(held.services[0])
            by = draw(st.none() | st.sampled_from(others))
            records.append(record(held, number, draw(st.none() | st.integers(1, 11)), by))
    return slots, records


@given(served_months(), st.randoms())
def test_balances_add_up_to_nothing_in_any_order_and_told_twice(
    case: tuple[list[FilledSlot], list[Record]], random: object
) -> None:
    slots, records = case
    planned = month_account(slots, MEMBERS, month=APRIL, pool="pharmacy", zone=BRUSSELS)
    once = corrected(planned, slots, records)
    for quantity in {entry.quantity for entry in once}:
        own = [entry for entry in once if entry.quantity == quantity]
        assert sum(entry.balance for entry in own) == pytest.approx(0, abs=1e-9)
    assert corrected(once, slots, records) == once
    mixed = list(slots)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert corrected(planned, mixed, records) == once
    shares = {member.external_id: member.share for member in MEMBERS}
    there = pool_account(parts(slots, records), shares, month="2027-04", pool="pharmacy")
    back = pool_account(
        reversed(parts(slots, records)), dict(reversed(shares.items())), month="2027-04", pool="pharmacy"
    )
    assert there == back
