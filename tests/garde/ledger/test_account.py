from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.basin.service import Service
from garde.calendar.month import Month
from garde.ledger.account import Entry, active_part, balances, membership, month_account
from garde.rota import FilledSlot
from tests.garde.town import service, slot

BRUSSELS = ZoneInfo("Europe/Brussels")
APRIL = Month(2027, 4)


def account(
    slots: list[FilledSlot], members: list[Service], month: Month = APRIL
) -> dict[tuple[str, str], tuple[float, float]]:
    """Served and due by service and quantity."""
    entries = month_account(slots, members, month=month, pool="pharmacy", zone=BRUSSELS)
    assert {(entry.month, entry.pool) for entry in entries} <= {(str(month), "pharmacy")}
    assert len({(entry.service, entry.quantity) for entry in entries}) == len(entries)
    return {(entry.service, entry.quantity): (entry.served, entry.due) for entry in entries}


def days(*holders: str | None, burden: int = 24, **more: object) -> list[FilledSlot]:
    """One duty a day from 1 April, held by these in turn."""
    return [
        slot(f"pharmacy/2027-04-{day:02}/day", [holder], burden, **more)
        for day, holder in enumerate(holders, start=1)
    ]


def test_what_was_served_is_owed_by_share() -> None:
    members = [service("half", share=0.5), service("one", share=1.0), service("two", share=2.0)]
    # Four duties of 35 points are 140, and the shares 3.5: 40 points a share.
    found = account(days("one", "one", "two", "half", burden=35), members)
    assert found == {
        ("half", "burden"): (35, 20),
        ("one", "burden"): (70, 40),
        ("two", "burden"): (35, 80),
    }


def test_categories_are_counted_in_duties() -> None:
    members = [service("a"), service("b")]
    slots = [*days("a", categories=("night", "weekend")), *days(None, "b", categories=("night",))[1:]]
    assert account(slots, members) == {
        ("a", "burden"): (24, 24),
        ("b", "burden"): (24, 24),
        ("a", "night"): (1, 1),
        ("b", "night"): (1, 1),
        ("a", "weekend"): (1, 0.5),
        ("b", "weekend"): (0, 0.5),
    }


def test_who_joins_in_mid_month_owes_for_the_rest_of_it_alone() -> None:
    # April has 30 days: from the 16th on, 15 of them, half of a share.
    members = [service("old"), service("new", active_from=date(2027, 4, 16))]
    found = account(days("old", "old", "new"), members)
    # 72 points over one share and a half: 48 and 24.
    assert found == {("old", "burden"): (48, 48), ("new", "burden"): (24, 24)}


def test_who_leaves_owes_until_its_last_day() -> None:
    # Until the 10th included: a third of April, 18 points of the 72 for a third against three thirds.
    members = [service("stays"), service("leaves", active_until=date(2027, 4, 10))]
    found = account(days("stays", "stays", "leaves"), members)
    assert found[("leaves", "burden")] == (24, pytest.approx(18))
    assert found[("stays", "burden")] == (48, pytest.approx(54))


def test_a_month_with_a_clock_change_counts_elapsed_time() -> None:
    # March 2027 lasts 31 days less an hour, 743 hours; from the 28th on, 4 days less an hour, 95.
    start, end = Month(2027, 3).start(BRUSSELS), Month(2027, 3).end(BRUSSELS)
    joins = service("joins", active_from=date(2027, 3, 28))
    assert active_part(joins, start, end, BRUSSELS) == pytest.approx(float(Fraction(95, 743)))


def test_nobody_owes_a_duty_that_nobody_served() -> None:
    members = [service("a"), service("b")]
    assert account(days("a", None, None, "b"), members) == {
        ("a", "burden"): (24, 24),
        ("b", "burden"): (24, 24),
    }
    assert account(days(None, None), members) == {}


def test_who_helped_out_without_a_share_is_owed_all_of_it() -> None:
    found = account(days("a", "guest"), [service("a")])
    assert found == {("a", "burden"): (24, 48), ("guest", "burden"): (24, 0)}


def test_who_does_not_take_part_that_month_has_no_entry() -> None:
    gone = service("gone", active_until=date(2027, 3, 31))
    later = service("later", active_from=date(2027, 5, 1))
    assert account(days("a"), [service("a"), gone, later]) == {("a", "burden"): (24, 24)}


