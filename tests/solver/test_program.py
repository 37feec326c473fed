"""Integer programs: the same answer from one statement or several side by side, and an end when asked."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from solver.program import Program, race

ROOT = Path(__file__).parents[2]


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


def hard():
    """Return a program that keeps HiGHS at work for long."""
    draw = np.random.default_rng(1)
    program = Program()
    columns, rows = 400, 40
    program.add_columns(np.ones(columns), -draw.integers(50, 99, columns).astype(float), integer=True)
    row, column = np.divmod(np.arange(rows * columns), columns)
    weights = draw.integers(1, 99, rows * columns).astype(float)
    program.add_rows(row, column, weights, np.full(rows, -np.inf), np.full(rows, 9_000.0))
    return program


def test_it_ends_at_once_when_asked():
    started = time.monotonic()
    answer = hard().solve(seconds=5, stop=lambda: time.monotonic() - started > 0.2)
    assert answer.stopped
    assert (answer.values, answer.optimal) == (None, False)
    assert time.monotonic() - started < 3


@pytest.mark.skipif(sys.platform != "linux", reason="std::terminate is found by its name in GNU's library")
def test_a_run_left_behind_does_not_abort_the_process_that_ends():
    # HiGHS comes back a second after the interpreter began to end, and a second before the process does.
    script = (
        "import time\n"
        "from tests.solver.test_program import hard\n"
        "class Slow:\n"
        "    def __init__(self, sleep): self.sleep = sleep\n"
        "    def __del__(self): self.sleep(3)\n"
        "slow, started = Slow(time.sleep), time.monotonic()\n"
        "assert hard().solve(seconds=1.5, stop=lambda: time.monotonic() - started > 0.5).stopped\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30, cwd=ROOT)
