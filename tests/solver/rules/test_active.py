from solver.problem import Active
from tests.solver.faces import RuleCase
from tests.solver.samples import at, duties, night, problem, service

joined = problem([service("a", active=Active(start=at("05 20:00")))], [night(4), night(5)])
leaves = problem([service("a", active=Active(end=at("06 08:00")))], [night(5), night(6)])

CASES = [
    RuleCase("a duty may start in the instant of joining", joined, duties(a=["night 5"]), holds=True),
    RuleCase("a duty that began before joining does not go", joined, duties(a=["night 4"]), holds=False),
    RuleCase("a duty may end in the instant of leaving", leaves, duties(a=["night 5"]), holds=True),
    RuleCase("a duty after leaving does not go", leaves, duties(a=["night 6"]), holds=False),
]
