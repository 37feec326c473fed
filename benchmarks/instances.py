"""Seeded garde-problem/1 documents of the sizes that the engine is measured on.

Every generator is a pure function of its seed. Services lie in Brussels, holidays are the real ones of the
months drawn, and an instant carries the offset that Europe/Brussels has on its day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from benchmarks.shifts import (
    FULL,
    HOLIDAYS,
    NIGHT,
    SIMPLE,
    TONGUES,
    Document,
    Shift,
    absences,
    closures,
    days_of,
    document,
    instant,
    services_of,
    slots_of,
    text,
)


def fairness_alone(
    name: str,
    seed: int,
    services: int,
    days: int,
    lines: int,
    *,
    away: float = 0.1,
    rest: float = 11,
    closed: float = 0,
) -> Document:
    """Coverage and fairness of the burden; ``away``, ``rest`` and ``closed`` make availability bind."""
    random = Random(seed)
    dates, names = days_of(date(2027, 1, 1), days), [f"line{number}" for number in range(lines)]
    staff = services_of(random, services, names)
    for service in staff:
        service["rest_hours"] = rest
    built = document(name, dates, staff, list(slots_of(dates, names, SIMPLE)))
    built["unavailable"] = absences(random, staff, dates, away, 21 if days > 60 else 6)
    if closed:
        built["unavailable"] += closures(random, staff, dates, closed, 4)
    built["tiers"] = ["uncovered", "unfairness"]
    return built


def all_rules(
    name: str, seed: int, services: int, days: int, lines: int, *, away: float = 0.15, scarce: bool = False
) -> Document:
    """Every rule and tier at once; ``scarce`` makes availability, rest and limits bind."""
    random = Random(seed)
    dates, names = days_of(date(2027, 5, 1), days), [f"line{number}" for number in range(lines)]
    staff = services_of(random, services, names, 2 if scarce else 3)
    slots = list(slots_of(dates, names, FULL))
    _furnish_services(random, staff, scarce)
    _furnish_slots(random, slots)
    built = document(name, dates, staff, slots)
    built["unavailable"] = absences(random, staff, dates, 0.45 if scarce else away, 8)
    built["available"] = _declared(random, staff, dates, 5 if scarce else 3)
    built["wishes"] = _wishes(random, staff, dates)
    built["served"] = _served(random, staff, dates[0])
    built["areas"] = _areas(random, 18)
    built["reach"] = [{"line": line, "km": 2.5} for line in names]
    built["apart"] = [{"line": names[0], "km": 0.8}]
    built["fairness"] = {"burden": 1, "night": 2, "weekend": 2, "holiday": 4}
    return built


def _furnish_services(random: Random, staff: list[Document], scarce: bool) -> None:
    for index, service in enumerate(staff):
        service["share"] = random.choice((0.5, 1, 1, 1, 2))
        service["rest_hours"] = random.choice((24, 36, 48)) if scarce else random.choice((11, 11, 24))
        service["languages"] = [tag for tag, part in TONGUES if random.random() < part]
        service["lat"] = round(random.gauss(50.85, 0.022), 5)
        service["lon"] = round(random.gauss(4.36, 0.03), 5)
        service["carried"] = {
            "burden": round(random.gauss(0, 3), 2),
            "night": random.randint(-1, 1),
            "weekend": random.randint(-1, 1),
        }
        if random.random() < 0.3:
            service["limits"] = random.choice(
                ({"duties": 6}, {"night": 3}, {"duties_per_7_days": 2}, {"hours": 60})
            )
        if index % 9 == 4:
            service["group"] = f"g{index // 18}"
        if index % 8 == 7:
            service["availability"] = "declared"


def _furnish_slots(random: Random, slots: list[Document]) -> None:
    for slot in slots:
        slot["languages"] = ["fr", "nl"] + (["ar"] if random.random() < 0.3 else [])
        if random.random() < 0.12:
            slot["required"] = 2


def _declared(random: Random, staff: list[Document], dates: list[date], every: int) -> list[Document]:
    return [
        {"service": service["id"], "start": text(instant(day, 8)), "end": text(instant(day, 34))}
        for service in staff
        if service.get("availability") == "declared"
        for day in dates
        if random.random() < 1 / every
    ]


def _wishes(random: Random, staff: list[Document], dates: list[date]) -> list[Document]:
    drawn = []
    for service in staff:
        for day in random.sample(dates, min(3, len(dates))):
            points = random.choice((-3, -2, -1, 1, 2))
            drawn.append(
                {
                    "service": service["id"],
                    "start": text(instant(day, 0)),
                    "end": text(instant(day, 24)),
                    "points": points,
                }
            )
    return drawn


def _served(random: Random, staff: list[Document], first: date) -> list[Document]:
    eve = first - timedelta(days=1)
    return [
        {"service": service["id"], "start": text(instant(eve, 20)), "end": text(instant(eve, 32))}
        for service in random.sample(staff, max(1, len(staff) // 15))
    ]


def _areas(random: Random, count: int) -> list[Document]:
    return [
        {
            "id": f"q{index:02}",
            "lat": round(random.gauss(50.85, 0.025), 5),
            "lon": round(random.gauss(4.36, 0.035), 5),
            "population": random.randint(8, 30) * 1000,
        }
        for index in range(count)
    ]


def tight(name: str, seed: int, services: int, days: int = 31) -> Document:
    """Few services, half of the days away and rests of two to three days, over several quantities."""
    random = Random(seed)
    dates = days_of(date(2027, 5, 1), days)
    staff = services_of(random, services, ["line0", "line1"])
    for service in staff:
        service["rest_hours"] = random.choice((36, 48, 72))
        service["share"] = random.choice((0.5, 1, 1, 2))
        service["carried"] = {"burden": round(random.uniform(-4, 4), 3)}
    built = document(name, dates, staff, list(slots_of(dates, ["line0", "line1"], SIMPLE)))
    built["unavailable"] = absences(random, staff, dates, 0.75 if services < 30 else 0.6, 7)
    built["fairness"] = {"burden": 1, "night": 2, "weekend": 2}
    built["tiers"] = ["uncovered", "unfairness"]
    return built


ORDINARY = ((24, 30), (30, 36), (34, 40))
"""Burden of a day and of a night duty on a working day, at the weekend and on a holiday."""


def ordinary(name: str, seed: int, month: int = 1, carried: dict[str, float] | None = None) -> Document:
    """The everyday case: 86 services on one line, a day and a night duty of 12 hours, burden alone."""
    first = date(2027, month, 1)
    count = (date(2027 + month // 12, month % 12 + 1, 1) - first).days
    dates = days_of(first, count)
    random = Random(seed)
    staff: list[Document] = [
        {"id": f"s{index:03}", "lines": ["garde"], "rest_hours": 11} for index in range(86)
    ]
    slots = []
    for day in dates:
        row = ORDINARY[2 if day in HOLIDAYS else 1 if day.weekday() >= 5 else 0]
        for shift, burden in zip((Shift("day", 8, 12, 1, 1), NIGHT), row, strict=True):
            slot = next(slots_of([day], ["garde"], (Shift(shift.name, shift.start, 12, burden, burden),)))
            slots.append({**slot, "burden": burden})
    built = document(name, dates, staff, slots)
    built["unavailable"] = absences(random, staff, dates, 0.15, 7)
    built["tiers"] = ["uncovered", "unfairness"]
    for service in staff:
        if carried:
            service["carried"] = {"burden": carried[service["id"]]}
    return built


MORNING = Shift("morning", 8, 5, 2, 4)
AFTERNOON = Shift("afternoon", 13, 7, 3, 6)
POOLED = (MORNING, AFTERNOON, Shift("night", 20, 12, 8, 11))


def pool(name: str, seed: int, services: int, lines: int) -> Document:
    """A month of a small pool: unequal shares, fractional balances, burdens of six kinds, every tier."""
    random = Random(seed)
    dates, names = days_of(date(2027, 5, 1), 31), [f"line{number}" for number in range(lines)]
    staff = services_of(random, services, names)
    slots = list(slots_of(dates, names, POOLED))
    for service in staff:
        service["share"] = random.choice((0.5, 1, 1, 2))
        service["rest_hours"] = random.choice((11, 11, 24))
        service["carried"] = {
            "burden": round(random.uniform(-9, 9), 3),
            "night": round(random.uniform(-1.5, 1.5), 3),
            "weekend": round(random.uniform(-1.5, 1.5), 3),
        }
        service["languages"] = [tag for tag, part in TONGUES if random.random() < part]
        service["lat"] = round(random.gauss(50.85, 0.022), 5)
        service["lon"] = round(random.gauss(4.36, 0.03), 5)
        if random.random() < 0.25:
            service["limits"] = {"duties_per_7_days": 4}
    for slot in slots:
        slot["languages"] = ["fr", "nl"]
    built = document(name, dates, staff, slots)
    built["unavailable"] = absences(random, staff, dates, 0.2, 6)
    built["wishes"] = _wishes(random, staff, dates)
    built["areas"] = _areas(random, 12)
    built["reach"] = [{"line": line, "km": 3} for line in names]
    built["fairness"] = {"burden": 1, "night": 2, "weekend": 2}
    return built


def repair(name: str, seed: int, base: list[dict[str, str]], every: int = 9) -> Document:
    """The 83-service month again with its rota as base, after some of its services have fallen away."""
    built = INSTANCES["month-all"](seed)
    random = Random(seed + 1)
    gone = {entry["service"] for entry in random.sample(base, max(1, len(base) // every))}
    start, end = built["horizon"]["start"], built["horizon"]["end"]
    built["unavailable"] += [{"service": service, "start": start, "end": end} for service in sorted(gone)]
    return {**built, "name": name, "base": base}


INSTANCES: dict[str, Callable[[int], Document]] = {
    "ordinary": lambda seed: ordinary("ordinary", seed),
    "month-fair": lambda seed: fairness_alone("month-fair", seed, 83, 30, 3),
    "month-fair-binding": lambda seed: fairness_alone(
        "month-fair-binding", seed, 83, 30, 3, away=0.5, rest=72, closed=0.88
    ),
    "month-all": lambda seed: all_rules("month-all", seed, 83, 31, 3),
    "month-all-binding": lambda seed: all_rules("month-all-binding", seed, 83, 31, 3, scarce=True),
    "tight-20": lambda seed: tight("tight-20", seed, 20),
    "tight-40": lambda seed: tight("tight-40", seed, 40),
    "tight-60": lambda seed: tight("tight-60", seed, 60),
    "scarce-40": lambda seed: all_rules("scarce-40", seed, 40, 31, 3, scarce=True),
    "pool-10": lambda seed: pool("pool-10", seed, 10, 1),
    "pool-20": lambda seed: pool("pool-20", seed, 20, 1),
    "pool-30": lambda seed: pool("pool-30", seed, 30, 2),
    "basin-all": lambda seed: all_rules("basin-all", seed, 300, 31, 4),
    "year-fair": lambda seed: fairness_alone("year-fair", seed, 137, 365, 3),
    "year-fair-binding": lambda seed: fairness_alone(
        "year-fair-binding", seed, 137, 365, 3, away=0.5, rest=168, closed=0.88
    ),
}
"""Every named instance, as a function of its seed."""
