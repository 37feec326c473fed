from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from solver.makeup import makeup


def test_a_load_of_31_holds_one_night_and_no_day():
    # Days weigh 15, nights 31: 31 = one night; 31 − 15 = 16 is no sum of the two.
    found = makeup([(15,), (31,)], [(0,), (15,), (30,), (31,), (46,)])
    assert found is not None
    assert found.least.tolist() == [0, 1, 2, 1, 2]
    assert found.most.tolist() == [0, 1, 2, 1, 2]
    assert found.of_kind.tolist() == [[0, 1, 2, 0, 1], [0, 0, 0, 1, 1]]


def test_a_load_made_in_two_ways_has_a_least_and_a_most():
    # 12 = 4 + 4 + 4 = 6 + 6.
    found = makeup([(4,), (6,)], [(12,)])
    assert found is not None
    assert (found.least.tolist(), found.most.tolist()) == ([2], [3])
    assert found.of_kind.tolist() == [[3], [2]]


def test_nothing_is_said_of_duties_that_weigh_nothing_nor_of_a_load_that_no_duties_make():
    assert makeup([(0,), (3,)], [(3,)]) is None
    assert makeup([(4,)], [(6,)]) is None


@given(
    kinds=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3, unique=True),
    numbers=st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_it_agrees_with_trying_every_number_of_each_kind(kinds, numbers):
    load = tuple(sum(n * kind[q] for n, kind in zip(numbers, kinds, strict=False)) for q in range(2))
    found = makeup(kinds, [load])
    if any(kind == (0, 0) for kind in kinds):
        assert found is None
        return
    ways = [
        way
        for way in product(range(max(load) + 1), repeat=len(kinds))
        if tuple(sum(n * kind[q] for n, kind in zip(way, kinds, strict=True)) for q in range(2)) == load
    ]
    assert found is not None
    assert found.least.tolist() == [min(map(sum, ways))]
    assert found.most.tolist() == [max(map(sum, ways))]
    assert found.of_kind[:, 0].tolist() == [max(way[k] for way in ways) for k in range(len(kinds))]
