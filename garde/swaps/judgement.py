"""What is known of a swap before it is made: what it breaks, what it costs, how much rest is left."""

from __future__ import annotations

from dataclasses import dataclass

from garde.rota import FilledSlot
from garde.swaps.change import Change
from solver import Assignment, Effect, Obstacle

UNFAIRNESS = "unfairness"


@dataclass(frozen=True, slots=True)
class Rest:
    """Hours from the duty before to the new one, and from it to the next; None: none is near.

    ``needed`` is what the service's rest rule asks for.
    """

    before: float | None
    after: float | None
    needed: float | None

    @property
    def least(self) -> float | None:
        """The shorter of the two."""
        return min((hours for hours in (self.before, self.after) if hours is not None), default=None)


@dataclass(frozen=True)
class Part:
    """A duty that a service gains, in a slot as filled before: what it breaks, and the rest around it."""

    duty: Assignment
    slot: FilledSlot
    obstacles: tuple[Obstacle, ...]
    rest: Rest

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it breaks, each once."""
        return tuple(dict.fromkeys(obstacle.rule for obstacle in self.obstacles))


@dataclass(frozen=True)
class MonthEffect:
    """What becomes of the tiers of one pool and month, and of the loads of both services there."""

    pool: str
    month: str
    effect: Effect


@dataclass(frozen=True)
class Judgement:
    """A change, judged against the rota in force. ``effects`` are by month, of those that it touches."""

    change: Change
    parts: tuple[Part, ...]
    effects: tuple[MonthEffect, ...]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it touches."""
        return tuple(sorted({part.slot.month for part in self.parts}))

    @property
    def sound(self) -> bool:
        """Whether it breaks no rule."""
        return not any(part.obstacles for part in self.parts)

    @property
    def broken(self) -> tuple[Part, ...]:
        """The duties that break a rule."""
        return tuple(part for part in self.parts if part.obstacles)

    def rise(self, tier: str) -> float:
        """By how much a tier rises over the months it touches; less than 0 is better."""
        return sum(one.change for month in self.effects for one in month.effect.tiers if one.name == tier)

    @property
    def unfairness(self) -> float:
        """By how much unfairness rises."""
        return self.rise(UNFAIRNESS)
