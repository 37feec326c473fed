"""Integer programs: the same answer from one statement or several side by side, and an end when asked."""

import time

import numpy as np
import pytest

from solver.program import Program, race


def knapsack(count=3, room=5.0):
    """Return max 4a + 5b + 6c + … with weights 2, 3, 4, … within ``room``, as a minimisation."""
    program = Program()
    numbers = np.arange(count)
    program.add_columns(np.ones(count), -(numbers + 4.0), integer=True)
    program.add_rows(np.zeros(count, int), numbers, numbers + 2.0, np.array([-np.inf]), np.array([room]))
    return program


def test_statements_side_by_side_find_what_one_finds():
    # 2 + 3 = 5: the first two, worth 4 + 5; the third alone is worth 6, the first and third weigh 6.
    one = knapsack()
    more = one.copy()
    # At most two of them, which says no more than that three weigh 9.
    more.add_rows(np.zeros(3, int), np.arange(3), np.ones(3), np.array([-np.inf]), np.array([2.0]))
    for answer in (one.solve(), more.solve(), race([one, more])):
        assert answer.optimal
        assert answer.values is not None
        assert answer.values.round().tolist() == [1, 1, 0]
        assert answer.bound == pytest.approx(-9, abs=1e-4)
    assert (one.rows, more.rows) == (1, 2)


def test_what_nobody_can_do_has_no_bound():
    program = knapsack()
    program.add_rows(np.zeros(3, int), np.arange(3), np.ones(3), np.array([3.0]), np.array([3.0]))
    answer = race([program, program.copy()])
    assert (answer.values, answer.bound, answer.optimal) == (None, np.inf, True)


def test_it_ends_at_once_when_asked():
    draw = np.random.default_rng(1)
    program = Program()
    columns, rows = 400, 40
    program.add_columns(np.ones(columns), -draw.integers(50, 99, columns).astype(float), integer=True)
    row, column = np.divmod(np.arange(rows * columns), columns)
    weights = draw.integers(1, 99, rows * columns).astype(float)
    room = np.full(rows, 9_000.0)
    program.add_rows(row, column, weights, np.full(rows, -np.inf), room)
    started = time.monotonic()
    answer = program.solve(seconds=5, stop=lambda: time.monotonic() - started > 0.2)
    assert answer.stopped
    assert (answer.values, answer.optimal) == (None, False)
    assert time.monotonic() - started < 3
