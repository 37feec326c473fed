"""The bench on which swaps are judged: the rota in force, its rules and its fairness, indexed once.

Every question is asked of the same Problem that planning states. To try thousands of exchanges, only what a
change can touch is looked at; the tests hold that to the engine's own check of the whole rota.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from garde.errors import NotFound
from garde.planning.standing import Standing
from garde.rota import FilledSlot
from garde.swaps.change import Change
from garde.swaps.effects import Weighing
from garde.swaps.judgement import Judgement, MonthEffect, Part, Rest
from solver import Assignment, Obstacle
from solver.explain_obstacles import Beside, Facts
from solver.problem import Period, Problem, Service


class Table:
    """One pool and month in force, with what belongs to each service at hand."""

    def __init__(self, standing: Standing, cap_months: float) -> None:
        self.standing, self._cap = standing, cap_months
        self.problem: Problem = standing.problem
        self.services = {service.id: service for service in self.problem.services}
        self.slots = {slot.id: slot for slot in self.problem.slots}
        self._facts = Facts(self.problem)
        self._duties: dict[str, list[Assignment]] = defaultdict(list)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for duty in standing.duties:
            self._duties[duty.service].append(duty)
            self._holders[duty.slot].append(duty.service)

    @cached_property
    def weighing(self) -> Weighing:
        """The tiers and loads of the month as they are."""
        return Weighing(self.standing, self._cap)

    def obstacles(
        self, duty: Assignment, change: Change, away: Iterable[Period], come: Iterable[Period]
    ) -> tuple[Obstacle, ...]:
        """All rules that ``duty`` breaks once the rest of ``change`` is made.

        ``away`` and ``come`` are the duties that its service leaves and takes outside this pool and month.
        """
        service = self.services.get(duty.service)
        if service is None:
            return (Obstacle("not_on_line"),)
        lost = set(change.lost)
        near = {duty.service, *self._mates(service), *self._holders[duty.slot]}
        held = [one for name in sorted(near) for one in self._duties[name] if one not in lost]
        held += [one for one in change.gained if one != duty and one.slot in self.slots]
        gone = set(away)
        facts = self._facts
        served = [one for one in facts.served[service.id] if one not in gone]
        slots = {one.slot for one in held if one.service in near} | {duty.slot}
        problem = replace(
            self.problem,
            services=tuple(self.services[name] for name in sorted(near & self.services.keys())),
            slots=tuple(self.slots[key] for key in sorted(slots)),
            unavailable=tuple(facts.unavailable[service.id]),
            available=tuple(facts.available[service.id]),
            served=(*served, *come),
            wishes=(),
            areas=(),
        )
        return Beside(Facts(problem), held).obstacles(service, self.slots[duty.slot])

    def _mates(self, service: Service) -> Sequence[str]:
        return () if service.group is None else self._facts.mates[service.group]


@dataclass(frozen=True)
class Bench:
    """The months in force that a swap may touch, the slots around them, and the ledger's cap in months."""

    standings: tuple[Standing, ...]
    in_force: tuple[FilledSlot, ...]
    cap_months: float

    @cached_property
    def slots(self) -> dict[str, FilledSlot]:
        """The slots in force, by key."""
        return {slot.key: slot for slot in self.in_force}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The pools and months, by month."""
        return tuple(Table(standing, self.cap_months) for standing in self.standings)

    @cached_property
    def _table_of(self) -> dict[str, Table]:
        return {key: table for table in self.tables for key in table.slots}

    @cached_property
    def _of_service(self) -> dict[str, list[FilledSlot]]:
        found: dict[str, list[FilledSlot]] = defaultdict(list)
        for slot in self.in_force:
            for service in slot.services:
                found[service].append(slot)
        return found

    def table(self, slot: str) -> Table:
        """Where a slot was stated. Raises NotFound for one that nobody who takes part could serve."""
        found = self._table_of.get(slot)
        if found is None:
            raise NotFound(f"no rota in force has the slot {slot[:80]!r}", remedy="see: garde versions list")
        return found

    def duties(self, service: str) -> tuple[FilledSlot, ...]:
        """The duties in force of a service, by start."""
        return tuple(self._of_service.get(service, ()))

    def parts(self, change: Change) -> tuple[Part, ...]:
        """The duties that the change brings, each judged with the rest of it made."""
        return tuple(
            Part(duty, self.slots[duty.slot], self._obstacles(duty, change), self._rest(duty, change))
            for duty in change.gained
        )

    def judge(self, change: Change) -> Judgement:
        """Everything about a change: rules, rest, fairness."""
        return Judgement(change, self.parts(change), self.effects(change))

    def effects(self, change: Change) -> tuple[MonthEffect, ...]:
        """What becomes of each pool and month that the change touches, with what earlier ones leave it."""
        touched = [table for table in self.tables if any(key in table.slots for key in change.slots)]
        return tuple(
            table.weighing.effect(change, [other.weighing for other in touched if other is not table])
            for table in touched
        )

    def _obstacles(self, duty: Assignment, change: Change) -> tuple[Obstacle, ...]:
        table = self.table(duty.slot)

        def outside(duties: Iterable[Assignment]) -> list[Period]:
            return [
                Period(duty.service, self.slots[one.slot].start, self.slots[one.slot].end)
                for one in duties
                if one.service == duty.service and one.slot not in table.slots
            ]

        return table.obstacles(duty, change, outside(change.lost), outside(change.gained))

    def _rest(self, duty: Assignment, change: Change) -> Rest:
        lost = {one.slot for one in change.lost if one.service == duty.service}
        slot = self.slots[duty.slot]
        others = [one for one in self.duties(duty.service) if one.key not in lost]
        before = max((one.end for one in others if one.end <= slot.start), default=None)
        after = min((one.start for one in others if one.start >= slot.end), default=None)
        service = self.table(duty.slot).services.get(duty.service)
        return Rest(
            None if before is None else (slot.start - before).total_seconds() / 3600,
            None if after is None else (after - slot.end).total_seconds() / 3600,
            None if service is None else service.rest_hours,
        )
