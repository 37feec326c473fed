"""Instants and the stretches between them: real elapsed time, whatever the clocks on the wall do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property

from solver.errors import ProblemError

MICROSECONDS_PER_HOUR = 3_600_000_000
WEEK = 168 * MICROSECONDS_PER_HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Return the microseconds from 1970-01-01T00:00Z to an aware ``instant``; exact, never overflows."""
    return (instant - _EPOCH) // _MICROSECOND


def hours_to_microseconds(hours: float) -> int:
    """Return ``hours`` in microseconds, rounded, so that 11.3 hours is exactly 40,680 seconds."""
    return round(hours * MICROSECONDS_PER_HOUR)


def fixed(instant: datetime) -> datetime:
    """Return the same instant with a fixed offset, so that subtraction measures elapsed time across DST.

    Raises:
        ProblemError: the datetime has no offset.
    """
    offset = instant.utcoffset()
    if offset is None:
        raise ProblemError(
            "$", f"the instant {instant.isoformat()} has no offset", "give every datetime a tzinfo"
        )
    if isinstance(instant.tzinfo, timezone):
        return instant
    return instant.replace(tzinfo=timezone(offset), fold=0)


@dataclass(frozen=True)
class Span:
    """The stretch of time ``[start, end)``; datetimes are aware and kept with a fixed offset."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Fix the offsets."""
        object.__setattr__(self, "start", fixed(self.start))
        object.__setattr__(self, "end", fixed(self.end))

    @cached_property
    def opens(self) -> int:
        """``start`` in microseconds since 1970-01-01T00:00Z."""
        return microseconds(self.start)

    @cached_property
    def closes(self) -> int:
        """``end`` in microseconds since 1970-01-01T00:00Z."""
        return microseconds(self.end)

    @property
    def length(self) -> int:
        """Elapsed microseconds from start to end."""
        return self.closes - self.opens

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two half-open spans share an instant."""
        return self.opens < other.closes and other.opens < self.closes

    def contains(self, other: "Span") -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.opens <= other.opens and other.closes <= self.closes


def merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the union of ``spans`` as disjoint ``(opens, closes)`` in microseconds; touching spans join."""
    union: list[tuple[int, int]] = []
    for opens, closes in sorted((span.opens, span.closes) for span in spans):
        if union and opens <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], closes))
        else:
            union.append((opens, closes))
    return union
