"""The hours that services keep by themselves, duty or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.basin.terms import Stretch
from garde.calendar.intervals import Interval, clip, union
from garde.calendar.localtime import resolve_handover, zone_named
from garde.calendar.opening import open_intervals
from garde.errors import BadInput

Evaluated = dict[str, tuple[Interval, ...]]
"""When each text of opening hours says open, over one and the same span."""


def regular_hours(
    config: BasinConfig,
    services: Iterable[Service],
    start: datetime,
    end: datetime,
    *,
    line: str | None = None,
    evaluated: Evaluated | None = None,
) -> tuple[Mapping[str, tuple[Interval, ...]], tuple[str, ...]]:
    """When each service is open by its own hours while it takes part, and the faults found.

    Each instant is decided by what was, or will be, in force then: its hours, and whether it takes part, in
    the ``line`` where one is named. A service whose hours cannot be understood keeps none here, and is named
    in the faults: one bad cell must not take everybody's answer away. Callers that ask again about the same
    span may keep what was ``evaluated``.
    """
    by_text: Evaluated = {} if evaluated is None else evaluated
    zone = zone_named(config.timezone)
    found: dict[str, tuple[Interval, ...]] = {}
    faults: dict[str, None] = {}
    for service in services:
        kept: list[tuple[Interval, ...]] = []
        for stretch in service.in_force:
            text = stretch.terms.opening_hours
            inside = stretch.start < end and stretch.end > start
            if not inside or not text or (line is not None and line not in stretch.terms.lines):
                continue
            try:
                if text not in by_text:
                    by_text[text] = open_intervals(text, start, end, config=config)
            except BadInput as error:
                faults[f"service {service.external_id}: {error.one_line()}"] = None
                continue
            kept.append(_while_in_force(stretch, by_text[text], start, end, zone))
        if kept:
            # One that never changed keeps its set as it is: reports join hundreds of them.
            found[service.external_id] = kept[0] if len(kept) == 1 else union(*kept)
    return found, tuple(faults)


def takes_part(service: Service, start: datetime, end: datetime, timezone: str) -> bool:
    """Whether the service takes part in the basin at any time from ``start`` up to ``end``."""
    zone = zone_named(timezone)
    lived = (_span(one, start, end, zone) for one in service.in_force if one.terms.lines)
    return any(first < last for first, last in lived)


def _while_in_force(
    stretch: Stretch, hours: tuple[Interval, ...], start: datetime, end: datetime, zone: ZoneInfo
) -> tuple[Interval, ...]:
    first, last = _span(stretch, start, end, zone)
    return clip(hours, first.astimezone(UTC), last.astimezone(UTC)) if first < last else ()


def _span(stretch: Stretch, start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when, at most, the service took part by these terms."""
    terms = stretch.terms
    start, end = max(start, stretch.start), min(end, stretch.end)
    if terms.active_from:
        start = max(start, resolve_handover(terms.active_from, time(), zone))
    if terms.active_until:
        end = min(end, resolve_handover(terms.active_until + timedelta(days=1), time(), zone))
    return start, end
