"""From an iCalendar file to the windows it means."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.availability.budget import Budget
from garde.availability.content import Component, components
from garde.availability.events import Expansion, expanded, free_busy_periods
from garde.availability.horizon import Horizon
from garde.availability.offered import offered_windows
from garde.availability.refusal import CalendarFault
from garde.availability.verdicts import Means, Reason, free_busy_kind, left_out, window_kind_of
from garde.availability.window import Window
from garde.availability.zones import Zones

MOST_WINDOWS = 20_000
"""Windows of one calendar; thirty a day fill the horizon with sixteen thousand."""


@dataclass(frozen=True, slots=True)
class CalendarWindows:
    """The windows of a calendar, oldest first, and how many entries gave none, by reason."""

    windows: tuple[Window, ...]
    left_out: Mapping[Reason, int]


def read_calendar(
    content: bytes,
    *,
    name: str,
    means: Means,
    zone: ZoneInfo,
    horizon: Horizon,
    source: str,
    owner: str | None = None,
) -> CalendarWindows:
    """The windows that a calendar means and that touch the horizon.

    ``name`` is what a refusal calls it, ``zone`` where its days and its times without a zone are, ``owner``
    the e-mail address of whoever's calendar it is, where it is known: it tells which answers to invitations
    are the owner's. Only times are taken: titles, places and people are not. Raises CalendarRefused, naming
    line and component, for a calendar that is broken, too large, or repeats without end.
    """
    try:
        return _read(content, means, zone, horizon, source, owner)
    except CalendarFault as fault:
        raise fault.refusal(name) from None


def _read(
    content: bytes, means: Means, zone: ZoneInfo, horizon: Horizon, source: str, owner: str | None
) -> CalendarWindows:
    reasons: Counter[Reason] = Counter()
    found: dict[tuple[str, datetime, datetime], Window] = {}
    budget = Budget()
    for calendar in components(content, [owner] if owner else []):
        for window in _windows(calendar, means, zone, horizon, source, budget, reasons):
            found.setdefault((window.kind, window.start, window.end), window)
            if len(found) > MOST_WINDOWS:
                raise CalendarFault(f"the calendar gives more than {MOST_WINDOWS} windows")
    ordered = sorted(found.values(), key=lambda window: (window.start, window.end, window.kind))
    return CalendarWindows(tuple(ordered), dict(reasons))


def _windows(
    calendar: Component,
    means: Means,
    zone: ZoneInfo,
    horizon: Horizon,
    source: str,
    budget: Budget,
    reasons: Counter[Reason],
) -> Iterator[Window]:
    zones = Zones((part for part in calendar.parts if part.name == "VTIMEZONE"), zone, horizon.end, budget)
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    withdrawn = calendar.text("METHOD") == "CANCEL"
    verdicts: dict[int, Reason | None] = {
        event.line: "cancelled" if withdrawn else left_out(event, means) for event in events
    }
    reasons.update(reason for reason in verdicts.values() if reason)
    how = Expansion(zones, horizon, budget, lambda event: verdicts[event.line] is None)
    lengthless: set[int] = set()
    kind = window_kind_of(means)
    for occurrence in expanded(events, how):
        budget.spend(1)
        if occurrence.end > occurrence.start:
            key = _key(occurrence.event, occurrence.which)
            yield Window(kind, occurrence.start, occurrence.end, source=source, key=key)
        else:
            lengthless.add(occurrence.event.line)
    if lengthless:
        reasons["without length"] += len(lengthless)
    offers = [part for part in calendar.parts if part.name == "VAVAILABILITY"]
    if offers:
        for offered, hours in offered_windows(
            offers, means, Expansion(zones, horizon, budget, lambda _: True)
        ):
            yield Window(offered, hours.start, hours.end, source=source)
    for part in calendar.parts:
        if part.name == "VFREEBUSY":
            for written, start, end in free_busy_periods(part, zones):
                told = free_busy_kind(written, means)
                if told and end > start and horizon.touches(start, end):
                    yield Window(told, start, end, source=source)


def _key(event: Component, which: str) -> str | None:
    """Which repetition of which event this is, so that one that moved is recognised; tells nothing else."""
    uid = event.first("UID")
    if uid is None or not uid.value:
        return None
    return hashlib.sha256(f"{uid.value}\n{which}".encode()).hexdigest()[:32]
