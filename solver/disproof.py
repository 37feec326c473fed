"""Cheap disproofs of a claimed bound: a rota near the given one that keeps all rules and falls below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from solver.fairness import Scales, scales
from solver.problem import Service, Slot
from solver.reasons import Obstacles
from solver.roster import Roster
from solver.rota import Assignment, TierResult
from solver.rules import breaches
from solver.tiers import TIERS

TOLERANCE = 1e-6
MOST_MOVES = 100


@dataclass(frozen=True)
class _Move:
    service: Service
    slot: Slot
    instead_of: Service | None = None

    def applied(self, roster: Roster) -> Roster:
        """Return the roster after the move."""
        left = [
            item
            for item in roster.assignments
            if self.instead_of is None or (item.slot, item.service) != (self.slot.id, self.instead_of.id)
        ]
        return Roster(roster.problem, (*left, Assignment(self.slot.id, self.service.id)))


def disproofs(roster: Roster, tiers: tuple[TierResult, ...]) -> Iterator[tuple[int, str]]:
    """Yield ``(tier index, how)`` for each bound that a further duty, or an exchange, disproves.

    The bound of a tier holds for every rota that keeps the rules and the limits of the tiers before it; the
    moves that promise the fairest loads are tried, up to a fixed number. Silence proves nothing.
    """
    found: set[int] = set()
    for move in (*_further(roster), *_exchanges(roster)):
        index = _disproved(move.applied(roster), tiers)
        if index is not None and index not in found and not breaches(move.applied(roster)):
            found.add(index)
            other = "too" if move.instead_of is None else f"instead of {move.instead_of.id!r}"
            yield index, f"if {move.service.id!r} served {move.slot.id!r} {other}, it would be less"


def _disproved(roster: Roster, tiers: tuple[TierResult, ...]) -> int | None:
    for index, tier in enumerate(tiers):
        value = TIERS[tier.name].value(roster)
        if value < tier.bound - TOLERANCE * max(1.0, abs(tier.bound)):
            return index
        if value > tier.limit:
            return None
    return None


def _further(roster: Roster) -> list[_Move]:
    obstacles, moves = Obstacles(roster), list[_Move]()
    for slot in roster.problem.slots:
        on_duty = {service.id for service in roster.of_slot.get(slot.id, ())}
        if len(on_duty) < slot.required:
            for service in roster.problem.services:
                if slot.line in service.lines and service.id not in on_duty and len(moves) < MOST_MOVES:
                    moves += [] if any(obstacles.broken(service, slot)) else [_Move(service, slot)]
    return moves


def _exchanges(roster: Roster) -> list[_Move]:
    loads = _Loads(roster)
    on_duty = {slot: {service.id for service in services} for slot, services in roster.of_slot.items()}
    moves = (
        _Move(other, slot, service)
        for service, slot in roster.duties
        for other in roster.problem.services
        if slot.line in other.lines and other.id not in on_duty[slot.id]
    )
    chosen = nsmallest(MOST_MOVES, moves, key=loads.change)
    return [move for move in chosen if not _broken(move, roster)]


def _broken(move: _Move, roster: Roster) -> bool:
    assert move.instead_of is not None
    gone = (move.slot.id, move.instead_of.id)
    left = tuple(item for item in roster.assignments if (item.slot, item.service) != gone)
    return any(Obstacles(Roster(roster.problem, left)).broken(move.service, move.slot))


class _Loads:
    """The loads of a rota in floats, to tell quickly which exchange would make it fairer."""

    def __init__(self, roster: Roster) -> None:
        self._index = roster.problem.service_index
        self._quantities = [self._quantity(roster, scale) for scale in scales(roster.problem)]

    @staticmethod
    def _quantity(roster: Roster, scale: Scales) -> tuple[str, float, float, list[float], list[float]]:
        loads = [
            float(carried)
            + sum(slot.weight(scale.quantity) for slot in roster.of_service.get(service.id, ()))
            for carried, service in zip(scale.carried, roster.problem.services, strict=True)
        ]
        return scale.quantity, float(scale.weight), float(scale.rate), [float(s) for s in scale.shares], loads

    def change(self, move: _Move) -> float:
        """Return by how much the move would change unfairness."""
        assert move.instead_of is not None
        gains, loses = self._index[move.service.id], self._index[move.instead_of.id]
        total = 0.0
        for quantity, weight, rate, shares, loads in self._quantities:
            step = move.slot.weight(quantity)
            for service, change in ((gains, step), (loses, -step)):
                if shares[service]:
                    # s ((L + d)/s − ρ)² − s (L/s − ρ)² = d (2 L + d) / s − 2 ρ d
                    load = loads[service]
                    total += weight * (change * (2 * load + change) / shares[service] - 2 * rate * change)
        return total
