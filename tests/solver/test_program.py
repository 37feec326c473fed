"""Integer programs: the same answer from one statement or several side by side, and an end when asked."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from solver import highs
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


def test_nothing_is_left_at_work_once_it_was_asked_to_end(monkeypatch):
    processes = []
    started = highs._started
    monkeypatch.setattr(highs, "_started", lambda: processes.append(started()) or processes[-1])
    highs.dismiss()
    assert hard().solve(stop=lambda: True).stopped
    assert [process.returncode for process in processes] == [-signal.SIGKILL]


def test_the_first_proof_ends_the_other_statement():
    # A statement whose objective nothing reaches: 400 columns that HiGHS would be at for minutes.
    slow, quick = hard(), hard()
    quick.add_rows(np.arange(400), np.arange(400), np.ones(400), np.full(400, -np.inf), np.zeros(400))
    answer = race([slow, quick], seconds=60)
    assert answer.optimal
    assert not answer.stopped


def test_a_process_is_used_again_and_one_that_has_died_is_not():
    highs.dismiss()
    for _ in range(2):
        assert knapsack().solve().optimal
    (process,) = highs._idle
    process.kill()
    process.wait()
    assert knapsack().solve().optimal
    highs.dismiss()
    assert highs._idle == []


def test_a_solver_that_dies_proves_nothing(monkeypatch):
    dying = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(8)"]
    monkeypatch.setattr(highs, "_command", lambda: dying)
    highs.dismiss()
    answer = knapsack().solve(seconds=20)
    assert (answer.values, answer.bound, answer.optimal) == (None, -np.inf, False)


def test_a_process_whose_owner_is_gone_ends_in_the_middle_of_a_solve():
    script = (
        "import os, time\n"
        "from solver import highs\n"
        "from tests.solver.test_program import hard\n"
        "started, at_work = time.monotonic(), lambda: time.monotonic() - started > 1\n"
        "begin = highs._started\n"
        "def told():\n"
        "    process = begin()\n"
        "    print(process.pid, flush=True)\n"
        "    return process\n"
        "highs._started = told\n"
        "hard().solve(stop=lambda: os._exit(0) if at_work() else False)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, timeout=60, cwd=ROOT, capture_output=True
    )
    identity = int(run.stdout)
    for _ in range(100):
        if not alive(identity):
            return
        time.sleep(0.1)
    pytest.fail("HiGHS is still at work ten seconds after")


def alive(identity):
    try:
        state = Path(f"/proc/{identity}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
