"""What a repair says: the duties taken away, who takes each, who must be called, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from garde.basin.service import Service
from garde.planning.draft import Draft
from garde.publication.diff import Change
from garde.repair.absence import Absence
from garde.repair.neighbours import Helper
from garde.repair.touched import UnderWay
from solver import Candidate, LoadChange, Problem, TierChange

Why = Literal["absence", "calendar", "moved", "empty"]
"""Why a place is not whose it was: this absence; another window, or a service that left; to make room for
others; or nobody had it."""

Task = Literal["serve", "serve the rest", "hear"]
"""What a call is for: to take a duty, or the rest of one; to hear that somebody else has it now."""


@dataclass(frozen=True)
class Replacement:
    """A place that changes hands. ``others`` could take it if ``change.after`` says no, best first.

    Those that a rule keeps out stand last. ``problem`` is the one that they were judged in.
    """

    change: Change
    why: Why
    others: tuple[Candidate, ...]
    problem: Problem


@dataclass(frozen=True)
class Remainder:
    """A duty under way, and who could serve the rest of it from ``start`` on, best first."""

    duty: UnderWay
    start: datetime
    others: tuple[Candidate, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be called, and what about; calls are listed with the soonest duty first."""

    service: str
    task: Task
    slot: str
    start: datetime
    phone: str | None
    email: str | None


@dataclass(frozen=True)
class Cost:
    """What one pool and month loses: each tier, and the loads of those concerned against their fair part."""

    month: str
    pool: str
    tiers: tuple[TierChange, ...]
    loads: tuple[LoadChange, ...]


@dataclass(frozen=True)
class Repair:
    """The outcome. ``draft`` is None when no duty still to begin is touched; its id is 0 on a dry run.

    ``new``: the absence was not on record before. ``fresh``: the draft was made now, not found again.
    ``neighbours`` are services of neighbour basins for each slot with a gap, those who can come first.
    """

    absence: Absence
    new: bool
    draft: Draft | None
    fresh: bool
    replacements: tuple[Replacement, ...]
    remainders: tuple[Remainder, ...]
    calls: tuple[Call, ...]
    costs: tuple[Cost, ...]
    warnings: tuple[str, ...]
    services: Mapping[str, Service]
    at: datetime
    neighbours: Mapping[str, tuple[Helper, ...]] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[Replacement, ...]:
        """The places that nobody could be found for."""
        return tuple(one for one in self.replacements if one.change.after is None)

    @property
    def whole(self) -> bool:
        """Whether somebody has every place that is still to begin, and no duty under way is cut."""
        return not self.gaps and not self.remainders
