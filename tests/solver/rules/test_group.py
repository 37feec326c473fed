from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, problem, service, slot

STAFF = [service("a", group="g"), service("b", group="g"), service("c", group="h"), service("d")]
SLOTS = [night(5, required=2), slot("late", "06 07:00", "06 12:00"), slot("noon", "06 08:00", "06 12:00")]
PROBLEM = problem(STAFF, SLOTS)

CASES = [
    RuleCase("one of a group is on duty", PROBLEM, duties(a=["night 5"]), holds=True),
    RuleCase("two of a group in the same slot", PROBLEM, duties(a=["night 5"], b=["night 5"]), holds=False),
    RuleCase("two of a group in overlapping slots", PROBLEM, duties(a=["night 5"], b=["late"]), holds=False),
    RuleCase("one takes over from the other", PROBLEM, duties(a=["night 5"], b=["noon"]), holds=True),
    RuleCase("two groups share nobody", PROBLEM, duties(a=["night 5"], c=["late"]), holds=True),
    RuleCase("a service without group is free", PROBLEM, duties(a=["night 5"], d=["night 5"]), holds=True),
]
