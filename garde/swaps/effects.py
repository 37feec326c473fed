"""What a swap does to every tier and to the loads of both services: exact differences, without a new count.

Unfairness is a sum over services, the other tiers are sums over slots: only the terms of what changes are
computed, in exact numbers, so that thousands of exchanges can be ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from garde.planning.standing import Standing
from garde.swaps.change import Change
from garde.swaps.judgement import UNFAIRNESS, MonthEffect
from solver import Assignment, Effect, LoadChange, TierChange, values
from solver.fairness import Scales, scales
from solver.problem import BURDEN, Slot


class Weighing:
    """One pool and month in force: its tiers, and what each service carries there."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
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
    def _loads(self) -> dict[tuple[str, str], int]:
        """What the rota gives each service, by quantity."""
        found: dict[tuple[str, str], int] = {}
        for duty in self._standing.duties:
            slot = self.slots[duty.slot]
            for quantity in (BURDEN, *slot.categories):
                key = (duty.service, quantity)
                found[key] = found.get(key, 0) + slot.weight(quantity)
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
        moved = [
            (self.slots[one.slot], one.service, sign)
            for one, sign in _signed(change)
            if one.slot in self.slots
        ]
        earlier = [
            (other.slots[one.slot], one.service, sign)
            for other in others
            if other._standing.month < self._standing.month
            for one, sign in _signed(change)
            if one.slot in other.slots
        ]
        rise, loads = Fraction(0), []
        for scale in self._scales:
            carried = _added(scale, earlier)
            for name in dict.fromkeys((change.giver, change.taker)):
                index = self.problem.service_index.get(name)
                if index is None or not scale.shares[index]:
                    continue
                was = self._loads.get((name, scale.quantity), 0)
                then = was + carried.get(name, 0) + _added(scale, moved).get(name, 0)
                rise += scale.weight * (scale.unfairness(index, then) - scale.unfairness(index, was))
                fair, before = scale.shares[index] * scale.rate, scale.carried[index]
                loads.append(
                    LoadChange(name, scale.quantity, float(fair), float(before + was), float(before + then))
                )
        steps = self._steps(change)
        tiers = tuple(
            TierChange(name, value, value + (float(rise) if name == UNFAIRNESS else steps.get(name, 0.0)))
            for name, value in self.now.items()
        )
        return MonthEffect(self._standing.pool, self._standing.month, Effect(tiers, tuple(loads)))

    def _steps(self, change: Change) -> dict[str, float]:
        """By how much each tier that counts slots rises: counted in the slots of the change alone."""
        keys = [key for key in change.slots if key in self.slots]
        before = [Assignment(key, name) for key in keys for name in self._holders.get(key, ())]
        lost = set(change.lost)
        after = [one for one in before if one not in lost]
        after += [one for one in change.gained if one.slot in keys]
        names = sorted({one.service for one in (*before, *after)} & self._services.keys())
        small = replace(
            self.problem,
            services=tuple(self._services[name] for name in names),
            slots=tuple(self.slots[key] for key in keys),
            wishes=tuple(wish for wish in self.problem.wishes if wish.service in names),
            unavailable=(),
            available=(),
            served=(),
        )
        was, then = values(small, before), values(small, after)
        return {name: then[name] - value for name, value in was.items() if name != UNFAIRNESS}


def _signed(change: Change) -> Iterable[tuple[Assignment, int]]:
    return [*((one, -1) for one in change.lost), *((one, 1) for one in change.gained)]


def _added(scale: Scales, moved: Iterable[tuple[Slot, str, int]]) -> dict[str, int]:
    """What moved duties add to each service, of one quantity."""
    found: dict[str, int] = {}
    for slot, name, sign in moved:
        found[name] = found.get(name, 0) + sign * slot.weight(scale.quantity)
    return found
