from solver.problem import Pin
from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, problem, service

MUST = problem([service("a"), service("b")], [night(5)], pins=(Pin("a", "night 5", on=True),))
MUST_NOT = problem([service("a"), service("b")], [night(5)], pins=(Pin("a", "night 5", on=False),))

CASES = [
    RuleCase("who must serve does", MUST, duties(a=["night 5"]), holds=True),
    RuleCase("nobody stands in for who must serve", MUST, duties(b=["night 5"]), holds=False),
    RuleCase("an empty rota lacks who must serve", MUST, (), holds=False),
    RuleCase("who must not serve does not", MUST_NOT, duties(a=["night 5"]), holds=False),
    RuleCase("another serves instead", MUST_NOT, duties(b=["night 5"]), holds=True),
]
