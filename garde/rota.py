"""The words that every room shares about a planned or published rota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A slot with who serves in each of its places.

    ``key`` names the slot for good (``pharmacy/2027-01-01/night``), over drafts and versions. ``month`` is
    the month it belongs to (``2027-01``). Instants are in UTC. ``places`` has ``required`` entries: the
    external id of the service in that place, or None where nobody could be found.
    """

    key: str
    line: str
    month: str
    start: datetime
    end: datetime
    burden: int
    places: tuple[str | None, ...]
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def required(self) -> int:
        """How many different services the slot needs."""
        return len(self.places)

    @property
    def services(self) -> tuple[str, ...]:
        """The services on duty, in place order."""
        return tuple(service for service in self.places if service is not None)

    @property
    def missing(self) -> int:
        """How many places stay empty."""
        return self.places.count(None)

    def begun(self, at: datetime) -> bool:
        """Whether it has started at that instant: from then on nobody can be given it any more."""
        return self.start <= at

    @property
    def hours(self) -> float:
        """Real elapsed hours."""
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Version:
    """A publication: numbered within its basin from 1, immutable.

    ``origin`` says what it was made from: ``draft 3``, ``version 2`` (put back in force), ``swap 4``.
    """

    number: int
    months: tuple[str, ...]
    published_at: datetime
    published_by: str
    reason: str | None
    draft: int | None
    origin: str = ""


def in_order(slots: Iterable[FilledSlot]) -> tuple[FilledSlot, ...]:
    """By start, then line, then key: the order in which people read a rota."""
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.line, slot.key)))
