"""Counts of people that are too small to be told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from garde.report.figures.small import LEAST, guarded

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    told = guarded({"medicine": 40, "shelter": 9, "violence": 2, "rights": 0})
    # 51 in all: were only violence hidden, 51 - 40 - 9 would give it away.
    assert told.counts == {"medicine": 40, "shelter": None, "violence": None, "rights": 0}
    assert (told.small, told.total) == ({"violence"}, 51)


def test_two_small_counts_hide_each_other_only_from_five_on() -> None:
    assert guarded({"a": 4, "b": 1, "c": 30}).counts == {"a": None, "b": None, "c": 30}
    assert guarded({"a": 1, "b": 1, "c": 30}).counts == {"a": None, "b": None, "c": None}


def test_where_nothing_else_is_left_the_total_is_not_told() -> None:
    told = guarded({"a": 3, "b": 0})
    assert (told.counts, told.total) == ({"a": None, "b": 0}, None)
    assert guarded({}).total == 0


@given(COUNTS)
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    told = guarded(counts)
    shown = {key: count for key, count in told.counts.items() if count is not None}
    assert all(count == counts[key] and (count == 0 or count >= LEAST) for key, count in shown.items())
    hidden = counts.keys() - shown.keys()
    if told.total is None:
        assert 0 < sum(counts.values()) < LEAST
    elif hidden:
        # What the total leaves for the hidden ones is shared by two or more, and no small number itself.
        assert told.total - sum(shown.values()) >= LEAST
        assert len(hidden) >= 2


@given(COUNTS)
def test_what_is_not_small_anywhere_is_told_in_full(counts: dict[str, int]) -> None:
    plain = {key: count for key, count in counts.items() if count == 0 or count >= LEAST}
    told = guarded(plain)
    assert (told.counts, told.total, told.small) == (plain, sum(plain.values()), frozenset())
