from tests.solver.faces import TierCase
from tests.solver.samples import duties, night, problem, service

PROBLEM = problem([service("a"), service("b")], [night(5, required=2, burden=3), night(8, burden=2)])

CASES = [
    TierCase("an empty rota leaves every place: 2 × 3 + 1 × 2", PROBLEM, (), 8),
    TierCase("one of two places is 3 points", PROBLEM, duties(a=["night 5", "night 8"]), 3),
    TierCase("a full rota leaves nothing", PROBLEM, duties(a=["night 5", "night 8"], b=["night 5"]), 0),
]
