"""What decides when a service is open by itself, and from when to when each of it was in force.

Nothing of it is ever forgotten: a change holds from its instant on, and what was in force at the time decides
the past. `garde.calendar.stating` makes a history out of what an import says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

ALWAYS = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """A service's own opening hours, its lines, and the local dates, both included, between which it takes
    part."""

    opening_hours: str | None
    lines: tuple[str, ...]
    active_from: date | None = None
    active_until: date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Terms in force from ``start`` (`ALWAYS`: whatever came before) up to ``end`` (`FOREVER`: for good).

    ``statement`` is the number of the stored statement that says so.
    """

    start: datetime
    end: datetime
    terms: Terms
    statement: int | None = field(default=None, compare=False)


History = tuple[Stretch, ...]
"""Disjoint, in order of time. Before the first stretch the service was not there."""


def minute_of(instant: datetime) -> datetime:
    """The minute in which something is said: it holds from its start, as lookups answer by the minute."""
    return instant.replace(second=0, microsecond=0)


def laid_over(history: History, later: Stretch) -> History:
    """The history with a later statement laid over whatever it said of that time."""
    kept = [
        replace(one, start=start, end=end)
        for one in history
        for start, end in ((one.start, min(one.end, later.start)), (max(one.start, later.end), one.end))
        if start < end
    ]
    return tuple(sorted((*kept, later), key=lambda one: one.start))


def amended(history: History, start: datetime, end: datetime, change: Callable[[Terms], Terms]) -> History:
    """The history with its terms changed from ``start`` up to ``end``, and as it was outside.

    Time in which the service was not there gets, changed as well, the terms that came next. Neighbours that
    are alike become one.
    """
    found, reached = history, start
    for one in history:
        if one.end > start and reached < end:
            until = min(one.end, end) if one.start < end else end
            found = laid_over(found, Stretch(reached, until, change(one.terms)))
            reached = until
    return _joined(found)


def news(before: History, after: History) -> tuple[Stretch, ...]:
    """The stretches of ``after`` that ``before`` did not say all along: what has to be stated anew."""
    return tuple(one for one in after if not _says(before, one))


def terms_at(history: History, instant: datetime) -> Terms | None:
    """The terms in force at an instant; None when the service was not there."""
    return next((one.terms for one in history if one.start <= instant < one.end), None)


def _joined(history: Sequence[Stretch]) -> History:
    found: list[Stretch] = []
    for one in history:
        if found and found[-1].end == one.start and found[-1].terms == one.terms:
            found[-1] = replace(found[-1], end=one.end)
        else:
            found.append(one)
    return tuple(found)


def _says(history: History, wanted: Stretch) -> bool:
    reached = wanted.start
    for one in history:
        if one.end > reached and one.start <= reached and one.terms == wanted.terms:
            reached = one.end
    return reached >= wanted.end
