from tests.solver.faces import RuleCase
from tests.solver.samples import duties, night, period, problem, service, slot


def resting(hours, *slots, served=()):
    return problem([service("a", rest_hours=hours), service("b")], slots, served=served)


def day(date):
    return slot(f"day {date}", f"{date:02} 08:00", f"{date:02} 20:00")


BOTH = duties(a=["night 5", "night 6"])
SERVED = (period("a", "04 20:00", "05 09:00"),)

CASES = [
    RuleCase(
        "from 08:00 to 20:00 are twelve hours of rest", resting(12, night(5), night(6)), BOTH, holds=True
    ),
    RuleCase("a quarter of an hour too little", resting(12.25, night(5), night(6)), BOTH, holds=False),
    RuleCase(
        "two services do not rest for each other",
        resting(100, night(5), night(6)),
        duties(a=["night 5"], b=["night 6"]),
        holds=True,
    ),
    RuleCase(
        "without rest one duty may follow at once",
        resting(0, night(5), day(6)),
        duties(a=["night 5", "day 6"]),
        holds=True,
    ),
    RuleCase(
        "without rest overlap still does not go",
        resting(0, night(5), slot("early", "06 07:00", "06 09:00")),
        duties(a=["night 5", "early"]),
        holds=False,
    ),
    RuleCase(
        "a short duty inside a long one overlaps",
        resting(0, night(5), slot("short", "05 22:00", "05 23:00")),
        duties(a=["night 5", "short"]),
        holds=False,
    ),
    # 25 October: 01:00+02:00 to 03:30+01:00 are 3.5 hours.
    RuleCase(
        "the hour of October counts as rest",
        resting(3.5, slot("one", "24 22:00", "25 01:00"), slot("two", "25 03:30", "25 09:00")),
        duties(a=["one", "two"]),
        holds=True,
    ),
    RuleCase(
        "11.3 hours are exactly 11 h 18 min",
        resting(11.3, slot("one", "05 20:00", "06 08:42"), night(6)),
        duties(a=["one", "night 6"]),
        holds=True,
    ),
    RuleCase(
        "rest after a served duty", resting(11, night(5), served=SERVED), duties(a=["night 5"]), holds=True
    ),
    RuleCase(
        "too little rest after a served duty",
        resting(11.5, night(5), served=SERVED),
        duties(a=["night 5"]),
        holds=False,
    ),
    RuleCase(
        "too little rest before a served duty",
        resting(11, night(5), served=(period("a", "06 18:00", "06 22:00"),)),
        duties(a=["night 5"]),
        holds=False,
    ),
    RuleCase(
        "served duties too near each other are nobody's fault",
        resting(11, night(9), served=(*SERVED, period("a", "05 09:00", "05 12:00"))),
        duties(a=["night 9"]),
        holds=True,
    ),
    RuleCase(
        "another's served duty keeps nobody out",
        resting(11, night(5), served=SERVED),
        duties(b=["night 5"]),
        holds=True,
    ),
    RuleCase(
        "a served duty that spans a later one does not hide the clash behind it",
        resting(
            11, night(5), served=(period("a", "01 00:00", "02 00:00"), period("a", "06 10:00", "06 11:00"))
        ),
        duties(a=["night 5"]),
        holds=False,
    ),
]
