"""Settings that the engine cannot work with are refused before it starts, the same at every door."""

import json

import pytest

import solver
from garde.cli import search_options
from solver import settings
from tests.solver.good import PROBLEM_BYTES

REFUSED = [
    ("a seed below 0", {"seed": -1}),
    ("a seed that a rota could not quote", {"seed": 2**31}),
    ("half a seed", {"seed": 1.5}),
    ("a seed that is true", {"seed": True}),
    ("no workers", {"workers": 0}),
    ("fewer than no workers", {"workers": -3}),
    ("more workers than CP-SAT takes", {"workers": 10**5}),
    ("more workers than can be counted", {"workers": 10**30}),
    ("workers that are true", {"workers": True}),
    ("time that ran backwards", {"time_limit": -1}),
    ("time that is no number", {"time_limit": float("nan")}),
]


@pytest.mark.parametrize("given", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_setting_out_of_range_is_refused(given):
    problem = solver.load_problem(PROBLEM_BYTES)
    (name,) = given
    with pytest.raises(solver.SettingError) as refusal:
        solver.solve(problem, digest=solver.problem_digest(PROBLEM_BYTES), **given)
    assert str(refusal.value).startswith(f"{name}: {given[name]!r} ")
    assert "\n" not in str(refusal.value)


def test_the_largest_settings_give_a_rota_that_can_be_verified():
    problem = solver.load_problem(PROBLEM_BYTES)
    digest = solver.problem_digest(PROBLEM_BYTES)
    rota = solver.solve(problem, digest=digest, seed=settings.MOST_SEED, workers=2, time_limit=float("inf"))
    assert json.loads(solver.dump_rota(rota))["seed"] == 2**31 - 1
    assert solver.verify(PROBLEM_BYTES, solver.dump_rota(rota)) == ()


def test_the_command_line_knows_the_same_ranges():
    assert search_options.MOST_SEED == settings.MOST_SEED
    assert search_options.MOST_WORKERS == settings.MOST_WORKERS
