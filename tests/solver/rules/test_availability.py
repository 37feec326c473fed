from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, period, problem, service


def absent(start, end):
    return problem([service("a")], [night(5)], unavailable=(period("a", start, end),))


def declared(*windows):
    available = tuple(period("a", *window) for window in windows)
    return problem([service("a", availability="declared")], [night(5)], available=available)


ON_DUTY = duties(a=["night 5"])

CASES = [
    RuleCase("an absence inside the duty keeps out", absent("05 23:00", "05 23:30"), ON_DUTY, holds=False),
    RuleCase(
        "an absence that ends as the duty starts is fine", absent("05 08:00", "05 20:00"), ON_DUTY, holds=True
    ),
    RuleCase(
        "an absence that starts as the duty ends is fine", absent("06 08:00", "06 09:00"), ON_DUTY, holds=True
    ),
    RuleCase(
        "an absence over the first minute keeps out", absent("05 19:00", "05 20:01"), ON_DUTY, holds=False
    ),
    RuleCase("a declared service without windows serves nothing", declared(), ON_DUTY, holds=False),
    RuleCase("one window around the duty is enough", declared(("05 20:00", "06 08:00")), ON_DUTY, holds=True),
    RuleCase(
        "touching windows join",
        declared(("06 01:00", "06 09:00"), ("05 18:00", "06 01:00")),
        ON_DUTY,
        holds=True,
    ),
    RuleCase(
        "a minute between two windows is a gap",
        declared(("05 18:00", "06 01:00"), ("06 01:01", "06 09:00")),
        ON_DUTY,
        holds=False,
    ),
    RuleCase(
        "a window that ends too early is none", declared(("05 18:00", "06 07:59")), ON_DUTY, holds=False
    ),
]
