from solver.problem import Place
from tests.solver.faces import TierCase
from tests.solver.samples import duties, night, problem, service

KEPT = (Place("a", "night 5"), Place("b", "night 8"))
GONE = (*KEPT, Place("a", "night 99"), Place("zz", "night 5"))


def changing(base):
    return problem([service("a"), service("b")], [night(5), night(8)], base=base)


CASES = [
    TierCase("the same rota changes nothing", changing(KEPT), duties(a=["night 5"], b=["night 8"]), 0),
    TierCase("another in a place is one change", changing(KEPT), duties(b=["night 5", "night 8"]), 1),
    TierCase("an empty rota loses both places", changing(KEPT), (), 2),
    TierCase(
        "a slot and a service that are gone count too",
        changing(GONE),
        duties(a=["night 5"], b=["night 8"]),
        2,
    ),
    TierCase("a new place is no change", changing(()), duties(a=["night 5"]), 0),
    TierCase("without base nothing changes", changing(None), duties(a=["night 5"]), 0),
]
