"""Inventing what goes otherwise than planned: swaps, absences, duties to which nobody came."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.demo.invent import SEED
from garde.publication.recording import record_served
from garde.repair.absence import Absence, announce
from garde.report.period import Period
from garde.report.remarking import remark
from garde.rota import FilledSlot
from garde.served import Report
from garde.storage.repositories.rotas import slots_in_force
from garde.swaps.agreeing import accept, approve
from garde.swaps.candidates import candidates_for
from garde.swaps.offering import Terms, offer

DAYS_LATER = 6
"""So many days after a month is published its swap is agreed."""
ONE_IN = 110
"""So few duties go otherwise than planned."""
REMARKS = (
    (
        "En décembre, trois services ont connu des absences en même temps : des gardes ont été assurées au "
        "pied levé par des services qui en avaient déjà beaucoup. Les chiffres ne disent pas ce que cela "
        "leur a coûté.",
        "steadiness",
        "12",
    ),
    (
        "Les réunions de mars ont pris du temps parce que l’échelle de pénibilité a été discutée avec tous "
        "les services. Ce temps n’est pas perdu : depuis, les échanges se règlent plus vite.",
        "working",
        "03",
    ),
)
"""What the coordination says: words, chapter, and the month of the year that they are about."""


def swap_a_duty(session: Session, config: BasinConfig, month: Month, *, actor: Actor, at: datetime) -> None:
    """One duty of a month goes to whom it suits best, a few days after it was published."""
    chance = random.Random(f"{SEED}-swap-{month}")
    agreed = at + timedelta(days=DAYS_LATER)
    coming = [
        slot
        for slot in slots_in_force(session, config.id, months=[str(month)])
        if slot.start > agreed + timedelta(days=3) and slot.services
    ]
    slot = chance.choice(coming)
    terms = Terms(slot.key, slot.services[0], "gift")
    for candidate in candidates_for(session, config, terms, actor=actor, at=agreed):
        if candidate.ways[0].sound:
            made = offer(session, config, terms, actor=actor, at=agreed)
            taken = accept(session, config, made.id, candidate.service, actor=actor, at=agreed).swap
            if taken.state == "accepted":
                approve(session, config, made.id, actor=actor, at=agreed + timedelta(hours=2))
            return


def invent_troubles(
    session: Session, config: BasinConfig, services: Sequence[Service], *, actor: Actor, at: datetime
) -> None:
    """What is on record of duties that are over, absences that were announced, and two remarks."""
    chance = random.Random(f"{SEED}-troubles")
    slots = [slot for slot in slots_in_force(session, config.id) if slot.end <= at]
    for slot in slots:
        if slot.services and chance.random() < 1 / ONE_IN:
            record_served(
                session, config, slot.key, _report(slot, services, chance), actor=actor, at=slot.end
            )
    busy = {(name, slot.start.date()) for slot in slots for name in slot.services}
    for slot in slots[:: max(1, len(slots) // 18)]:
        service = chance.choice(services).external_id
        first = slot.start.replace(hour=6, minute=0, second=0)
        if (service, first.date()) not in busy:
            announced = first - timedelta(days=chance.choice((1, 3, 5, 12, 25)))
            absence = Absence(service, first, first + timedelta(days=2))
            announce(session, config, absence, actor=actor, at=announced)
    for words, chapter, month in REMARKS:
        known = [slot for slot in slots if slot.month.endswith(month)]
        if known:
            day = Month.parse(known[0].month)
            period = Period(day.first_day, day.last_day)
            remark(session, config, words, chapter, period, actor=actor, at=at, nobody_named=True)


def _report(slot: FilledSlot, services: Sequence[Service], chance: random.Random) -> Report:
    """Not come and replaced by another service of the line, left early, or not come at all."""
    service = slot.services[0]
    others = [
        one.external_id for one in services if slot.line in one.lines and one.external_id not in slot.services
    ]
    kind = chance.random()
    if kind < 0.25:
        return Report(service, end=slot.end - timedelta(hours=1), reason="démonstration : partie plus tôt")
    stands_in = chance.choice(others) if kind < 0.9 else None
    return Report(service, absent=True, replaced_by=stands_in, reason="démonstration : malade")
