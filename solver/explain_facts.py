"""What an explanation says: codes with numbers, for whoever phrases them in somebody's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from solver.instants import Span
from solver.rota import Assignment
from solver.rules import active, apart, availability, group, limits, line, pins, place, rest

NEEDED_ELSEWHERE = "needed_elsewhere"

CODES: dict[str, str] = {
    "not_on_line": line.NAME,
    "joins_later": active.NAME,
    "leaves_before": active.NAME,
    "unavailable": availability.NAME,
    "undeclared": availability.NAME,
    "pinned_out": pins.NAME,
    "holder_pinned": pins.NAME,
    "on_duty": rest.NAME,
    "rest_after": rest.NAME,
    "rest_before": rest.NAME,
    "limit_duties": limits.NAME,
    "limit_hours": limits.NAME,
    "limit_category": limits.NAME,
    "limit_week": limits.NAME,
    "group_on_duty": group.NAME,
    "too_near": apart.NAME,
    "slot_full": place.NAME,
    NEEDED_ELSEWHERE: NEEDED_ELSEWHERE,
}
"""Every reason code, with the rule that it belongs to (``needed_elsewhere`` belongs to none)."""

Verdict = Literal["closes", "stays_open", "not_in_time"]
State = Literal["found", "impossible", "not_in_time"]


@dataclass(frozen=True)
class Obstacle:
    """One thing that keeps a service from a duty, beside the rota as it is.

    Attributes:
        code: one of ``CODES``.
        value, bound: what would be, and what the rule asks for: hours of rest, duties, hours, or kilometres;
            for ``undeclared`` the hours of the slot that one declared window holds, and the slot's hours.
        span: the absence, declared window, other duty, or the 168 hours that are too full.
        instant: when the service joins (``joins_later``) or leaves (``leaves_before``).
        slot: id of the other duty; none for one outside this problem (``served``).
        service: id of the other service: a member of the group, one too near, or the holder that is pinned.
        quantity: the slot category of ``limit_category``.
    """

    code: str
    value: float | None = None
    bound: float | None = None
    span: Span | None = None
    instant: datetime | None = None
    slot: str | None = None
    service: str | None = None
    quantity: str | None = None

    @property
    def rule(self) -> str:
        """The rule it belongs to."""
        return CODES[self.code]

    @property
    def short(self) -> float | None:
        """By how much ``value`` misses ``bound``, in their unit."""
        return None if self.value is None or self.bound is None else abs(self.value - self.bound)


@dataclass(frozen=True)
class Waiver:
    """One rule left out for one duty of one service; everything else, overlap too, holds as before.

    Attributes:
        hours: for ``rest``, the hours that it still has before and after this duty.
    """

    rule: str
    service: str
    slot: str
    hours: float | None = None


@dataclass(frozen=True)
class TierChange:
    """A tier of the rota as it is (``now``), and of another one (``then``), in the tier's own unit."""

    name: str
    now: float
    then: float

    @property
    def change(self) -> float:
        """How much the tier rises; less than 0 is better."""
        return self.then - self.now


@dataclass(frozen=True)
class LoadChange:
    """A service's load of one balanced quantity, carried balance included, as it is and as it would be.

    Attributes:
        quantity: ``burden`` (points) or a slot category (duties).
        fair: the load that would be exactly its part.
        now, then: the load in both rotas.
    """

    service: str
    quantity: str
    fair: float
    now: float
    then: float


@dataclass(frozen=True)
class Effect:
    """What a change does when nothing else is changed: every tier, and the loads of those concerned."""

    tiers: tuple[TierChange, ...]
    loads: tuple[LoadChange, ...]


@dataclass(frozen=True)
class TierBest:
    """A tier after everything else has been arranged anew.

    Attributes:
        now: its value in the rota as it is.
        value: in the new rota.
        best: the least found when it was its turn.
        bound: no rota of this kind has less, given the limits of the tiers before; ``None`` when not known.
        proven: whether ``best`` and ``bound`` meet.
    """

    name: str
    now: float
    value: float
    best: float
    bound: float | None
    proven: bool


@dataclass(frozen=True)
class Rearranged:
    """The best rota with one duty decided, and all others free to move.

    Attributes:
        state: ``found``; ``impossible``: no rota keeps every rule then; ``not_in_time``: not tried.
        tiers: every tier in order, when one was found.
        assignments: the rota.
        gained, lost: what is in it and not in the rota as it is, and the other way round.
    """

    state: State
    tiers: tuple[TierBest, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    gained: tuple[Assignment, ...] = ()
    lost: tuple[Assignment, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether every tier is proven, so that the values are the best that there can be."""
        return self.state == "found" and all(tier.proven for tier in self.tiers)


@dataclass(frozen=True)
class Candidate:
    """A service that could have been thought of for a slot.

    Attributes:
        obstacles: all that keeps it out, in the order of the rules; ``needed_elsewhere`` when nothing does,
            and, once for each duty that it would have to leave and nobody can take over, after the others.
        relieves: who would make room for it; ``None`` at an open place.
        effect: of the change alone; ``None`` when an obstacle forbids it.
        lifted: the rule that was left out, for this duty, to try the reason; ``None`` when all were kept.
        verdict: at a gap, what became of it with this duty given to the service, and all others arranged
            anew: ``closes``: less stays uncovered; ``stays_open``: proven that as much does (it is needed
            elsewhere, or more than ``lifted`` keeps it out); ``not_in_time``: neither is known.
        rearranged: the best rota in which it serves the slot, and ``relieves`` does not.
    """

    service: str
    obstacles: tuple[Obstacle, ...]
    relieves: str | None = None
    effect: Effect | None = None
    lifted: str | None = None
    verdict: Verdict | None = None
    rearranged: Rearranged | None = None


@dataclass(frozen=True)
class Closing:
    """A way to close a gap: who takes it, who takes over from it, and the one rule that gives way, if any.

    Attributes:
        service: who takes the open place.
        leaves: id of the duty that it leaves to ``successor``; ``None`` when it leaves none.
        waiver: the rule left out for one duty of this closing; ``None`` when every rule holds.
        obstacles: what the waiver overrides.
        effect: of these steps alone.
        rearranged: the best rota with ``service`` on the open place, under the same waiver.
    """

    service: str
    effect: Effect
    leaves: str | None = None
    successor: str | None = None
    waiver: Waiver | None = None
    obstacles: tuple[Obstacle, ...] = ()
    rearranged: Rearranged | None = None


@dataclass(frozen=True)
class Explanation:
    """Why a slot is filled, or not filled, as it is.

    Attributes:
        slot: the slot's id.
        holders: who serves it.
        missing: how many of its places are open.
        asked: the service that was asked about; ``None`` for the slot as such.
        present: the value of every tier of the rota, in order.
        candidates: at a gap everybody thinkable, in the problem's order; else the alternatives, best first.
        closings: ways to close the gap, cheapest first.
        loads: those of the holders, as they are and without this duty.
        seconds: wall time.
    """

    slot: str
    holders: tuple[str, ...]
    missing: int
    asked: str | None
    present: tuple[tuple[str, float], ...]
    candidates: tuple[Candidate, ...]
    closings: tuple[Closing, ...]
    loads: tuple[LoadChange, ...]
    seconds: float
