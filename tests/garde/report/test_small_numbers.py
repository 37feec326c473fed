"""Counts of people that are too small to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy
from hypothesis import given
from hypothesis import strategies as st

from garde.report.figures.small import LEAST, Guarded, guarded, guarded_whole

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


def test_a_year_does_not_give_away_what_one_of_its_quarters_keeps_back() -> None:
    plain = {"medicine": 40, "shelter": 9, "violence": 6}
    quarters = [plain, plain, plain, {**plain, "violence": 2}]
    # 20 in the year less 6 + 6 + 6 would be the last quarter's 2; shelter hides it there, and here too.
    assert guarded_whole(quarters).counts == {"medicine": 160, "shelter": None, "violence": None}


def test_what_is_small_in_every_quarter_may_be_told_of_the_year() -> None:
    quarters = [{"medicine": 40, "shelter": 9, "violence": 3}] * 4
    assert guarded_whole(quarters).counts == {"medicine": 160, "shelter": 36, "violence": 12}


KEYS = "abcd"
QUARTERS = st.lists(
    st.fixed_dictionaries({key: st.one_of(st.integers(0, 6), st.integers(0, 60)) for key in KEYS}),
    min_size=2,
    max_size=4,
)


def equations(parts: Sequence[Mapping[str, int]]) -> list[list[int]]:
    """All that is told of the parts and the whole: each row says of which unknown counts a known sum is."""

    def row(keys: Sequence[str], numbers: Sequence[int]) -> list[int]:
        return [int(key in keys and number in numbers) for number in range(len(parts)) for key in KEYS]

    def told(group: Guarded, numbers: Sequence[int]) -> list[list[int]]:
        rows = [row([key], numbers) for key, count in group.counts.items() if count is not None]
        return rows if group.total is None else [*rows, row(KEYS, numbers)]

    everything = told(guarded_whole(parts), range(len(parts)))
    for number, part in enumerate(parts):
        everything += told(guarded(part), [number])
    return everything


@given(QUARTERS)
def test_no_sums_and_differences_of_reports_give_a_small_count_away(parts: list[dict[str, int]]) -> None:
    known = numpy.array(equations(parts)).reshape(-1, len(parts) * len(KEYS))
    rank = numpy.linalg.matrix_rank(known)
    for number, part in enumerate(parts):
        for position, key in enumerate(KEYS):
            if 0 < part[key] < LEAST:
                alone = numpy.zeros((1, known.shape[1]))
                alone[0, number * len(KEYS) + position] = 1
                # Were it a combination of what is told, it would add nothing to it.
                assert numpy.linalg.matrix_rank(numpy.vstack([known, alone])) == rank + 1, (number, key)
