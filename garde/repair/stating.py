"""The questions that a repair puts to the engine: the published slots again, close to who holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.ledger.account import Entry, active_part, month_account
from garde.planning.bringing import brought_along
from garde.planning.decisions import Override, Pin, taken_as_served
from garde.planning.draft import PoolPlan
from garde.planning.drafting import by_slot
from garde.planning.pools import Pool, pools_of
from garde.planning.problem import Given, assemble
from garde.planning.stating import Stated, state
from garde.repair.absence import Absence
from garde.rota import FilledSlot, in_order
from garde.served import Record, as_served
from solver import Assignment, Problem
from solver.explain_obstacles import Beside, Facts
from solver.problem import Place, TierChoice

CHANGES = "changes"

_BY_ITSELF = frozenset({"unavailable", "undeclared", "joins_later", "leaves_before", "not_on_line"})


@dataclass(frozen=True)
class Stored:
    """What is stored when a repair starts, of all that it depends on.

    ``windows`` hold the absence; ``entries`` are the ledger's of the months before the last one touched;
    ``overrides`` and ``pins`` are what people decided that stands in these months; ``elsewhere`` the duties
    that these services have as backups in other basins.
    """

    services: tuple[Service, ...]
    windows: Mapping[str, Sequence[Window]]
    in_force: tuple[FilledSlot, ...]
    records: tuple[Record, ...]
    entries: tuple[Entry, ...]
    overrides: tuple[Override, ...] = ()
    pins: tuple[Pin, ...] = ()
    elsewhere: tuple[FilledSlot, ...] = ()


@dataclass(frozen=True)
class Question:
    """One pool and month: ``slots`` are those still to begin, as published."""

    month: Month
    pool: Pool
    lines: tuple[str, ...]
    slots: tuple[FilledSlot, ...]
    stated: Stated


@dataclass(frozen=True)
class Answered:
    """The engine's rota for a question, and who holds the places then."""

    slots: tuple[FilledSlot, ...]
    pool: PoolPlan
    seconds: float = 0.0


@dataclass(frozen=True)
class Replanned:
    """The months after the repair: every slot of the lines concerned, those that have begun too."""

    months: tuple[str, ...]
    slots: tuple[FilledSlot, ...]
    pools: tuple[PoolPlan, ...]
    decided: tuple[Assignment, ...]
    warnings: tuple[str, ...]
    seconds: float


def kept_out(tables: Facts, service: str, slot: str) -> bool:
    """Whether a service could not serve a slot even if it had no other duty: it is away, or takes no part."""
    known = tables.services.get(service)
    if known is None:
        return True
    alone = Beside(tables, ()).obstacles(known, tables.slots[slot])
    return any(obstacle.code in _BY_ITSELF for obstacle in alone)


