from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, problem, service

PROBLEM = problem([service("a"), service("b", lines=("day", "Night"))], [night(5)])

CASES = [
    RuleCase("a service serves its line", PROBLEM, duties(a=["night 5"]), holds=True),
    RuleCase("a service serves no other line, and case matters", PROBLEM, duties(b=["night 5"]), holds=False),
    RuleCase("an empty rota breaks nothing", PROBLEM, (), holds=True),
]
