"""The hours that services keep by themselves, duty or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval, clip
from garde.calendar.localtime import resolve_handover, zone_named
from garde.calendar.opening import open_intervals
from garde.errors import BadInput


def regular_hours(
    config: BasinConfig, services: Iterable[Service], start: datetime, end: datetime
) -> tuple[Mapping[str, tuple[Interval, ...]], tuple[str, ...]]:
    """When each service is open by its own hours while it takes part, and the faults found.

    A service whose hours cannot be understood keeps none here, and is named in the faults: one bad cell
    must not take everybody's answer away.
    """
    found: dict[str, tuple[Interval, ...]] = {}
    by_text: dict[str, tuple[Interval, ...]] = {}
    faults = []
    for service in services:
        text = service.opening_hours
        if not text:
            continue
        try:
            if text not in by_text:
                by_text[text] = open_intervals(text, start, end, config=config)
        except BadInput as error:
            faults.append(f"service {service.external_id}: {error.one_line()}")
            continue
        found[service.external_id] = _while_active(service, by_text[text], start, end, config.timezone)
    return found, tuple(faults)


def _while_active(
    service: Service, hours: tuple[Interval, ...], start: datetime, end: datetime, timezone: str
) -> tuple[Interval, ...]:
    zone = zone_named(timezone)
    if service.active_from:
        start = max(start, resolve_handover(service.active_from, time(), zone))
    if service.active_until:
        end = min(end, resolve_handover(service.active_until + timedelta(days=1), time(), zone))
    return clip(hours, start.astimezone(UTC), end.astimezone(UTC))
