from solver.problem import Area, LineDistance
from tests.solver.faces import TierCase
from tests.solver.samples import duties, night, problem, service, slot

# 0.01° of latitude is 1.112 km (see test_apart).
STAFF = [
    service("a", lat=50.85, lon=4.35),
    service("b", lat=50.87, lon=4.35),
    service("c"),
    service("d", lat=50.87, lon=4.35),
]
AREAS = (Area("south", 50.84, 4.35, 1000), Area("middle", 50.86, 4.35, 300), Area("north", 50.88, 4.35, 20))
SLOTS = [night(5), night(8, required=2), slot("day", "05 08:00", "05 20:00", line="day")]


def reaching(km):
    return problem(STAFF, SLOTS, areas=AREAS, reach=(LineDistance("night", km),))


CASES = [
    TierCase("an empty rota reaches nobody on two nights", reaching(1.2), (), 2640),
    TierCase("south and middle are within 1.2 km of a", reaching(1.2), duties(a=["night 5"]), 1340),
    TierCase("1.1 km are too few", reaching(1.1), duties(a=["night 5"]), 2640),
    TierCase(
        "two services reach all three together", reaching(1.2), duties(a=["night 8"], b=["night 8"]), 1320
    ),
    TierCase(
        "two on one spot reach as far as one", reaching(1.2), duties(b=["night 8"], d=["night 8"]), 2320
    ),
    TierCase("without coordinates nobody is reached", reaching(99), duties(c=["night 5"]), 2640),
]
