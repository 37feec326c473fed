from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, problem, service

PROBLEM = problem([service("a"), service("b"), service("c")], [night(5, required=2), night(8)])

CASES = [
    RuleCase("two where two are required", PROBLEM, duties(a=["night 5"], b=["night 5"]), holds=True),
    RuleCase(
        "three where two are required",
        PROBLEM,
        duties(a=["night 5"], b=["night 5"], c=["night 5"]),
        holds=False,
    ),
    RuleCase("one service takes no two places", PROBLEM, duties(a=["night 5", "night 5"]), holds=False),
    RuleCase("too few are no breach", PROBLEM, duties(a=["night 5"]), holds=True),
]
