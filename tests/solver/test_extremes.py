"""Numbers at the ends of their ranges: an honest rota, without overflow."""

import dataclasses
import random

import pytest

import solver
from tests.solver.tiny import tiny_problem


def extreme_problem(seed):
    draw = random.Random(seed)
    given = tiny_problem(seed)
    services = tuple(
        dataclasses.replace(
            service,
            share=draw.choice([1e-6, 1 / 3, 1, 1e9]),
            carried=(("burden", draw.choice([-1e9, 1e-12, 0.1, 1e9])),),
        )
        for service in given.services
    )
    slots = tuple(
        dataclasses.replace(slot, burden=draw.choice([1, 7, 10**6]), required=draw.choice([1, 2, 10**6]))
        for slot in given.slots
    )
    areas = tuple(dataclasses.replace(area, population=draw.choice([1e-9, 0.1, 1e9])) for area in given.areas)
    fairness = (("burden", draw.choice([1e-6, 1, 1e9])), ("night", 1))
    return dataclasses.replace(given, services=services, slots=slots, areas=areas, fairness=fairness)


@pytest.mark.parametrize("seed", range(8))
def test_extreme_numbers_give_an_honest_rota(seed):
    document = solver.dump_problem(extreme_problem(seed))
    given = solver.load_problem(document)
    rota = solver.solve(given, digest=solver.problem_digest(document), workers=1, time_limit=5)
    assert solver.verify(document, solver.dump_rota(rota)) == ()
