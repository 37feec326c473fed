from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.calendar.intervals import Interval, clip, held_by, intersection, subtraction, total, union

START = datetime(2027, 1, 1, tzinfo=UTC)


def between(first: int, last: int) -> Interval:
    return Interval(START + timedelta(minutes=first), START + timedelta(minutes=last))


def minutes(intervals: tuple[Interval, ...] | list[Interval]) -> set[int]:
    return {
        minute
        for interval in intervals
        for minute in range(
            (interval.start - START) // timedelta(minutes=1), (interval.end - START) // timedelta(minutes=1)
        )
    }


INTERVALS = st.tuples(st.integers(0, 100), st.integers(1, 30)).map(lambda pair: between(pair[0], sum(pair)))
SETS = st.lists(INTERVALS, max_size=8)


def in_normal_form(intervals: tuple[Interval, ...]) -> bool:
    return all(left.end < right.start for left, right in pairwise(intervals))


@given(SETS, SETS)
def test_a_union_is_the_minutes_of_either(left: list[Interval], right: list[Interval]) -> None:
    found = union(left, right)
    assert minutes(found) == minutes(left) | minutes(right)
    assert in_normal_form(found)


@given(SETS, SETS)
def test_an_intersection_is_the_minutes_of_both(left: list[Interval], right: list[Interval]) -> None:
    found = intersection(left, right)
    assert minutes(found) == minutes(left) & minutes(right)
    assert in_normal_form(found)


@given(SETS, SETS)
def test_a_subtraction_is_the_minutes_of_the_first_alone(left: list[Interval], right: list[Interval]) -> None:
    found = subtraction(left, right)
    assert minutes(found) == minutes(left) - minutes(right)
    assert in_normal_form(found)


@given(st.lists(SETS, max_size=5), st.integers(1, 4))
def test_held_by_so_many_is_the_minutes_of_so_many_sets(sets: list[list[Interval]], count: int) -> None:
    found = held_by(count, sets)
    covered = [minutes(one) for one in sets]
    assert minutes(found) == {
        minute for minute in range(140) if sum(minute in one for one in covered) >= count
    }
    assert in_normal_form(found)


@given(SETS, st.integers(0, 130), st.integers(0, 130))
def test_clipping_keeps_the_minutes_of_the_window(intervals: list[Interval], first: int, last: int) -> None:
    found = clip(intervals, START + timedelta(minutes=first), START + timedelta(minutes=last))
    assert minutes(found) == minutes(intervals) & set(range(first, last))


@given(SETS)
def test_the_total_counts_each_minute_once(intervals: list[Interval]) -> None:
    assert total(intervals) == timedelta(minutes=len(minutes(intervals)))


def test_intervals_that_touch_become_one() -> None:
    assert union([between(0, 10)], [between(10, 20)]) == (between(0, 20),)


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    assert between(0, 10).holds(START)
    assert not between(0, 10).holds(START + timedelta(minutes=10))


@pytest.mark.parametrize("last", [5, 4])
def test_an_interval_that_does_not_end_after_its_start_is_refused(last: int) -> None:
    with pytest.raises(ValueError, match="ends after its start"):
        between(5, last)
