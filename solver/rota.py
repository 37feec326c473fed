"""The answer: frozen dataclasses of the ``garde-rota/1`` document, and what is heard while it is made."""

from dataclasses import dataclass
from typing import Literal

MEET = 1e-4


@dataclass(frozen=True, order=True)
class Assignment:
    """One service on duty in one slot (both by id)."""

    slot: str
    service: str


@dataclass(frozen=True)
class TierResult:
    """What a tier reached, in the tier's own unit (see ``docs/engine.md``).

    Attributes:
        value: that of the final rota, at most ``limit``.
        best: the least value found when it was this tier's turn.
        limit: how far the tiers after it may raise it.
        bound: a proven lower bound, given the limits of the tiers before it.
        proven: whether ``best`` and ``bound`` meet (relative 1e-4).
    """

    name: str
    value: float
    best: float
    limit: float
    bound: float
    proven: bool


@dataclass(frozen=True)
class Reason:
    """The rule that keeps these services from filling a gap; ``needed_elsewhere`` when no rule does."""

    rule: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A slot that lacks ``missing`` services, and why."""

    slot: str
    missing: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Rota:
    """A rota with its proof. ``problem`` is the SHA-256 of the problem's bytes, ``seconds`` wall time."""

    problem: str
    status: Literal["optimal", "feasible"]
    assignments: tuple[Assignment, ...]
    tiers: tuple[TierResult, ...]
    gaps: tuple[Gap, ...]
    seconds: float
    seed: int
    workers: int
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Progress:
    """One step of the search: the best ``value`` and ``bound`` of ``tier`` after ``seconds`` of wall time."""

    tier: str
    value: float
    bound: float
    seconds: float


def gap_to_bound(best: float, bound: float) -> float:
    """Return the relative gap (best − bound) / max(1, |best|), the way the format quotes it."""
    return (best - bound) / max(1.0, abs(best))


def meets(best: float, bound: float) -> bool:
    """Tell whether ``best`` and ``bound`` meet, so that the tier is proven (relative gap at most 1e-4)."""
    return gap_to_bound(best, bound) <= MEET


def limit_of(best: float, relative: float, absolute: float) -> float:
    """Return how far a tier may rise: best × (1 + relative) + absolute, and never below ``best``.

    A negative ``best`` (of ``wishes``) times 1 + relative would fall below what was reached: the tier then
    keeps ``best``, since a slack is room to rise.
    """
    return max(best, best * (1 + relative) + absolute)