def test_when_nobody_has_a_share_nobody_owes_anything_else() -> None:
    assert account(days("guest"), []) == {("guest", "burden"): (24, 24)}


def test_membership_is_from_the_first_midnight_to_the_last() -> None:
    member = service("a", active_from=date(2027, 3, 28), active_until=date(2027, 10, 31))
    assert membership(member, BRUSSELS) == (
        datetime(2027, 3, 27, 23, tzinfo=UTC),
        datetime(2027, 10, 31, 23, tzinfo=UTC),
    )
    assert membership(service("b"), BRUSSELS) == (None, None)


def test_balances_add_up_over_months() -> None:
    entries = [
        Entry("a", "2027-01", "pharmacy", "burden", 40, 30),
        Entry("a", "2027-02", "pharmacy", "burden", 20, 35),
        Entry("b", "2027-01", "pharmacy", "burden", 20, 30),
        Entry("a", "2027-01", "pharmacy", "night", 2, 1.5),
    ]
    assert balances(entries) == {"a": {"burden": -5, "night": 0.5}, "b": {"burden": -10}}


SHARES = st.sampled_from([0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0])
DAYS = st.none() | st.integers(0, 70).map(lambda day: date(2027, 3, 10) + timedelta(days=day))


@st.composite
def members_and_duties(draw: st.DrawFn) -> tuple[list[Service], list[FilledSlot]]:
    members = [
        service(f"s{number}", share=draw(SHARES), active_from=draw(DAYS), active_until=draw(DAYS))
        for number in range(draw(st.integers(1, 6)))
    ]
    holders = st.none() | st.sampled_from([*(member.external_id for member in members), "guest"])
    kinds = st.sets(st.sampled_from(["night", "weekend", "holiday"])).map(lambda kinds: tuple(sorted(kinds)))
    slots = [
        slot(
            f"pharmacy/2027-04-{day:02}/day",
            draw(st.lists(holders, min_size=1, max_size=3, unique=True)),
            draw(st.integers(1, 100)),
            categories=draw(kinds),
        )
        for day in range(1, draw(st.integers(1, 12)))
    ]
    return members, slots


@given(members_and_duties())
def test_the_balances_of_a_month_add_up_to_nothing(case: tuple[list[Service], list[FilledSlot]]) -> None:
    members, slots = case
    entries = month_account(slots, members, month=APRIL, pool="pharmacy", zone=BRUSSELS)
    for quantity in {entry.quantity for entry in entries}:
        own = [entry for entry in entries if entry.quantity == quantity]
        assert sum(entry.balance for entry in own) == pytest.approx(0, abs=1e-6)
        assert all(entry.due >= 0 for entry in own)
    served = sum(entry.served for entry in entries if entry.quantity == "burden")
    assert served == sum(filled.burden * len(filled.services) for filled in slots)


@given(st.lists(SHARES, min_size=2, max_size=8), st.integers(2, 8))
def test_month_after_month_nobody_drifts_away_when_plans_follow_the_balances(
    shares: list[float], months: int
) -> None:
    """Each of 30 duties goes to whom it is owed most: no balance ever passes one duty's burden."""
    members = [service(f"s{number}", share=share) for number, share in enumerate(shares)]
    entries: list[Entry] = []
    month = APRIL
    for _ in range(months):
        owed = {name: -of.get("burden", 0.0) for name, of in balances(entries).items()}
        slots = []
        for day in month.days()[:30]:
            for member in members:
                name = member.external_id
                owed[name] = owed.get(name, 0.0) + 24 * member.share / sum(shares)
            holder = max(owed, key=lambda name: (owed[name], name))
            owed[holder] -= 24
            slots.append(slot(f"pharmacy/{day}/day", [holder]))
        entries += month_account(slots, members, month=month, pool="pharmacy", zone=BRUSSELS)
        # Whom most is owed is owed at least 0, so it never carries more than the 24 points of one duty.
        carried = [of["burden"] for of in balances(entries).values()]
        assert max(carried) <= 24 + 1e-6
        assert min(carried) >= -24 * len(members)
        month = month.next()
