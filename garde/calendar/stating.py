"""From when what an import or a coordinator says of a service's own hours holds.

A change holds from the moment at which it is said, or from the day that is named; days of taking part hold as
they are written. Nothing else of a past that was lived ever changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo

from garde.basin.service import Service
from garde.basin.terms import FOREVER, History, Stretch, Terms, amended, minute_of
from garde.calendar.localtime import resolve_handover


def stated(
    before: Service | None, after: Service, *, at: datetime, zone: tzinfo, since: datetime | None = None
) -> Service:
    """``after``, of which something is said ``at`` an instant, with its history; it was ``before``.

    What changes holds from the start of that minute, or from ``since``. Hours may be announced so; lines hold
    at once. Announced hours stay announced. A new service counts from its first day of taking part where one
    is named, else from now.
    """
    at = minute_of(at)
    start = at if since is None else since
    history = _begun(after, at, start, zone) if before is None else before.in_force
    former = after if before is None else before
    if _days(former.terms) != _days(after.terms):
        begins = min(at, start, *_days_said(former, after, zone))
        history = amended(
            history,
            begins,
            FOREVER,
            lambda terms: replace(terms, active_from=after.active_from, active_until=after.active_until),
        )
    if former.lines != after.lines:
        history = amended(history, min(at, start), FOREVER, lambda terms: replace(terms, lines=after.lines))
    if former.opening_hours != after.opening_hours:
        history = with_hours(history, after.opening_hours, start, next_announced(history, max(at, start)))
    return replace(after, history=history)


def with_hours(history: History, hours: str | None, start: datetime, end: datetime) -> History:
    """The history with these opening hours from ``start`` up to ``end``."""
    return amended(history, start, end, lambda terms: replace(terms, opening_hours=hours))


def next_announced(history: History, after: datetime) -> datetime:
    """When the opening hours change next, as is announced; `FOREVER` when they do not."""
    hours = next((one.terms.opening_hours for one in history if one.start <= after < one.end), None)
    changes = (one.start for one in history if one.start > after and one.terms.opening_hours != hours)
    return next(changes, FOREVER)


def _begun(new: Service, at: datetime, start: datetime, zone: tzinfo) -> History:
    """The history of a service that was not there before."""
    joined = at if new.active_from is None else resolve_handover(new.active_from, time(), zone)
    begins = min(at, start, joined)
    if start <= at:
        return (Stretch(begins, FOREVER, new.terms),)
    closed = replace(new.terms, opening_hours=None)
    return (Stretch(begins, start, closed), Stretch(start, FOREVER, new.terms))


def _days(terms: Terms) -> tuple[object, object]:
    return terms.active_from, terms.active_until


def _days_said(before: Service, after: Service, zone: tzinfo) -> Iterator[datetime]:
    """From when each newly named day of taking part makes a difference."""
    if after.active_from is not None and after.active_from != before.active_from:
        yield resolve_handover(after.active_from, time(), zone)
    if after.active_until is not None and after.active_until != before.active_until:
        yield resolve_handover(after.active_until + timedelta(days=1), time(), zone)
