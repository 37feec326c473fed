"""Random tiny problems that use every rule and tier, and their solution by exhaustive enumeration."""

import random
from datetime import timedelta
from itertools import combinations

from solver.problem import (
    Active,
    Area,
    LineDistance,
    Period,
    Pin,
    Place,
    Problem,
    Service,
    Slot,
    TierChoice,
    Wish,
)
from solver.roster import Roster
from solver.rota import Assignment, limit_of
from solver.rules import breaches
from solver.tiers import TIERS, values
from tests.solver.samples import HORIZON

LINES = ("night", "day")
TONGUES = ("fr", "NL", "ar")
TOLERANCE = 1e-9


def tiny_problem(seed):
    """Return a problem of 3 services and 4 or 5 slots whose pins break no rule."""
    draw = random.Random(seed)
    slots = tuple(_slot(draw, index) for index in range(draw.choice([4, 5])))
    services = tuple(_service(draw, identity) for identity in "abc")
    problem = Problem(
        "tiny",
        "Europe/Brussels",
        HORIZON,
        services,
        slots,
        unavailable=_periods(draw, services, 2, 20),
        available=_periods(draw, [s for s in services if s.availability == "declared"], 3, 120),
        wishes=tuple(
            Wish(p.service, p.start, p.end, points=draw.choice([-3, -1, 1, 2]))
            for p in _periods(draw, services, 4, 48)
        ),
        served=_periods(draw, services, 2, 10),
        areas=tuple(
            Area(name, _near(draw, 50.85), 4.35, draw.choice([100, 250.5, 1000])) for name in ("x", "y", "z")
        ),
        reach=tuple(LineDistance(line, draw.choice([1, 2.5])) for line in LINES if draw.random() < 0.7),
        apart=tuple(LineDistance(line, draw.choice([0.5, 1.5])) for line in LINES if draw.random() < 0.5),
        fairness=draw.choice(
            [(("burden", 1),), (("burden", 1), ("night", 2)), (("weekend", 0.5), ("night", 3))]
        ),
        tiers=_tiers(draw),
        base=_base(draw, services, slots),
    )
    return _pinned(draw, problem)


def best_by_enumeration(problem):
    """Return ``(best, limit)`` of every tier in order, over all rotas that break no rule."""
    candidates = [values(roster) for roster in all_rosters(problem)]
    result = []
    for choice in problem.order:
        best = min(candidate[choice.name] for candidate in candidates)
        limit = limit_of(best, choice.relative, choice.absolute)
        room = limit + TOLERANCE * max(1.0, abs(limit))
        candidates = [candidate for candidate in candidates if candidate[choice.name] <= room]
        result.append((best, limit))
    return result


def all_rosters(problem):
    """Yield every rota that breaks no rule, the check faces being the judge."""
    alone = [
        [s.id for s in problem.services if not _broken(problem, [Assignment(slot.id, s.id)])]
        for slot in problem.slots
    ]

    def extended(index, chosen):
        if index == len(problem.slots):
            roster = Roster.of(problem, chosen)
            if not breaches(roster):
                yield roster
            return
        slot = problem.slots[index]
        for size in range(min(slot.required, len(alone[index])) + 1):
            for services in combinations(alone[index], size):
                longer = [*chosen, *(Assignment(slot.id, service) for service in services)]
                if not _broken(problem, longer):
                    yield from extended(index + 1, longer)

    yield from extended(0, [])


def _broken(problem, assignments):
    # A pin that is on is only missing so far; every other breach stays one whatever comes after.
    found = breaches(Roster.of(problem, assignments))
    return any(breach.rule != "pins" or dict(breach.facts)["on"] == 0 for breach in found)


def _near(draw, degree):
    return round(degree + draw.uniform(-0.02, 0.02), 4)


def _slot(draw, index):
    start = HORIZON.start + timedelta(days=draw.choice([22, 23, 24, 26, 30]), hours=draw.choice([8, 14, 20]))
    return Slot(
        f"slot {index}",
        draw.choice(LINES),
        start,
        start + timedelta(hours=draw.choice([6, 12, 13.5])),
        required=draw.choice([1, 1, 2]),
        burden=draw.choice([1, 2, 3, 5]),
        categories=tuple(name for name in ("night", "weekend") if draw.random() < 0.5),
        languages=tuple(tongue for tongue in ("fr", "nl", "ar") if draw.random() < 0.4),
    )


def _service(draw, identity):
    placed = draw.random() < 0.8
    limits = {
        "duties": draw.choice([1, 2, 3]),
        "hours": draw.choice([12, 25.5]),
        "night": 1,
        "duties_per_7_days": 2,
    }
    return Service(
        identity,
        tuple(line for line in LINES if draw.random() < 0.8) or LINES,
        share=draw.choice([1, 1, 2, 0.5, 0.7]),
        availability="declared" if draw.random() < 0.2 else "open",
        active=_active(draw),
        limits=tuple((name, limit) for name, limit in limits.items() if draw.random() < 0.25),
        rest_hours=draw.choice([0, 11, 11.5, 24]),
        languages=tuple(tongue for tongue in TONGUES if draw.random() < 0.5),
        lat=_near(draw, 50.85) if placed else None,
        lon=4.35 if placed else None,
        group="g" if draw.random() < 0.4 else None,
        carried=tuple(
            (name, draw.choice([-2, -0.5, 0.25, 3])) for name in ("burden", "night") if draw.random() < 0.4
        ),
    )


def _active(draw):
    if draw.random() < 0.7:
        return Active()
    if draw.random() < 0.5:
        return Active(start=HORIZON.start + timedelta(days=draw.choice([5, 23])))
    return Active(end=HORIZON.start + timedelta(days=draw.choice([0, 24, 27])))


def _periods(draw, services, most, hours):
    if not services:
        return ()
    result = []
    for _ in range(draw.randint(0, most)):
        start = HORIZON.start + timedelta(days=21, hours=draw.randint(0, 220))
        length = timedelta(hours=draw.randint(1, hours))
        result.append(Period(draw.choice(services).id, start, start + length))
    return tuple(result)


def _tiers(draw):
    if draw.random() < 0.3:
        return None
    names = list(TIERS)
    draw.shuffle(names)
    slack = {"relative": draw.choice([0, 0, 0.1, 0.5]), "absolute": draw.choice([0, 0, 1, 2.5])}
    return tuple(TierChoice(name, **(slack if draw.random() < 0.5 else {})) for name in names)


def _base(draw, services, slots):
    if draw.random() < 0.4:
        return None
    pairs = [Place(service.id, slot.id) for slot in slots for service in services]
    return (*draw.sample(pairs, 3), Place("gone", "slot 0"))


def _pinned(draw, problem):
    pins = ()
    for _ in range(draw.choice([0, 1, 2])):
        service, slot = draw.choice(problem.services).id, draw.choice(problem.slots).id
        if (service, slot) not in {(pin.service, pin.slot) for pin in pins}:
            pins = (*pins, Pin(service, slot, on=draw.random() < 0.5))
    on = [Assignment(pin.slot, pin.service) for pin in pins if pin.on]
    return problem if breaches(Roster.of(problem, on)) else _with_pins(problem, pins)


def _with_pins(problem, pins):
    fields = {name: getattr(problem, name) for name in problem.__dataclass_fields__}
    return Problem(**(fields | {"pins": pins}))
