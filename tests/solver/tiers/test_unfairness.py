from solver.problem import Active
from tests.solver.faces import TierCase
from tests.solver.samples import at, duties, night, problem, service

TWO = [night(5), night(8)]
HEAVY = [night(5, burden=3, categories=("night",)), night(8, burden=1)]

CASES = [
    # ρ = 2 / 2 = 1: loads 1 and 1.
    TierCase(
        "everybody carries its part",
        problem([service("a"), service("b")], TWO),
        duties(a=["night 5"], b=["night 8"]),
        0,
    ),
    # Loads 2 and 0: (2 − 1)² + (0 − 1)².
    TierCase(
        "one carries all", problem([service("a"), service("b")], TWO), duties(a=["night 5", "night 8"]), 2
    ),
    # ρ counts open places too: loads 0 and 0 against 1 each.
    TierCase("an empty rota is not fair", problem([service("a"), service("b")], TWO), (), 2),
    # s = 3 and 1, ρ = 2 / 4: 3 (2/3 − 1/2)² + (0 − 1/2)² = 1/12 + 1/4.
    TierCase(
        "shares weigh",
        problem([service("a", share=3), service("b")], TWO),
        duties(a=["night 5", "night 8"]),
        1 / 3,
    ),
    # carried 2 and −1: ρ = (2 + 2 − 1) / 2 = 3/2; loads 2 and 1: 1/4 + 1/4.
    TierCase(
        "the ledger counts",
        problem([service("a", carried=(("burden", 2),)), service("b", carried=(("burden", -1),))], TWO),
        duties(b=["night 5", "night 8"]),
        0.5,
    ),
    # The horizon has 745 hours; b joins after 372.5 of them: s_b = 1/2, ρ = 2 / 1.5 = 4/3;
    # (1 − 4/3)² + 1/2 (1 / (1/2) − 4/3)² = 1/9 + 2/9.
    TierCase(
        "who joins later owes less",
        problem([service("a"), service("b", active=Active(start=at("16 12:30")))], [night(5), night(18)]),
        duties(a=["night 5"], b=["night 18"]),
        1 / 3,
    ),
    # b is gone before the horizon: s_b = 0, what it carried is left out; ρ = 2, load 2.
    TierCase(
        "who is away all month is left out",
        problem(
            [service("a"), service("b", active=Active(end=at("01 00:00")), carried=(("burden", 9),))], TWO
        ),
        duties(a=["night 5", "night 8"]),
        0,
    ),
    # burden: ρ = 4/2 = 2, loads 3 and 1: 2. night: ρ = 1/2, loads 1 and 0: 1/2, weight 4.
    TierCase(
        "quantities are weighted",
        problem([service("a"), service("b")], HEAVY, fairness=(("burden", 1), ("night", 4))),
        duties(a=["night 5"], b=["night 8"]),
        4,
    ),
    # Two places of 3 points: ρ = 6/2 = 3.
    TierCase(
        "required places hold their burden",
        problem([service("a"), service("b")], [night(5, burden=3, required=2)]),
        duties(a=["night 5"]),
        9,
    ),
    TierCase(
        "nothing is balanced",
        problem([service("a"), service("b")], TWO, fairness=()),
        duties(a=["night 5", "night 8"]),
        0,
    ),
    # Shares 0.1 and 0.2: ρ = 2 / 0.3 = 20/3; 0.1 (0 − 20/3)² + 0.2 (10 − 20/3)² = 40/9 + 20/9.
    TierCase(
        "decimal shares are exact",
        problem([service("a", share=0.1), service("b", share=0.2)], TWO),
        duties(b=["night 5", "night 8"]),
        20 / 3,
    ),
]
