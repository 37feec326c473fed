from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from garde.web.limiting.buckets import Buckets

ANN, BEN = b"ann", b"ben"


def test_a_minute_is_saved_up_and_then_so_much_a_second() -> None:
    buckets = Buckets(rate=2)
    for _ in range(120):  # 60 s x 2
        assert buckets.wait(ANN, 0) == 0
        buckets.take(ANN, 1, 0)
    assert buckets.wait(ANN, 0) == 0.5
    assert buckets.wait(BEN, 0) == 0
    assert buckets.wait(ANN, 0.5) == 0
    buckets.take(ANN, 1, 0.5)
    assert buckets.wait(ANN, 0.75) == 0.25


def test_the_last_answer_may_cost_more_than_is_left_and_is_waited_for() -> None:
    buckets = Buckets(rate=2)
    buckets.take(ANN, 119, 0)
    assert buckets.wait(ANN, 0) == 0
    buckets.take(ANN, 5, 0)
    # 4 in debt and one to ask: 5 tokens at 2 a second.
    assert buckets.wait(ANN, 0) == 2.5


def test_no_more_than_a_minute_is_saved_up() -> None:
    buckets = Buckets(rate=1)
    buckets.take(ANN, 1, 0)
    for _ in range(60):
        buckets.take(ANN, 1, 10_000)
    assert buckets.wait(ANN, 10_000) == 1


def test_who_asked_longest_ago_is_forgotten() -> None:
    buckets = Buckets(rate=1, most=2)
    for visitor in (ANN, BEN, ANN, b"eve"):
        buckets.take(visitor, 30, 0)
    buckets.take(ANN, 1, 0)
    assert buckets.wait(ANN, 0) == 2  # 60 - 61 and one to ask
    assert len(buckets._left) == 2


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 5)), max_size=60))
def test_in_any_stretch_nobody_gets_more_than_a_minute_and_the_rate(steps: list[tuple[float, int]]) -> None:
    buckets, now, taken = Buckets(rate=0.1), 0.0, 0
    for pause, tokens in steps:
        now += pause
        if buckets.wait(ANN, now) == 0:
            buckets.take(ANN, tokens, now)
            taken += tokens
    # 6 saved up, a tenth a second, and the debt of the last one.
    assert taken <= 6 + now * 0.1 + 5
