"""Why a place stays open: for every service, the rule that keeps it out of a slot of this rota.

Decided by the check faces alone, on the few duties that could clash, so that a verifier can decide it again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from solver.problem import Active, Period, Pin, Problem, Service, Slot
from solver.roster import Roster
from solver.rota import Assignment, Gap, Reason
from solver.rules import RULES, availability, place

NEEDED_ELSEWHERE = "needed_elsewhere"
_ALWAYS = Active()


class Obstacles:
    """Answers, for one rota, which rules a further duty would break."""

    def __init__(self, roster: Roster) -> None:
        """Keep the rota; the tables of its problem are made when first needed."""
        self.roster = roster
        self.problem = roster.problem

    def broken(self, service: Service, slot: Slot) -> Iterator[str]:
        """Yield the names of the rules that ``service`` would break if it served ``slot`` too, in order."""
        beside = self._beside(service, slot)
        if not beside and self._nothing_asked(service, slot):
            return
        added = Assignment(slot.id, service.id)
        roster = Roster(self._small(service, slot, beside), (*beside, added))
        for rule in RULES:
            if any(service.id in b.services and slot.id in b.slots for b in rule.check(roster)):
                yield rule.NAME

    def first(self, service: Service, slot: Slot) -> str:
        """Return the first rule that ``broken`` names, or ``needed_elsewhere``."""
        # Most services that leave a place open are away, which needs no rota beside it to be told.
        if slot.line in service.lines and service.active == _ALWAYS:
            absences = self._unavailable.get(service.id, ())
            if any(absence.overlaps(slot) for absence in absences):
                return availability.NAME
        return next(self.broken(service, slot), NEEDED_ELSEWHERE)

    def _nothing_asked(self, service: Service, slot: Slot) -> bool:
        """Tell at a glance, as rotas with thousands of open places need, that no rule says anything here."""
        identity = service.id
        return (
            slot.line in service.lines
            and service.active == _ALWAYS
            and service.availability == "open"
            and not service.limits
            and identity not in self._served
            and (identity, slot.id) not in self._off
            and not _overlapping(self._unavailable.get(identity, ()), slot)
        )

    def _beside(self, service: Service, slot: Slot) -> tuple[Assignment, ...]:
        mates = self._mates[service.group] if service.group is not None else [service.id]
        pairs = [(other.id, slot.id) for other in self.roster.of_slot.get(slot.id, ())]
        pairs += [(mate, duty.id) for mate in mates for duty in self.roster.of_service.get(mate, ())]
        return tuple(Assignment(duty, other) for other, duty in dict.fromkeys(pairs))

    def _small(self, service: Service, slot: Slot, beside: tuple[Assignment, ...]) -> Problem:
        problem = self.problem
        services = dict.fromkeys([service.id, *(item.service for item in beside)])
        slots = dict.fromkeys([slot.id, *(item.slot for item in beside)])
        pin = self._off.get((service.id, slot.id))
        return replace(
            problem,
            services=tuple(problem.services[problem.service_index[identity]] for identity in services),
            slots=tuple(problem.slots[problem.slot_index[identity]] for identity in slots),
            # Only what overlaps the slot decides on it; a rota with many gaps asks a hundred thousand times.
            unavailable=_overlapping(self._unavailable.get(service.id, ()), slot),
            available=_overlapping(self._available.get(service.id, ()), slot),
            served=tuple(self._served.get(service.id, ())),
            pins=() if pin is None else (pin,),
        )

    @cached_property
    def _mates(self) -> dict[str, list[str]]:
        mates: dict[str, list[str]] = defaultdict(list)
        for service in self.problem.services:
            if service.group is not None:
                mates[service.group].append(service.id)
        return mates

    @cached_property
    def _off(self) -> dict[tuple[str, str], Pin]:
        return {(pin.service, pin.slot): pin for pin in self.problem.pins if not pin.on}

    @cached_property
    def _unavailable(self) -> dict[str, list[Period]]:
        return _by_service(self.problem.unavailable)

    @cached_property
    def _available(self) -> dict[str, list[Period]]:
        return _by_service(self.problem.available)

    @cached_property
    def _served(self) -> dict[str, list[Period]]:
        return _by_service(self.problem.served)


def gaps(roster: Roster) -> tuple[Gap, ...]:
    """Return every slot with open places, in slot order, with the first rule that keeps each service out.

    Services that are not on the slot's line are named only when nobody is on it, those on duty in the slot
    (``place``) only when there is nobody else. ``needed_elsewhere`` names those whom no rule keeps out: the
    order of the tiers, or the end of the time, left the place open.
    """
    obstacles = Obstacles(roster)
    result = []
    for slot in roster.problem.slots:
        on_duty = {service.id for service in roster.of_slot.get(slot.id, ())}
        if len(on_duty) < slot.required:
            thinkable = [service for service in roster.problem.services if slot.line in service.lines]
            others = [s for s in thinkable or roster.problem.services if s.id not in on_duty]
            reasons = _reasons(
                (service.id, obstacles.first(service, slot)) for service in others
            ) or _reasons((service.id, place.NAME) for service in thinkable)
            result.append(Gap(slot.id, slot.required - len(on_duty), reasons))
    return tuple(result)


def _reasons(found: Iterable[tuple[str, str]]) -> tuple[Reason, ...]:
    services: dict[str, list[str]] = defaultdict(list)
    for service, rule in found:
        services[rule].append(service)
    names = [*(rule.NAME for rule in RULES), NEEDED_ELSEWHERE]
    return tuple(Reason(name, tuple(services[name])) for name in names if name in services)


def _overlapping(periods: Iterable[Period], slot: Slot) -> tuple[Period, ...]:
    return tuple(period for period in periods if period.overlaps(slot))


def _by_service(periods: tuple[Period, ...]) -> dict[str, list[Period]]:
    result: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        result[period.service].append(period)
    return result
