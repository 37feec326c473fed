"""What a balance becomes on its way into later months: within the cap, cut at the end of a year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.ledger.account import Entry
from garde.ledger.carrying import Cut, carried, carry


def entry(month: str, served: float, due: float, name: str = "a", **more: object) -> Entry:
    fields: dict[str, object] = {"share": 1.0, "heaviest": 24.0} | more
    return Entry(name, month, "pharmacy", "burden", served, due, **fields)  # type: ignore[arg-type]


def into(before: str, *entries: Entry, cap: float = 3) -> float:
    return carry(entries, [one.month for one in entries], before, cap).given


def test_a_balance_is_carried_whole_within_the_cap() -> None:
    # Due 40 a month, three months of it are 120.
    assert into("2027-03", entry("2027-01", 0, 40), entry("2027-02", 24, 40)) == -56
    assert into("2027-02", entry("2027-01", 0, 40), entry("2027-02", 24, 40)) == -40


def test_a_debt_beyond_the_cap_waits_and_so_does_a_credit() -> None:
    year = [entry(f"2027-{month:02}", 0, 40) for month in range(1, 7)]
    # 240 owed after six months, 120 handed on; then it serves twice its part for two months.
    assert into("2027-07", *year) == -120
    more = [*year, entry("2027-07", 80, 40), entry("2027-08", 80, 40)]
    assert into("2027-09", *more) == -120
    credit = [entry(f"2027-{month:02}", 200, 40) for month in range(1, 4)]
    assert into("2027-04", *credit) == 120


def test_the_end_of_a_year_writes_off_what_is_beyond_the_cap() -> None:
    year = [entry(f"2027-{month:02}", 0, 40) for month in range(7, 13)]
    found = carry(year, [one.month for one in year], "2028-01", 3)
    assert (found.balance, found.given, found.cuts) == (-120, -120, (Cut("2027", -120, -120),))
    # Two months of double service later, 40 are left: what was written off does not come back.
    more = [*year, entry("2028-01", 80, 40), entry("2028-02", 80, 40)]
    assert into("2028-03", *more) == -40


def test_one_duty_always_counts_in_full() -> None:
    # A due of 2 points a month, and one duty of 24 served.
    small = [entry("2027-01", 24, 2), *(entry(f"2027-{month:02}", 0, 2) for month in range(2, 12))]
    assert into("2027-02", *small) == 22
    assert into("2027-12", *small) == 2
    assert into("2028-01", *small, entry("2027-12", 0, 2)) == 0
    assert into("2027-03", entry("2027-01", 48, 2), entry("2027-02", 0, 2)) == 24


def test_the_average_is_that_of_the_last_twelve_months_on_account() -> None:
    # Twelve months of 10 after one of 400: three times 10, not three times 40.
    months = [f"2026-{month:02}" for month in range(1, 13)]
    year = [entry(month, 0, 10) for month in months]
    old = entry("2025-12", 0, 400)
    assert into("2027-01", old, *year) == -30
    # A holiday in one of two months: due 1 in one month is half a duty a month, three months are 1.5.
    day = Entry("a", "2027-01", "pharmacy", "holiday", 4, 1, share=1.0, heaviest=1.0)
    assert carry([day], ["2027-01", "2027-02"], "2027-03", 3).given == 1.5


def test_who_was_never_on_account_is_not_capped() -> None:
    given = Entry("a", "2027-01", "pharmacy", "burden", 0, 0, adjusted=-50.0)
    assert carry([given], [], "2027-02", 3).given == -50


def test_a_cap_of_no_months_leaves_one_duty_and_a_huge_one_everything() -> None:
    year = [entry(f"2027-{month:02}", 0, 40) for month in range(1, 7)]
    assert into("2027-07", *year, cap=0) == -24
    assert into("2028-07", *year, cap=1200) == -240


def test_only_what_was_served_in_the_pool_is_carried_into_it() -> None:
    entries = [
        entry("2027-01", 24, 10),
        Entry("a", "2027-01", "nursing+vet", "burden", 24, 0, heaviest=24.0),
        entry("2027-01", 0, 10, name="b"),
        entry("2027-02", 0, 10, name="b"),
    ]
    assert carried(entries, "2027-02", 3, ["pharmacy"]) == {"a": {"burden": 14}, "b": {"burden": -10}}
    assert carried(entries, "2027-02", 3, ["vet"]) == {"a": {"burden": 24}}
    # A pool that was two before: what was served in either counts.
    assert carried(entries, "2027-02", 6, ["pharmacy", "vet"])["a"] == {"burden": 38}
    assert carried(entries, "2027-01", 3) == {}


AMOUNTS = st.integers(0, 200).map(float)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=30), st.floats(0, 12), st.randoms())
def test_what_is_given_is_never_beyond_the_cap_and_does_not_depend_on_order(
    months: list[tuple[float, float]], cap: float, random: object
) -> None:
    entries = [
        entry(f"{2027 + number // 12}-{number % 12 + 1:02}", served, due)
        for number, (served, due) in enumerate(months)
    ]
    before = f"{2027 + len(months) // 12}-{len(months) % 12 + 1:02}"
    found = carry(entries, [one.month for one in entries], before, cap)
    recent = entries[-12:]
    most = max(24.0, cap * sum(one.due for one in recent) / len(recent))
    assert abs(found.given) <= most + 1e-9
    whole = sum(one.balance for one in entries)
    assert found.balance == pytest.approx(whole - sum(cut.amount for cut in found.cuts), abs=1e-6)
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert carry(mixed, [one.month for one in mixed], before, cap) == found
