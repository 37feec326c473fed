"""Whether a rota that was made earlier still stands: every rule it would break with what is known today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.ledger.account import active_part
from garde.planning.decisions import Override
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.wording import Wording
from garde.planning.plan import Known
from garde.planning.pools import Pool, pools_of
from garde.planning.problem import Given, assemble
from garde.rota import FilledSlot
from garde.served import as_served
from solver import Assignment, Obstacle, breaches
from solver.explain_obstacles import Beside, Facts


@dataclass(frozen=True, slots=True)
class Broken:
    """A duty that breaks ``rules``; ``sentences`` say how, one for each instance."""

    slot: str
    service: str
    rules: tuple[str, ...]
    sentences: tuple[str, ...]


def broken_rules(
    config: BasinConfig,
    known: Known,
    months: Sequence[Month],
    slots: Sequence[FilledSlot],
    answered: Iterable[Override] = (),
    language: str = "en",
) -> tuple[Broken, ...]:
    """The duties of ``slots``, which fill these months, that break a rule, in the order of slots.

    Duties that have begun (``known.begun``) are not judged: they are what others must rest from. Nor is what
    somebody ``answered`` for, and what another duty of that service breaks beside it.
    """
    accepted = _Accepted.of(answered, [*known.in_force, *slots])
    names = {service.external_id: service.name for service in known.services}
    wording = Wording(language, ZoneInfo(config.timezone), names, months[0].year)
    wanted = {str(month) for month in months}
    beside = [slot for slot in known.in_force if slot.month not in wanted or slot.key in known.begun]
    ahead = [slot for slot in slots if slot.key not in known.begun]
    found: list[Broken] = []
    for month in months:
        own = [slot for slot in ahead if slot.month == str(month)]
        others = [*as_served(beside, known.records), *(slot for slot in ahead if slot.month != str(month))]
        zone = ZoneInfo(config.timezone)
        active = [s for s in known.services if active_part(s, month.start(zone), month.end(zone), zone)]
        members: set[tuple[str, str]] = set()
        for pool in pools_of([line.id for line in config.lines], active):
            of_pool = [slot for slot in own if slot.line in pool.lines]
            members.update((line, service.external_id) for line in pool.lines for service in pool.services)
            given = Given(known.windows, others, {})
            found += _in_pool(config, pool, month, of_pool, given, wording, accepted)
        found += _strangers(own, members, names)
    order = {slot.key: number for number, slot in enumerate(ahead)}
    return tuple(
        sorted(
            (one for one in found if (one.slot, one.service) not in accepted.duties),
            key=lambda one: (order[one.slot], one.service),
        )
    )


@dataclass(frozen=True, slots=True)
class _Accepted:
    """Duties that somebody answered for: slot and service, and the service with the hours."""

    duties: frozenset[tuple[str, str]]
    hours: frozenset[tuple[str, datetime, datetime]]

    @classmethod
    def of(cls, answered: Iterable[Override], slots: Iterable[FilledSlot]) -> _Accepted:
        duties = frozenset((one.slot, one.service) for one in answered)
        return cls(
            duties,
            frozenset(
                (service, slot.start, slot.end)
                for slot in slots
                for service in slot.services
                if (slot.key, service) in duties
            ),
        )

    def explains(self, service: str, obstacle: Obstacle) -> bool:
        """Whether the other duty that the obstacle speaks of is one of them."""
        if obstacle.slot is not None:
            return (obstacle.slot, service) in self.duties
        span = obstacle.span
        return span is not None and (service, span.start, span.end) in self.hours


def _in_pool(
    config: BasinConfig,
    pool: Pool,
    month: Month,
    slots: Sequence[FilledSlot],
    given: Given,
    wording: Wording,
    accepted: _Accepted,
) -> Iterator[Broken]:
    problem = assemble(config, pool, month, slots, given, ())
    facts = Facts(problem)
    held = [
        Assignment(slot.key, service)
        for slot in slots
        for service in slot.services
        if service in facts.services
    ]
    rota = Beside(facts, held)
    duties = facts.slots
    concerned = {
        (slot, service)
        for breach in breaches(problem, held)
        for slot in breach.slots
        for service in breach.services
    }
    for duty in held:
        if (duty.slot, duty.service) in concerned:
            beside = rota.changed(without=[duty])
            obstacles = [
                obstacle
                for obstacle in beside.obstacles(facts.services[duty.service], duties[duty.slot])
                if not accepted.explains(duty.service, obstacle)
            ]
            if obstacles:
                yield Broken(
                    duty.slot,
                    duty.service,
                    tuple(dict.fromkeys(obstacle.rule for obstacle in obstacles)),
                    tuple(reason(wording, duty.service, obstacle, duties) for obstacle in obstacles),
                )


def _strangers(
    slots: Sequence[FilledSlot], members: set[tuple[str, str]], names: Mapping[str, str]
) -> Iterator[Broken]:
    """Duties of services that have left, or take part in nothing that is tied to the slot's line."""
    for slot in slots:
        for service in slot.services:
            if (slot.line, service) not in members:
                told = f"{names.get(service, service)} does not take part in {slot.month} any more."
                yield Broken(slot.key, service, ("active",), (told,))
