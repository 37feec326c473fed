"""What people decide about a rota by hand: pins, and duties that stand against a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from solver import Assignment, Problem, breaches
from solver.problem import Numbers, Period, Service, Slot

BURDEN = "burden"
ACCEPTED = "consultation"
"""The source of pins that stem from what services answered."""
SWAP = "swap"
"""The source of pins that keep what services agreed on in a swap."""
GIVING_WAY = (ACCEPTED, SWAP)
"""Pins of these sources give way where they break a rule, the first source first."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """In a draft, a service must (``on``) or must not serve in a slot; ``source`` is where that comes from.

    ``source`` is ``hand`` (a coordinator), ``consultation`` (the service accepted the duty) or ``swap``.
    """

    slot: str
    service: str
    on: bool
    source: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Pin:
    """What planning is told: a service must (``on``) or must not serve in a slot.

    One of ``GIVING_WAY`` gives way where it breaks a rule: a service that accepted a duty, or took it by a
    swap, may have found since that it cannot serve.
    """

    slot: str
    service: str
    on: bool = True
    source: str = "hand"

    @property
    def duty(self) -> Assignment:
        """The duty as the engine names it."""
        return Assignment(self.slot, self.service)


@dataclass(frozen=True, slots=True)
class Override:
    """A duty that breaks ``rules`` because somebody decided so, and why."""

    slot: str
    service: str
    rules: tuple[str, ...]
    reason: str
    at: datetime
    by: str

    @property
    def duty(self) -> Assignment:
        """The duty as the engine names it."""
        return Assignment(self.slot, self.service)


def without_decided(problem: Problem, duties: Iterable[Assignment]) -> Problem:
    """The Problem with these duties taken as served: they block time, weigh, and are not up for planning.

    Each leaves a place less to fill in its slot (a slot without any is left out), and what it weighs goes to
    what its service brought along, so that every service's distance from its fair load stays the same. What
    nobody else need do any more goes too: languages that it speaks, its pin, its place in the base.
    """
    decided = sorted(set(duties))
    if not decided:
        return problem
    holders: dict[str, list[str]] = {}
    for duty in decided:
        holders.setdefault(duty.slot, []).append(duty.service)
    services = {service.id: service for service in problem.services}
    known = {slot.id: slot for slot in problem.slots}
    slots = tuple(
        left
        for slot in problem.slots
        for left in _left(slot, [services[name] for name in holders.get(slot.id, [])])
    )
    open_slots = {slot.id for slot in slots}
    gone = set(decided)
    served = [Period(duty.service, known[duty.slot].start, known[duty.slot].end) for duty in decided]
    weights: dict[str, list[Slot]] = {}
    for duty in decided:
        weights.setdefault(duty.service, []).append(known[duty.slot])
    base = problem.base
    return replace(
        problem,
        services=tuple(_weighed(service, weights.get(service.id, [])) for service in problem.services),
        slots=slots,
        served=in_order([*problem.served, *served]),
        pins=tuple(
            pin
            for pin in problem.pins
            if pin.slot in open_slots and not (pin.on and Assignment(pin.slot, pin.service) in gone)
        ),
        base=None
        if base is None
        else tuple(place for place in base if Assignment(place.slot, place.service) not in gone),
    )


def taken_as_served(
    problem: Problem, duties: Iterable[Assignment], against: Iterable[Assignment]
) -> set[Assignment]:
    """Those of ``duties`` that have to be taken as served for the others to break no rule.

    They are the ones ``against`` a rule, and those that break one beside them: of two duties without enough
    rest between them, both.
    """
    present = set(duties)
    decided = present.intersection(against)
    while True:
        left = present - decided
        beside = {
            duty
            for breach in breaches(without_decided(problem, decided), left)
            for duty in left
            if duty.service in breach.services and duty.slot in breach.slots
        }
        if not beside:
            return decided
        decided |= beside


def in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Served duties in the order in which a Problem lists them, each once."""
    return tuple(sorted(set(periods), key=lambda period: (period.start, period.end, period.service)))


def added(numbers: Numbers, more: Iterable[tuple[str, float]]) -> Numbers:
    """Amounts with others added, by name, without those that are 0."""
    total = dict(numbers)
    for name, amount in more:
        total[name] = total.get(name, 0.0) + amount
    return tuple((name, round(amount, 6)) for name, amount in sorted(total.items()) if round(amount, 6))


def _left(slot: Slot, holders: list[Service]) -> list[Slot]:
    if not holders:
        return [slot]
    required = slot.required - len(holders)
    if required <= 0:
        return []
    spoken = {tongue for holder in holders for tongue in holder.tongues}
    languages = tuple(tag for tag in slot.languages if tag.lower() not in spoken)
    return [replace(slot, required=required, languages=languages)]


def _weighed(service: Service, duties: list[Slot]) -> Service:
    if not duties:
        return service
    amounts = [
        (name, amount)
        for slot in duties
        for name, amount in [(BURDEN, float(slot.burden)), *((category, 1.0) for category in slot.categories)]
    ]
    return replace(service, carried=added(service.carried, amounts))
