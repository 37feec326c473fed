"""What a draft is: filled slots, and for each pool and month the two documents that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from garde.planning.decisions import Override, Pinned
from garde.rota import FilledSlot
from solver import Rota, load_rota


@dataclass(frozen=True)
class PoolPlan:
    """One Problem and the engine's Rota for it, byte for byte, so that anybody can verify them.

    ``lines`` are those of the pool that were planned, all of them or some. ``whole`` is the Problem with
    every duty still open, where duties were decided against a rule or the draft was changed by hand;
    ``planned`` the Rota as the engine gave it, before any change by hand. Both are None where ``problem`` and
    ``document`` say it all.
    """

    name: str
    month: str
    lines: tuple[str, ...]
    problem: bytes
    document: bytes
    whole: bytes | None = None
    planned: bytes | None = None

    @cached_property
    def rota(self) -> Rota:
        """The Rota document, read."""
        return load_rota(self.document)

    @property
    def file_stem(self) -> str:
        """A name for the two files."""
        return f"{self.month}-{self.name}"


@dataclass(frozen=True)
class Draft:
    """A proposal of the engine, which people discuss, change, publish or drop.

    ``base_version`` is the latest version that was published when it was made (None: none yet): publishing
    is refused when another has been published since.
    """

    id: int
    basin: str
    months: tuple[str, ...]
    slots: tuple[FilledSlot, ...]
    pools: tuple[PoolPlan, ...]
    created_at: datetime
    created_by: str
    base_version: int | None
    status: str = "draft"
    options: dict[str, object] = field(default_factory=dict)
    pins: tuple[Pinned, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def missing(self) -> int:
        """Places that nobody fills."""
        return sum(slot.missing for slot in self.slots)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines it plans, in the order of their pools."""
        return tuple(dict.fromkeys(line for pool in self.pools for line in pool.lines))


def fill(
    slots: Sequence[FilledSlot], rota: Rota, former: dict[str, tuple[str | None, ...]]
) -> tuple[FilledSlot, ...]:
    """The slots with the rota's services in their places.

    A service that held a place of the same slot before (``former``) keeps that place, so that calendars
    see no change where there is none.
    """
    assigned: dict[str, list[str]] = {}
    for assignment in rota.assignments:
        assigned.setdefault(assignment.slot, []).append(assignment.service)
    return tuple(_seated(slot, assigned.get(slot.key, []), former.get(slot.key, ())) for slot in slots)


def _seated(slot: FilledSlot, services: list[str], former: tuple[str | None, ...]) -> FilledSlot:
    places: list[str | None] = [None] * slot.required
    waiting = sorted(services)
    for place, service in enumerate(former[: slot.required]):
        if service in waiting:
            places[place] = service
            waiting.remove(service)
    free = (place for place, service in enumerate(places) if service is None)
    for place, service in zip(free, waiting, strict=False):
        places[place] = service
    return FilledSlot(
        key=slot.key,
        line=slot.line,
        month=slot.month,
        start=slot.start,
        end=slot.end,
        burden=slot.burden,
        places=tuple(places),
        categories=slot.categories,
        languages=slot.languages,
    )
