"""Invented calendars and how they are read in tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from garde.availability.horizon import horizon_at
from garde.availability.reading import CalendarWindows, read_calendar
from garde.availability.verdicts import Means

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
"""Calendars are then read from 1 November 2026 to the end of April 2028."""

CALENDARS = Path(__file__).parent / "calendars"


def calendar(*events: str, extra: str = "") -> bytes:
    """A calendar of these events, each given as its inner lines."""
    inner = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{extra}{inner}END:VCALENDAR\n".encode()


def read(
    content: bytes, means: Means = "busy", zone: ZoneInfo = BRUSSELS, now: datetime = NOW
) -> CalendarWindows:
    return read_calendar(
        content, name="agenda.ics", means=means, zone=zone, horizon=horizon_at(now, zone), source="agenda"
    )


def times(content: bytes, means: Means = "busy", zone: ZoneInfo = BRUSSELS, now: datetime = NOW) -> list[str]:
    """The windows as ``2027-01-07 14:00+01:00 to 2027-01-07 18:00+01:00``, on the zone's clock."""
    return [
        " to ".join(
            instant.astimezone(zone).isoformat(" ", "minutes") for instant in (window.start, window.end)
        )
        for window in read(content, means, zone, now).windows
    ]


def event_times(*lines: str, means: Means = "busy", zone: ZoneInfo = BRUSSELS) -> list[str]:
    """The windows of one event given by its lines."""
    return times(calendar("\n".join(("UID:one", *lines))), means, zone)
