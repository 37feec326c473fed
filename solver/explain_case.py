"""One slot of one rota to be explained: what is known, what a change would do, and the time left."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.explain_facts import Effect, LoadChange, TierChange
from solver.explain_obstacles import Beside, Facts
from solver.fairness import Scales, scales
from solver.problem import Problem, Slot
from solver.rota import Assignment, TierResult
from solver.tiers import uncovered
from solver.tiers import values as tier_values

TOLERANCE = 1e-9
DIGITS = 9


@dataclass(frozen=True)
class Budget:
    """How long to think, how, and who may end it."""

    deadline: float
    seed: int = 0
    workers: int | None = None
    cancelled: Callable[[], bool] | None = None

    def left(self) -> float:
        """Return the seconds that are left; 0 once somebody cancelled."""
        if self.cancelled is not None and self.cancelled():
            return 0.0
        return max(0.0, self.deadline - time.monotonic())


@dataclass(frozen=True)
class Case:
    """A slot in a rota.

    Attributes:
        beside: the rota as it is.
        tiers: what was proven of the problem when it was solved; bounds hold for every rota of it.
        seconds: how long that took; ``None`` when it is not known.
    """

    problem: Problem
    beside: Beside
    slot: Slot
    budget: Budget
    tiers: Sequence[TierResult] = ()
    seconds: float | None = None

    @property
    def facts(self) -> Facts:
        """The problem's tables."""
        return self.beside.facts

    @cached_property
    def now(self) -> dict[str, float]:
        """The value of every tier of the rota as it is, in order."""
        return tier_values(self.beside.roster)

    @cached_property
    def _scales(self) -> tuple[Scales, ...]:
        return scales(self.problem)

    def effect(self, changed: Beside, services: Iterable[str]) -> Effect:
        """Return what a changed rota does to every tier, and to the loads of ``services``."""
        then = tier_values(changed.roster)
        tiers = tuple(TierChange(name, now, then[name]) for name, now in self.now.items())
        return Effect(tiers, self.loads(changed, services))

    def loads(self, changed: Beside, services: Iterable[str]) -> tuple[LoadChange, ...]:
        """Return the loads of services in this rota and a changed one; none for a service without a share."""
        result = []
        for identity in dict.fromkeys(services):
            index = self.problem.service_index[identity]
            for scale in self._scales:
                if scale.shares[index]:
                    now, then = (
                        scale.carried[index] + _load(rota, identity, scale) for rota in (self.beside, changed)
                    )
                    fair = scale.shares[index] * scale.rate
                    result.append(LoadChange(identity, scale.quantity, float(fair), float(now), float(then)))
        return tuple(result)

    def above_fair(self, rota: Beside, service: str) -> float:
        """Return by how much a service's loads are above its fair part in a rota, quantities weighed."""
        index = self.problem.service_index[service]
        return float(
            sum(
                scale.weight
                * (scale.carried[index] + _load(rota, service, scale) - scale.shares[index] * scale.rate)
                for scale in self._scales
            )
        )

    def open_points(self, beside: Beside) -> float:
        """Return the burden points that a rota leaves uncovered, whether that is a tier or not."""
        return uncovered.value(beside.roster)

    def duty(self, service: str) -> Assignment:
        """Return ``service`` on duty in this slot."""
        return Assignment(self.slot.id, service)


def _load(rota: Beside, service: str, scale: Scales) -> int:
    return sum(slot.weight(scale.quantity) for slot in rota.duties(service))


def rank(effect: Effect) -> tuple[float, ...]:
    """Return what effects are ordered by: every tier in turn, the least first."""
    return tuple(round(tier.then, DIGITS) for tier in effect.tiers)
