from solver.problem import Wish
from tests.solver.faces import TierCase
from tests.solver.samples import at, duties, night, problem, service

PROBLEM = problem(
    [service("a"), service("b")],
    [night(5), night(8)],
    wishes=(
        Wish("a", at("05 00:00"), at("06 00:00"), points=3),
        Wish("a", at("06 07:00"), at("06 09:00"), points=-1),
        Wish("a", at("06 08:00"), at("08 20:00"), points=50),
        Wish("b", at("05 00:00"), at("09 23:00"), points=-4),
    ),
)

CASES = [
    TierCase("an empty rota grants nothing", PROBLEM, (), 0),
    TierCase("overlapping wishes add up, touching ones do not: −(3 − 1)", PROBLEM, duties(a=["night 5"]), -2),
    TierCase("a night without wish is neither", PROBLEM, duties(a=["night 8"]), 0),
    TierCase("one wish over two duties counts twice", PROBLEM, duties(b=["night 5", "night 8"]), 8),
]
