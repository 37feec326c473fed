from tests.solver.faces import TierCase
from tests.solver.samples import duties, night, problem, service

STAFF = [service("a", languages=("fr",)), service("b", languages=("NL", "ar")), service("c")]
PROBLEM = problem(
    STAFF,
    [night(5, burden=3, languages=("FR", "nl")), night(8, required=2, burden=2, languages=("fr", "nl"))],
)

CASES = [
    TierCase("an empty rota speaks nothing: 2 × 3 + 2 × 2", PROBLEM, (), 10),
    TierCase(
        "tags match ignoring case: nl is missing for 3, the other night lacks 4",
        PROBLEM,
        duties(a=["night 5"]),
        7,
    ),
    TierCase("two services speak for each other", PROBLEM, duties(a=["night 8"], b=["night 8"]), 6),
    TierCase("one of two languages", PROBLEM, duties(b=["night 8"], c=["night 8"]), 8),
    TierCase(
        "a tag is not its prefix",
        problem([service("a", languages=("fr-BE",))], [night(5, languages=("fr",))]),
        duties(a=["night 5"]),
        1,
    ),
]
