"""What is owed beside what was settled, reckoned by hand and for any order of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from garde.compensation.account import Owed, Statement
from garde.compensation.balance import by_month, corrections, due_amounts, due_items, settled_amounts
from garde.compensation.outstanding import outstanding
from garde.compensation.settled import Amounts, Run, Settlement
from garde.coordination.spent import TimeSpent
from garde.rota import FilledSlot
from garde.served import Record
from tests.garde.compensation.test_owed import CAPPED, CARD, LATER, basin, duty, only, spent, told

BEGIN = date(2027, 1, 1)


def settle(found: Owed, before: Sequence[Settlement] = ()) -> list[Settlement]:
    """What is still open of a period settled, after what was settled before."""
    run = Run(len(before) + 1, found.first, found.last, LATER, "ann", date(2027, 3, 1), "01/2027", ())
    made = [
        Settlement(len(before) + 1, run, one.service.external_id, due_items(one)) for one in found.statements
    ]
    return [*before, *(one for one in made if one.items)]


MONDAY = duty("2027-01-04T07:00", "2027-01-04T17:00", "north")
TUESDAY = duty("2027-01-05T07:00", "2027-01-05T17:00", "north")
JANUARY = {"first": "2027-01-01", "last": "2027-01-31"}


def test_what_was_settled_stands_beside_what_is_owed() -> None:
    before = settle(told(basin(), [MONDAY], **JANUARY))
    # 10 h at 28.00 were settled; the second day came on later: as much again.
    found = only(told(basin(), [MONDAY, TUESDAY], settled=before, **JANUARY))
    assert (found.cents, settled_amounts(found).cents, due_amounts(found)) == (
        56000,
        28000,
        Amounts(duty=28000),
    )
    (changed,) = corrections(found)
    assert (changed.owed.key, changed.settled.net, changed.cents) == (TUESDAY.key, 0, 28000)


def test_a_no_show_recorded_late_is_to_be_recovered_and_who_stood_in_to_be_paid() -> None:
    before = settle(told(basin(), [MONDAY, TUESDAY], **JANUARY))
    absent = Record(1, MONDAY.key, "north", None, None, "south", None, LATER, "ann")
    north, south = told(basin(), [MONDAY, TUESDAY], [absent], settled=before, **JANUARY).statements
    assert (due_amounts(north).cents, due_amounts(south).cents) == (-28000, 28000)
    assert [one.cents for one in corrections(north)] == [-28000]
    # Nothing was settled with south yet: nothing of its account changed.
    assert corrections(south) == ()
    assert [(one.service.external_id, one.month, one.due.cents) for one in outstanding(
        told(basin(), [MONDAY, TUESDAY], [absent], settled=before, **JANUARY)
    )] == [("north", "2027-01", -28000), ("south", "2027-01", 28000)]  # fmt: skip


def test_a_service_from_which_everything_is_to_be_recovered_is_still_told_of() -> None:
    before = settle(told(basin(), [MONDAY], **JANUARY))
    moved = replace(MONDAY, places=("south",))
    north, south = told(basin(), [moved], settled=before, **JANUARY).statements
    assert (north.cents, north.duties, due_amounts(north).cents) == (0, (), -28000)
    assert south.cents == 28000


def test_a_correction_is_carried_by_a_period_that_begins_earlier() -> None:
    before = settle(told(basin(), [MONDAY], **JANUARY))
    february = duty("2027-02-01T07:00", "2027-02-01T14:00", "north")
    moved = replace(MONDAY, places=("south",))
    north, _ = told(
        basin(), [moved, february], settled=before, first="2027-01-01", last="2027-02-28"
    ).statements
    # 7 h at 28.00 less the 280.00 of January.
    assert due_amounts(north).cents == 19600 - 28000


def test_what_was_taken_back_is_owed_again() -> None:
    (paid,) = settle(told(basin(), [MONDAY], **JANUARY))
    found = only(told(basin(), [MONDAY], settled=[replace(paid, undone_by=2)], **JANUARY))
    assert (found.settled, due_amounts(found).cents) == ((), 28000)


def test_only_what_lies_in_the_period_counts_as_settled_in_it() -> None:
    before = settle(told(basin(), [MONDAY, TUESDAY], **JANUARY))
    found = only(told(basin(), [MONDAY, TUESDAY], settled=before, first="2027-01-05", last="2027-02-28"))
    assert (found.cents, settled_amounts(found).cents) == (28000, 28000)


def test_hours_given_back_are_settled_like_money() -> None:
    config = basin(CARD | {"recovered": ["organisation"], "recovered_minutes": {"day": 90}})
    before = settle(told(config, [MONDAY], **JANUARY))
    found = only(told(config, [MONDAY, TUESDAY], settled=before, **JANUARY))
    # 10 h come back as 15; those of Monday are settled.
    assert (settled_amounts(found), due_amounts(found)) == (Amounts(minutes=900), Amounts(minutes=900))


def test_time_that_moved_to_another_day_moves_what_was_settled() -> None:
    entry = spent(1, "nurse", "2027-01-31", 60)
    kinds = {"nurse": "independent"}
    before = settle(told(basin(), [], time=[entry], kinds=kinds))
    moved = replace(entry, day=date(2027, 2, 1), start=entry.start + timedelta(days=1))
    found = only(told(basin(), [], time=[moved], kinds=kinds, settled=before))
    assert due_amounts(found).cents == 0
    assert {month: some.cents for month, some in by_month(due_items(found)).items()} == {
        "2027-01": -3200, "2027-02": 3200,
    }  # fmt: skip


ROWS = st.lists(
    st.tuples(st.integers(0, 61), st.integers(0, 24 * 60), st.integers(1, 24 * 60), st.booleans()), max_size=8
)
TIMES = st.lists(st.tuples(st.integers(0, 61), st.integers(1, 120), st.booleans()), max_size=6)


def world(
    rows: list[tuple[int, int, int, bool]], times: list[tuple[int, int, bool]], *, corrected: bool
) -> tuple[list[FilledSlot], list[Record], list[TimeSpent]]:
    """Duties and entries; once corrected, another service served the marked duties, marked entries went."""
    slots, records = [], []
    for number, (day, minute, length, marked) in enumerate(rows):
        start = duty("2027-01-01T00:00", "2027-01-01T01:00").start + timedelta(days=day, minutes=minute)
        key = f"pharmacy/{number}"
        end = start + timedelta(minutes=length)
        slots.append(FilledSlot(key, "pharmacy", "2027-01", start, end, 1, ("nurse",)))
        if marked and corrected:
            records.append(Record(number + 1, key, "nurse", None, None, "other", None, LATER, "ann"))
    entries = [
        spent(number + 1, "nurse", (BEGIN + timedelta(days=day)).isoformat(), minutes)
        for number, (day, minutes, marked) in enumerate(times)
        if not (marked and corrected)
    ]
    return slots, records, entries


@given(ROWS, TIMES, st.lists(st.tuples(st.integers(0, 61), st.integers(0, 61), st.booleans()), max_size=4),
       st.sets(st.integers(1, 61), max_size=3))  # fmt: skip
def test_in_whatever_parts_a_period_is_settled_it_comes_to_what_is_owed_for_the_whole(
    rows: list[tuple[int, int, int, bool]],
    times: list[tuple[int, int, bool]],
    earlier: list[tuple[int, int, bool]],
    edges: set[int],
) -> None:
    """Ceilings and all: parts that overlap are settled before or after corrections, then what is left."""
    config, kinds = basin(CAPPED), {"nurse": "independent", "other": "independent"}

    def found(first: int, last: int, settled: Sequence[Settlement], *, corrected: bool = True) -> Owed:
        slots, records, entries = world(rows, times, corrected=corrected)
        days = [(BEGIN + timedelta(days=day)).isoformat() for day in (first, last)]
        return told(
            config, slots, records, entries, kinds=kinds, first=days[0], last=days[1], settled=settled
        )

    settled: list[Settlement] = []
    for one, other, corrected in earlier:
        first, last = min(one, other), max(one, other)
        settled = settle(found(first, last, settled, corrected=corrected), settled)
        assert _open(found(first, last, settled, corrected=corrected)) == {}
    for first, last in pairwise([0, *sorted(edges), 62]):
        settled = settle(found(first, last - 1, settled), settled)
    whole = found(0, 61, settled)
    assert _open(whole) == {}
    for one in whole.statements:
        assert settled_amounts(one).cents == one.cents
        assert sum(some.amounts.cents for some in one.settled) == one.cents
    assert sum(one.amounts.cents for one in settled) == found(0, 61, ()).cents


def _open(told_: Owed) -> dict[str, int]:
    return {one.service.external_id: due_amounts(one).cents for one in told_.statements if _anything(one)}


def _anything(one: Statement) -> bool:
    return bool(due_items(one))
