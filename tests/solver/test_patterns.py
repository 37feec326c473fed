from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from solver.patterns import patterns


def test_a_load_is_made_of_whole_duties():
    # Burden and nights: an evening is (1, 0), a night (3, 1). 4 with a night: one of each.
    assert patterns([(1, 0), (3, 1)], [(4, 1), (3, 0), (2, 1), (0, 0)], 10) == [
        [(1, 1)],
        [(3, 0)],
        [],
        [(0, 0)],
    ]


def test_beyond_the_most_nothing_is_said():
    # 6 = 1 + 1 + … with 0, 1, 2 or 3 twos: four ways.
    assert patterns([(1,), (2,)], [(6,)], 4) == [[(6, 0), (4, 1), (2, 2), (0, 3)][::-1]]
    assert patterns([(1,), (2,)], [(6,)], 3) is None


@given(
    kinds=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any), min_size=1, max_size=3, unique=True
    ),
    load=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_it_agrees_with_trying_every_number_of_each_kind(kinds, load):
    ways = [
        way
        for way in product(range(max(load) + 1), repeat=len(kinds))
        if tuple(sum(n * kind[q] for n, kind in zip(way, kinds, strict=True)) for q in range(2)) == load
    ]
    assert patterns(kinds, [load], 10_000) == [ways]
