"""What a swap does to every tier and to the loads of both services: exact differences, without a new count.

Unfairness is a sum over services, the other tiers are sums over slots: only the terms of what changes are
computed, in exact numbers, so that thousands of exchanges can be ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from garde.ledger.account import Balances, Entry
from garde.ledger.carrying import carried
from garde.planning.decisions import added
from garde.planning.standing import Standing
from garde.swaps.change import Change
from garde.swaps.judgement import UNFAIRNESS, MonthEffect
from solver import Assignment, Effect, LoadChange, TierChange, values
from solver.fairness import Scales, scales
from solver.problem import BURDEN, Problem, Slot

_EVEN = Fraction(1, 100_000)
"""Balances that move by less than this in all leave the fair rate as it is: they are rounded to 6 digits."""


class Weighing:
    """One pool and month in force: its tiers, and what each service carries there.

    ``cap_months`` is the ledger's cap, within which earlier months count.
    """

    def __init__(self, standing: Standing, cap_months: float) -> None:
        self._standing, self._cap = standing, cap_months
        self.problem = standing.problem
        self.slots = {slot.id: slot for slot in self.problem.slots}
        self._services = {service.id: service for service in self.problem.services}

    @cached_property
    def now(self) -> dict[str, float]:
        """Every tier as it is."""
        return values(self.problem, self._standing.duties)

    @cached_property
    def _scales(self) -> tuple[Scales, ...]:
        return scales(self.problem)

    @cached_property
    def _loads(self) -> Mapping[tuple[str, str], int]:
        """What the rota gives each service, by quantity."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for duty in self._standing.duties:
            slot = self.slots[duty.slot]
            for quantity in (BURDEN, *slot.categories):
                found[duty.service, quantity] += slot.weight(quantity)
        return found

    @cached_property
    def _holders(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for duty in self._standing.duties:
            found[duty.slot] = (*found.get(duty.slot, ()), duty.service)
        return found

    def effect(self, change: Change, others: Sequence[Weighing] = ()) -> MonthEffect:
        """The tiers and loads after a change. ``others`` are the other months and pools that it touches.

        What it moves in an earlier month comes to this one as balance: who served more then has carried it.
        """
        both = tuple(dict.fromkeys((change.giver, change.taker)))
        scales_then = self._scales_after(change, [one for one in others if one._before(self)])
        moved = _moved(change, self.slots)
        rise, loads = Fraction(0), []
        for scale, then in zip(self._scales, scales_then, strict=True):
            gained = {name: sum(s * slot.weight(scale.quantity) for slot, one, s in moved if one == name)
                      for name in both}  # fmt: skip
            concerned = both if scale.rate == then.rate else self._services
            for name in concerned:
                index = self.problem.service_index.get(name)
                if index is None or not scale.shares[index]:
                    continue
                was = self._loads.get((name, scale.quantity), 0)
                now = was + gained.get(name, 0)
                rise += scale.weight * (then.unfairness(index, now) - scale.unfairness(index, was))
                if name in both:
                    fair = float(then.shares[index] * then.rate)
                    load = float(scale.carried[index] + was), float(then.carried[index] + now)
                    loads.append(LoadChange(name, scale.quantity, fair, *load))
        steps = self._steps(change)
        tiers = tuple(
            TierChange(name, value, value + (float(rise) if name == UNFAIRNESS else steps.get(name, 0.0)))
            for name, value in self.now.items()
        )
        return MonthEffect(self._standing.pool, self._standing.month, Effect(tiers, tuple(loads)))

    def _before(self, other: Weighing) -> bool:
        return self._standing.month < other._standing.month

    def _scales_after(self, change: Change, earlier: Sequence[Weighing]) -> tuple[Scales, ...]:
        """The scales with what the change leaves of earlier months."""
        if not earlier:
            return self._scales
        was, then = self._carried(change, ()), self._carried(change, earlier)
        services = []
        for service in self.problem.services:
            before, after = was.get(service.id, {}), then.get(service.id, {})
            if before != after:
                names = sorted({*before, *after})
                moved = [(name, after.get(name, 0.0) - before.get(name, 0.0)) for name in names]
                service = replace(service, carried=added(service.carried, moved))
            services.append(service)
        found = scales(replace(self.problem, services=tuple(services)))
        return tuple(
            replace(new, rate=old.rate) if abs(_sum(new) - _sum(old)) < _EVEN else new
            for old, new in zip(self._scales, found, strict=True)
        )

    def _carried(self, change: Change, earlier: Sequence[Weighing]) -> Balances:
        """What both services carry into this month, with the change made in earlier ones."""
        both = (change.giver, change.taker)
        own = {
            (entry.service, entry.month, entry.pool, entry.quantity): entry
            for name in both
            for entry in self._entries.get(name, ())
        }
        for other in earlier:
            month, pool = other._standing.month, other._standing.pool
            for slot, name, sign in _moved(change, other.slots):
                for quantity in (BURDEN, *slot.categories):
                    key = (name, month, pool, quantity)
                    entry = own.get(key) or Entry(*key, served=0.0, due=0.0)
                    own[key] = replace(entry, served=entry.served + sign * slot.weight(quantity))
        return carried(list(own.values()), self._standing.month, self._cap, self._standing.lines)

    @cached_property
    def _entries(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._standing.entries:
            found[entry.service].append(entry)
        return found

    def _steps(self, change: Change) -> dict[str, float]:
        """By how much each tier that counts slots rises: counted in the slots of the change alone."""
        keys = [key for key in change.slots if key in self.slots]
        before = [Assignment(key, name) for key in keys for name in self._holders.get(key, ())]
        lost = set(change.lost)
        after = [one for one in before if one not in lost]
        after += [one for one in change.gained if one.slot in keys]
        small = self._only(keys, {one.service for one in (*before, *after)})
        was, then = values(small, before), values(small, after)
        return {name: then[name] - value for name, value in was.items() if name != UNFAIRNESS}

    def _only(self, slots: Iterable[str], services: set[str]) -> Problem:
        """The Problem of these slots and services alone."""
        return replace(
            self.problem,
            services=tuple(self._services[name] for name in sorted(services & self._services.keys())),
            slots=tuple(self.slots[key] for key in slots),
            wishes=tuple(wish for wish in self.problem.wishes if wish.service in services),
            unavailable=(),
            available=(),
            served=(),
        )


def _sum(scale: Scales) -> Fraction:
    return sum(scale.carried, Fraction(0))


def _moved(change: Change, slots: Mapping[str, Slot]) -> list[tuple[Slot, str, int]]:
    """The duties that move in these slots: -1 for one that is lost, 1 for one that is gained."""
    signed = [*((one, -1) for one in change.lost), *((one, 1) for one in change.gained)]
    return [(slots[one.slot], one.service, sign) for one, sign in signed if one.slot in slots]