class Replanning:
    """Plans the months of freed duties again, one after the other, each from what the one before leaves."""

    def __init__(
        self, config: BasinConfig, stored: Stored, absence: Absence, freed: Sequence[FilledSlot], at: datetime
    ) -> None:
        self.config = config
        self.stored = stored
        self.absence = absence
        self.at = at
        self.zone = ZoneInfo(config.timezone)
        self._freed = {slot.key for slot in freed}
        self._where = {(slot.month, slot.line) for slot in freed}
        self._planned: dict[str, FilledSlot] = {}
        self._entries = list(stored.entries)
        self._fixed = by_slot(self._standing())
        self._warnings: list[str] = []

    def run(self, answer: Callable[[Question], Answered]) -> Replanned:
        """Asks the questions in order; whoever answers decides how."""
        slots: list[FilledSlot] = []
        pools: list[PoolPlan] = []
        decided: list[Assignment] = []
        seconds = 0.0
        months = sorted({month for month, _ in self._where})
        for name in months:
            month = Month.parse(name)
            for pool in self._pools(month):
                question = self._question(month, pool)
                answered = answer(question)
                begun = self._begun(month, pool)
                self._keep(question, answered, begun)
                slots += [*begun, *answered.slots]
                pools.append(answered.pool)
                decided += question.stated.decided
                seconds += answered.seconds
            unserved = {line for at, line in self._where if at == name} - {
                line for pool in pools if pool.month == name for line in pool.lines
            }
            self._warnings += [f"nobody takes part in line {line} in {name}" for line in sorted(unserved)]
        return Replanned(
            tuple(dict.fromkeys(pool.month for pool in pools)),
            in_order(slots),
            tuple(pools),
            tuple(decided),
            tuple(self._warnings),
            seconds,
        )

    def problem(self, month: Month, pool: Pool) -> Problem:
        """The Problem of a pool and month, with its published duties as the base."""
        up = self.open_slots(month, pool)
        keys = {slot.key for slot in up}
        others = [self._now(slot) for slot in self.stored.in_force if slot.key not in keys]
        records = self.stored.records
        brought = brought_along(self.config, self._entries, month, pool, self._begun(month, pool), records)
        fixed = (*as_served(others, records), *self.stored.elsewhere)
        given = Given(self.stored.windows, fixed, brought)
        problem = assemble(self.config, pool, month, up, given, self._tiers())
        return replace(
            problem, base=tuple(Place(service, slot.key) for slot in up for service in slot.services)
        )

    def open_slots(self, month: Month, pool: Pool) -> tuple[FilledSlot, ...]:
        """The slots in force of a pool that are still to begin."""
        return tuple(slot for slot in self._own(month, pool) if not slot.begun(self.at))

    def pool_of(self, month: Month, line: str) -> Pool | None:
        """The pool of a line in a month; None where nobody takes part."""
        return next((pool for pool in self._all_pools(month) if line in pool.lines), None)

    def _question(self, month: Month, pool: Pool) -> Question:
        problem = self.problem(month, pool)
        own = {slot.line for slot in self._own(month, pool)}
        stated = state(problem, self._kept_pins(), self._kept_duties(problem))
        self._warnings += [
            f"{pin.service} cannot keep {pin.slot}, which was agreed: that would break a rule now"
            for pin in stated.released
        ]
        return Question(
            month=month,
            pool=pool,
            lines=tuple(line for line in pool.lines if line in own),
            slots=self.open_slots(month, pool),
            stated=stated,
        )

    def _kept_pins(self) -> tuple[Pin, ...]:
        """What was agreed, but for the duties that the absence takes away: anybody may have those now."""
        return tuple(
            pin
            for pin in self.stored.pins
            if pin.slot not in self._freed or (pin.on and pin.service != self.absence.service)
        )

    def _kept_duties(self, problem: Problem) -> dict[str, tuple[str, ...]]:
        """The duties against a rule, by slot, with those of the same services that break one beside them."""
        against = [
            Assignment(slot, service)
            for slot, services in self._fixed.items()
            for service in services
            if slot in problem.slot_index and service in problem.service_index
        ]
        deciding = {duty.service for duty in against}
        tables = Facts(problem)
        beside = [
            Assignment(place.slot, place.service)
            for place in problem.base or ()
            if place.service in deciding and not kept_out(tables, place.service, place.slot)
        ]
        fixed: dict[str, tuple[str, ...]] = {}
        for duty in sorted(taken_as_served(problem, [*beside, *against], against)):
            fixed[duty.slot] = (*fixed.get(duty.slot, ()), duty.service)
        return fixed

    def _keep(self, question: Question, answered: Answered, begun: Sequence[FilledSlot]) -> None:
        self._planned |= {slot.key: slot for slot in answered.slots}
        month, pool = question.month, question.pool
        self._entries = [
            entry
            for entry in self._entries
            if entry.month != str(month) or not entry.lines.intersection(pool.lines)
        ]
        self._entries += month_account(
            [*begun, *answered.slots],
            pool.services,
            month=month,
            pool=pool.name,
            zone=self.zone,
            records=self.stored.records,
        )

    def _now(self, slot: FilledSlot) -> FilledSlot:
        """A slot outside the question: as planned just now, and without the duties that are freed."""
        if slot.key in self._planned:
            return self._planned[slot.key]
        if slot.key in self._freed:
            gone = self.absence.service
            return replace(slot, places=tuple(None if place == gone else place for place in slot.places))
        return slot

    def _standing(self) -> Iterator[Override]:
        for one in self.stored.overrides:
            if one.service != self.absence.service or one.slot not in self._freed:
                yield one

    def _own(self, month: Month, pool: Pool) -> tuple[FilledSlot, ...]:
        return tuple(
            slot for slot in self.stored.in_force if slot.month == str(month) and slot.line in pool.lines
        )

    def _begun(self, month: Month, pool: Pool) -> tuple[FilledSlot, ...]:
        return tuple(slot for slot in self._own(month, pool) if slot.begun(self.at))

    def _pools(self, month: Month) -> tuple[Pool, ...]:
        return tuple(
            pool
            for pool in self._all_pools(month)
            if any((str(month), line) in self._where for line in pool.lines)
        )

    def _all_pools(self, month: Month) -> tuple[Pool, ...]:
        start, end = month.start(self.zone), month.end(self.zone)
        active = [one for one in self.stored.services if active_part(one, start, end, self.zone)]
        return pools_of([line.id for line in self.config.lines], active)

    def _tiers(self) -> tuple[TierChoice, ...]:
        """The basin's tiers, with the fewest changes right after coverage."""
        names = [name for name in self.config.planning.tiers if name != CHANGES]
        after = names.index("uncovered") + 1 if "uncovered" in names else 0
        return tuple(TierChoice(name) for name in (*names[:after], CHANGES, *names[after:]))
