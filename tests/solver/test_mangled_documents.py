"""Documents mangled at random: read, or refused cleanly; nothing else."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import solver
from tests.solver.good import PROBLEM_BYTES, document, encoded, honest

ODDITIES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=8),
    st.sampled_from(
        [
            "a",
            "b",
            "n5",
            "night",
            "2026-10-05T20:00:00+02:00",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "burden",
            "uncovered",
            0,
            1,
            -1,
            1e15,
            5e-324,
        ]
    ),
    st.just([]),
    st.just({}),
)


def spots(value, path=()):
    """Return the path of every value in a JSON document."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += spots(value[key], (*path, key))
    return found


@st.composite
def mangled(draw, original):
    data = copy.deepcopy(original)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(spots(data)))
        spot = data
        for step in path[:-1]:
            spot = spot[step]
        action = draw(st.sampled_from(["replace", "remove", "repeat"]))
        if action == "remove" and spots(data) != [path]:
            del spot[path[-1]]
        elif action == "repeat" and isinstance(spot, list):
            spot.append(copy.deepcopy(spot[path[-1]]))
        else:
            spot[path[-1]] = draw(ODDITIES)
        if not spots(data):
            break
    return data


def read_or_refused(data):
    """Tell whether a problem is read to the same values twice, or refused on one line with a path."""
    try:
        problem = solver.load_problem(data)
    except solver.ProblemError as refusal:
        return refusal.path.startswith("$") and "\n" not in str(refusal)
    tiers = {tier.name for tier in problem.order}
    same = solver.load_problem(solver.dump_problem(problem)) == problem
    return same and solver.values(problem, ()).keys() == tiers


def verified_or_refused(data):
    """Tell whether a rota is verified or refused, with paths in either case."""
    try:
        paths = [finding.path for finding in solver.verify(PROBLEM_BYTES, data)]
    except solver.RotaError as refusal:
        paths = [refusal.path]
    return all(path.startswith("$") for path in paths)


@settings(max_examples=250, deadline=None)
@given(mangled(document()))
def test_a_mangled_problem_is_read_or_refused(data):
    assert read_or_refused(encoded(data))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(encoded(document())) - 1), st.binary(max_size=3))
def test_mangled_bytes_are_read_or_refused(position, noise):
    data = encoded(document())
    assert read_or_refused(data[:position] + noise + data[position + len(noise) :])


@settings(max_examples=150, deadline=None)
@given(mangled(json.loads(honest())))
def test_a_mangled_rota_is_verified_or_refused(data):
    assert verified_or_refused(encoded(data))


def solved_and_verified_or_refused(document):
    """Tell whether what can be read can be solved, to a rota that holds."""
    try:
        problem = solver.load_problem(document)
    except solver.ProblemError:
        return True
    digest = solver.problem_digest(document)
    rota = solver.solve(problem, digest=digest, time_limit=3.0, workers=1)
    return solver.verify(document, solver.dump_rota(rota)) == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mangled(document()))
def test_a_mangled_problem_that_can_be_read_can_be_solved(data):
    assert solved_and_verified_or_refused(encoded(data))


@pytest.mark.long
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mangled(document()))
def test_many_mangled_problems_that_can_be_read_can_be_solved(data):
    assert solved_and_verified_or_refused(encoded(data))


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mangled(document()))
def test_many_mangled_problems_are_read_or_refused(data):
    assert read_or_refused(encoded(data))
