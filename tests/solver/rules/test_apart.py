from solver.problem import LineDistance
from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, problem, service, slot

# A degree of latitude is π × 6371.0088 / 180 = 111.195 km, so 0.01° is 1.112 km.
STAFF = [
    service("a", lat=50.85, lon=4.35, lines=("night", "day")),
    service("b", lat=50.86, lon=4.35, lines=("night", "day")),
    service("c"),
    service("d", lat=50.85, lon=4.35),
    service("e", lat=50.855, lon=4.35),
]
SLOTS = [
    night(5, required=3),
    night(6, required=2),
    slot("day", "05 20:00", "06 08:00", line="day", required=2),
]


def apart(km):
    return problem(STAFF, SLOTS, apart=(LineDistance("night", km),))


TOGETHER = duties(a=["night 5"], b=["night 5"])

CASES = [
    RuleCase("1.112 km are at least 1.1", apart(1.1), TOGETHER, holds=True),
    RuleCase("1.112 km are less than 1.2", apart(1.2), TOGETHER, holds=False),
    RuleCase("different slots do not matter", apart(5), duties(a=["night 5"], b=["night 6"]), holds=True),
    RuleCase("another line does not matter", apart(5), duties(a=["day"], b=["day"]), holds=True),
    RuleCase(
        "without coordinates nobody is too near", apart(5), duties(a=["night 5"], c=["night 5"]), holds=True
    ),
    RuleCase("the same spot is 0 km apart", apart(0), duties(a=["night 5"], d=["night 5"]), holds=True),
    RuleCase(
        "the same spot is nearer than a metre",
        apart(0.001),
        duties(a=["night 5"], d=["night 5"]),
        holds=False,
    ),
    RuleCase("two ends go without the middle", apart(1), TOGETHER, holds=True),
    RuleCase("the middle is near both ends", apart(1), duties(b=["night 5"], e=["night 5"]), holds=False),
]
