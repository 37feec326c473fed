"""Inventing what happened on the demo's duties: who came when and for what, as plausible as it is made up."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import exp
from zoneinfo import ZoneInfo

from garde.activity.duties import ServedDuty, hours_by_clock
from garde.activity.report import (
    BAND,
    BandCount,
    ClosedDoor,
    Contacts,
    Counts,
    DutyReport,
    IncidentCount,
    Outcome,
)
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.days import days_between
from garde.calendar.localtime import resolve_handover
from garde.demo.invent import SEED

_TOLD_HOURS = 0.75
_REMARKED = 0.035
_INCIDENT = 0.012


@dataclass(frozen=True, slots=True)
class Custom:
    """How many people an hour come to a line, by day, evening (from 17), night (22 to 7) and weekend.

    ``needs`` weighs the kinds of need, ``outcomes`` how it ends; the rest is sent on to one of ``places``.
    """

    day: float
    evening: float
    night: float
    weekend: float
    needs: Mapping[str, int]
    outcomes: Mapping[str, int]
    places: tuple[str, ...]

    def rate(self, when: datetime, hour: int) -> float:
        """People per hour, at a local date and hour."""
        if hour >= 22 or hour < 7:
            return self.night
        if when.weekday() >= 5:
            return self.weekend
        return self.evening if hour >= 17 else self.day


_ENDS = {"helped": 80, "accompanied": 4, "sent_on": 12, "not_helped": 4}
CUSTOMS: Mapping[str, Custom] = {
    "pharmacy": Custom(1.1, 1.6, 0.28, 1.5, {"medicine": 80, "health": 12, "care": 3, "sexual-health": 5},
                       _ENDS, ("general-practice", "1733", "other")),
    "reception": Custom(0.7, 0.8, 0.22, 0.9,
                        {"shelter": 32, "basic-goods": 22, "rights": 18, "orientation": 16, "violence": 5,
                         "health": 7},
                        {"helped": 58, "accompanied": 7, "sent_on": 24, "not_helped": 11},
                        ("0800 99 340", "mental-health", "general-practice", "other")),
    "general-practice": Custom(0.5, 0.7, 0.12, 0.8, {"health": 78, "medicine": 12, "care": 6, "violence": 4},
                               _ENDS, ("pharmacy", "112", "other")),
    "nursing": Custom(0.3, 0.25, 0.005, 0.25, {"care": 85, "medicine": 10, "health": 5},
                      _ENDS, ("general-practice", "1733")),
    "mental-health": Custom(0.4, 0.5, 0.2, 0.35,
                            {"mental-health": 78, "violence": 8, "shelter": 6, "rights": 8},
                            {"helped": 66, "accompanied": 5, "sent_on": 22, "not_helped": 7},
                            ("107", "106", "reception", "112")),
    "family-planning": Custom(0.5, 0.45, 0.0, 0.35, {"sexual-health": 84, "violence": 9, "orientation": 7},
                              _ENDS, ("pharmacy", "general-practice", "other")),
}  # fmt: skip
_LANGUAGES = {"fr": 60, "nl": 11, "en": 8, "ar": 10, "es": 3, "ro": 3, "tr": 3, "other": 2}

REMARKS = {
    "fr": (
        "Beaucoup de monde juste après l'ouverture, plus personne après 23h.",
        "Plusieurs demandes d'abri sans solution : tout était complet.",
        "La sonnette ne s'entend pas du fond du bâtiment.",
        "Un interprète par téléphone aurait aidé deux fois.",
        "Des personnes envoyées par erreur : l'affiche indiquait l'ancienne adresse.",
        "Soirée très calme, sans doute à cause de la neige.",
        "Le 107 était occupé pendant près d'une heure.",
        "Fin de mois : surtout des questions de factures et d'aide alimentaire.",
    ),
    "nl": (
        "Veel volk net na de opening, daarna rustig.",
        "Geen plaats meer in de nachtopvang, drie mensen niet kunnen helpen.",
        "De deurbel werkt niet goed bij regen.",
        "Een tolk aan de telefoon had geholpen.",
        "Rustige nacht, twee telefoontjes voor 1 uur.",
        "Mensen dachten dat we ook op zondagochtend open zijn.",
    ),
}


def invented_reports(
    config: BasinConfig, duties: Iterable[ServedDuty], services: Sequence[Service], now: datetime
) -> tuple[DutyReport, ...]:
    """Reports of most of the duties that are over; some services forget more often than others.

    The same for the same duties and services.
    """
    zone = ZoneInfo(config.timezone)
    known = {one.external_id: one for one in services}
    found = []
    for duty in duties:
        custom = CUSTOMS.get(duty.slot.line)
        if custom is None or duty.slot.end > now:
            continue
        chance = random.Random(f"{SEED}-{duty.slot.key}-{duty.service}")
        diligence = random.Random(f"{SEED}-{duty.service}").uniform(0.72, 0.99)
        if chance.random() < diligence:
            found.append(
                _report(duty, _counts(duty, custom, known.get(duty.service), zone, chance), now, chance)
            )
    return tuple(found)


def invented_closed_doors(
    config: BasinConfig, services: Sequence[Service], first: date, now: datetime
) -> tuple[ClosedDoor, ...]:
    """People before the doors: on Saturdays before family planning opens, and now and then elsewhere."""
    zone = ZoneInfo(config.timezone)
    found: list[ClosedDoor] = []
    for service in services:
        chance = random.Random(f"{SEED}-door-{service.external_id}")
        for day, hour, likely in _shut_hours(service, first, now.astimezone(zone).date()):
            if chance.random() < likely:
                start = resolve_handover(day, time(hour), zone)
                at = start + timedelta(hours=chance.randint(2, 30))
                if at < now:
                    people = chance.choice((1, 1, 2, 2, 3))
                    found.append(
                        ClosedDoor(0, service.external_id, service.lines[0], "closed", day, hour, start,
                                   service.quarter, people, at, "demo", "service")
                    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.recorded_at, one.service)))


def _shut_hours(service: Service, first: date, last: date) -> Iterator[tuple[date, int, float]]:
    """Hours in which the door is shut, each with how likely somebody stands there."""
    line = service.lines[0]
    for day in days_between(first, last):
        if line == "family-planning" and day.weekday() == 5:
            yield day, 9, 0.06
        elif line == "reception" and day.weekday() < 5:
            yield day, 8, 0.012
        elif line == "pharmacy" and day.weekday() == 6:
            yield day, 10, 0.01


def _counts(
    duty: ServedDuty, custom: Custom, service: Service | None, zone: ZoneInfo, chance: random.Random
) -> Counts:
    bands: Counter[int] = Counter()
    quiet = 0
    for (day, hour), length in hours_by_clock(duty.times, zone).items():
        came = _poisson(custom.rate(day, hour) * length, chance)
        bands[hour // BAND * BAND] += came
        quiet += came == 0
    people = sum(bands.values())
    if not people:
        return Counts(quiet_hours=int(duty.slot.hours))
    told: Counter[tuple[str, str, Outcome, str | None]] = Counter()
    for _ in range(people):
        outcome: Outcome = _pick(custom.outcomes, chance)  # type: ignore[assignment]
        to = chance.choice(custom.places) if outcome == "sent_on" else None
        told[_pick(custom.needs, chance), _pick(_LANGUAGES, chance), outcome, to] += 1
    incident = chance.random() < _INCIDENT
    remark = None
    if chance.random() < _REMARKED:
        spoken = service.languages if service else ()
        remark = chance.choice(REMARKS["nl" if "nl" in spoken and chance.random() < 0.5 else "fr"])
    known_hours = chance.random() < _TOLD_HOURS
    return Counts(
        contacts=tuple(
            Contacts(need, tongue, how, count, to) for (need, tongue, how, to), count in told.items()
        ),
        quiet_hours=min(quiet, int(duty.slot.hours)) if known_hours else None,
        bands=tuple(BandCount(hour, count) for hour, count in sorted(bands.items()) if count)
        if known_hours
        else (),
        incidents=(IncidentCount(chance.choice(("violence", "technical", "medical")), 1),)
        if incident
        else (),
        remark=remark,
    )


def _report(duty: ServedDuty, counts: Counts, now: datetime, chance: random.Random) -> DutyReport:
    slot = duty.slot
    at = min(now, slot.end + timedelta(minutes=chance.randint(2, 900)))
    return DutyReport(
        id=0,
        slot=slot.key,
        service=duty.service,
        line=slot.line,
        month=slot.month,
        start=slot.start,
        end=slot.end,
        counts=counts,
        recorded_at=at,
        recorded_by="demo",
        role="service",
    )


def _pick(weights: Mapping[str, int], chance: random.Random) -> str:
    return chance.choices(tuple(weights), tuple(weights.values()))[0]


def _poisson(mean: float, chance: random.Random) -> int:
    """So many at random, ``mean`` on average (Knuth's method)."""
    count, product, least = 0, chance.random(), exp(-mean)
    while product > least:
        count += 1
        product *= chance.random()
    return count
