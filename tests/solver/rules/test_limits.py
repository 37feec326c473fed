from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, period, problem, service, slot


def limited(limits, *slots, served=()):
    return problem([service("a", limits=tuple(limits.items())), service("b")], slots, served=served)


def nights(*days):
    return {"a": [f"night {day}" for day in days]}


WEEK = [night(day) for day in range(5, 14)]
HOLY = [night(5, categories=("night", "holiday")), night(7, categories=("night",)), night(9)]
SERVED = (period("a", "02 20:00", "03 08:00"), period("a", "03 20:00", "04 08:00"))

CASES = [
    RuleCase("two duties where two go", limited({"duties": 2}, *WEEK), duties(**nights(5, 7)), holds=True),
    RuleCase(
        "three duties where two go", limited({"duties": 2}, *WEEK), duties(**nights(5, 7, 9)), holds=False
    ),
    RuleCase(
        "a limit of 2.5 duties is one of two",
        limited({"duties": 2.5}, *WEEK),
        duties(**nights(5, 7, 9)),
        holds=False,
    ),
    RuleCase(
        "a limit binds one service",
        limited({"duties": 1}, *WEEK),
        duties(a=["night 5"], b=["night 7", "night 9"]),
        holds=True,
    ),
    RuleCase("a limit of 0 keeps out", limited({"duties": 0}, *WEEK), duties(**nights(5)), holds=False),
    RuleCase("24 hours are two nights", limited({"hours": 24}, *WEEK), duties(**nights(5, 7)), holds=True),
    RuleCase(
        "23.9 hours are less than two nights",
        limited({"hours": 23.9}, *WEEK),
        duties(**nights(5, 7)),
        holds=False,
    ),
    # 24 October 20:00+02:00 to 25 October 08:00+01:00 are 13 hours.
    RuleCase(
        "the October night has 13 hours",
        limited({"hours": 12}, night(24)),
        duties(a=["night 24"]),
        holds=False,
    ),
    RuleCase(
        "one holiday where one goes", limited({"holiday": 1}, *HOLY), duties(**nights(5, 7, 9)), holds=True
    ),
    RuleCase(
        "two of a category where one goes", limited({"night": 1}, *HOLY), duties(**nights(5, 7)), holds=False
    ),
    RuleCase(
        "what has no category counts for none",
        limited({"night": 1}, *HOLY),
        duties(**nights(5, 9)),
        holds=True,
    ),
    RuleCase(
        "a window of 168 hours is half open",
        limited({"duties_per_7_days": 1}, *WEEK),
        duties(**nights(5, 12)),
        holds=True,
    ),
    RuleCase(
        "six days are within a window",
        limited({"duties_per_7_days": 1}, *WEEK),
        duties(**nights(5, 11)),
        holds=False,
    ),
    RuleCase(
        "two in any window, three over two windows",
        limited({"duties_per_7_days": 2}, *WEEK),
        duties(**nights(5, 9, 12)),
        holds=True,
    ),
    RuleCase(
        "three in a window of two",
        limited({"duties_per_7_days": 2}, *WEEK),
        duties(**nights(6, 9, 12)),
        holds=False,
    ),
    RuleCase(
        "served duties are counted",
        limited({"duties_per_7_days": 2}, *WEEK, served=SERVED),
        duties(**nights(8)),
        holds=False,
    ),
    RuleCase(
        "a served duty of a week ago is not",
        limited({"duties_per_7_days": 2}, *WEEK, served=SERVED),
        duties(**nights(9)),
        holds=True,
    ),
    RuleCase(
        "two served and one more is too many",
        limited({"duties_per_7_days": 2}, *WEEK, night(4, "four"), served=SERVED),
        duties(a=["four"]),
        holds=False,
    ),
    RuleCase(
        "a window of served duties alone is nobody's fault",
        limited({"duties_per_7_days": 1}, *WEEK, served=SERVED),
        duties(**nights(11)),
        holds=True,
    ),
    RuleCase(
        "a duty in a window already too full does not go",
        limited({"duties_per_7_days": 1}, *WEEK, served=SERVED),
        duties(**nights(5)),
        holds=False,
    ),
    RuleCase(
        "a served duty after the duty counts too",
        limited({"duties_per_7_days": 1}, *WEEK, served=(period("a", "10 20:00", "11 08:00"),)),
        duties(**nights(5)),
        holds=False,
    ),
    # From 20:00+02:00, 168 hours end at 19:00+01:00, before the clock shows 20:00 again.
    RuleCase(
        "a window is 168 elapsed hours",
        limited(
            {"duties_per_7_days": 1}, slot("one", "20 20:00", "20 21:00"), slot("two", "27 19:30", "27 21:00")
        ),
        duties(a=["one", "two"]),
        holds=True,
    ),
]
