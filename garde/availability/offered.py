"""Hours that a calendar itself calls available: VAVAILABILITY (RFC 7953)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from garde.availability.content import Component
from garde.availability.events import Expansion, expanded
from garde.availability.horizon import Horizon
from garde.availability.moments import length_between, read_duration, read_moment
from garde.availability.verdicts import Means
from garde.availability.window import WindowKind
from garde.availability.zones import Zones
from garde.calendar.intervals import Interval, clip, subtraction, union

_LOWEST = 10
"""After 1 to 9; 0, as none, is the lowest (RFC 7953, 3.2)."""


def offered_windows(
    offers: Iterable[Component], means: Means, how: Expansion
) -> Iterator[tuple[WindowKind, Interval]]:
    """What the VAVAILABILITYs of one calendar say within the horizon.

    Each says of the whole of its time whether the service is available: in its AVAILABLE parts it is, in the
    rest, of whichever BUSYTYPE, it is not. One of a higher PRIORITY goes before all of those below it; among
    equals, not available does. Where events mean busy the rest is unavailable; where they mean available the
    parts are available, and the rest needs no word. Raises CalendarFault naming line and component.
    """
    available: tuple[Interval, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    ranked = sorted(offers, key=_rank, reverse=True)
    for _, equals in groupby(ranked, _rank):
        spans: list[Interval] = []
        open_: list[Interval] = []
        shut: list[Interval] = []
        for offer in equals:
            span = _span(offer, how.zones, how.horizon)
            if span is None:
                continue
            parts = [part for part in offer.parts if part.name == "AVAILABLE"]
            inside = clip(
                (Interval(one.start, one.end) for one in expanded(parts, how) if one.start < one.end),
                span.start,
                span.end,
            )
            spans.append(span)
            open_ += inside
            shut += subtraction([span], inside)
        unavailable = union(subtraction(unavailable, spans), shut)
        available = union(subtraction(available, spans), subtraction(open_, shut))
    if means == "available":
        yield from (("available", interval) for interval in available)
    else:
        yield from (("unavailable", interval) for interval in unavailable)


def _rank(offer: Component) -> int:
    text = offer.text("PRIORITY")
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else _LOWEST


def _span(offer: Component, zones: Zones, horizon: Horizon) -> Interval | None:
    """The time of which it speaks, as far as calendars are read; without a start or an end, all of it."""
    start, end = horizon.start, horizon.end
    written, until, duration = (offer.first(name) for name in ("DTSTART", "DTEND", "DURATION"))
    if written is not None:
        first = read_moment(written, zones)
        start = max(start, first.instant)
        last: datetime | None = None
        if until is not None:
            last = length_between(first, read_moment(until, zones, first.zone), until).end(first)
        elif duration is not None:
            last = read_duration(duration).end(first)
        end = end if last is None else min(end, last)
    elif until is not None:
        end = min(end, read_moment(until, zones).instant)
    return Interval(start, end) if start < end else None
