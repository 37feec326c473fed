"""How windows, what an import changes, and calendars are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from garde.availability.calendar import ServiceCalendar
from garde.availability.changes import WindowChanges
from garde.availability.collisions import Collision
from garde.availability.updating import Update
from garde.availability.webaddress import web_address
from garde.availability.window import Window
from garde.basin.service import Service
from garde.cli.output import say, warn
from garde.cli.showing import local

_MOST_SHOWN = 20


def show_update(update: Update, zone: ZoneInfo, *, dry_run: bool) -> None:
    """What an import changed, or would, line by line; the duties that collide as warnings."""
    changes = update.changes
    say(
        f"{update.service.external_id}, from {update.source}: {len(changes.added)} added, "
        f"{len(changes.removed)} removed, {len(changes.changed)} changed, {len(changes.kept)} unchanged"
        + (" (dry run: nothing was changed)" if dry_run else "")
    )
    lines = _lines(changes, zone)
    for line in lines[:_MOST_SHOWN]:
        say(f"  {line}")
    if len(lines) > _MOST_SHOWN:
        say(f"  … and {len(lines) - _MOST_SHOWN} more")
    if update.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(update.left_out.items()))
        say(f"  left out: {reasons}")
    warn_of(update.service, update.collisions, zone)


def warn_of(service: Service, found: Sequence[Collision], zone: ZoneInfo) -> None:
    """One warning for each published duty that windows speak against."""
    for collision in found[:_MOST_SHOWN]:
        slot, window = collision.slot, collision.window
        why = f"unavailable {_span(window, zone)}" if window else "in no window of kind available"
        warn(
            f"{service.external_id} is on duty {slot.key} ({local(slot.start, zone)} to "
            f"{local(slot.end, zone)}), yet {why}; nothing published was changed"
        )
    if len(found) > _MOST_SHOWN:
        warn(f"{service.external_id}: and {len(found) - _MOST_SHOWN} more duties collide")


def _lines(changes: WindowChanges, zone: ZoneInfo) -> list[str]:
    return [
        *(f"+ {_told(window, zone)}" for window in changes.added),
        *(f"- {_told(window, zone)}" for window in changes.removed),
        *(f"~ {_told(pair.before, zone)} -> {_told(pair.after, zone)}" for pair in changes.changed),
    ]


def _told(window: Window, zone: ZoneInfo) -> str:
    points = f" {window.points:+}" if window.points else ""
    return f"{window.kind}{points} {_span(window, zone)}{f' ({window.note})' if window.note else ''}"


def _span(window: Window, zone: ZoneInfo) -> str:
    return f"{local(window.start, zone)} to {local(window.end, zone)}"


def update_as_json(update: Update, *, dry_run: bool) -> dict[str, Any]:
    """What an import changed, or would, for a program."""
    changes = update.changes
    return {
        "id": update.service.external_id,
        "source": update.source,
        "dry_run": dry_run,
        "added": [window_as_json(window) for window in changes.added],
        "removed": [window_as_json(window) for window in changes.removed],
        "changed": [
            {"before": window_as_json(pair.before), "after": window_as_json(pair.after)}
            for pair in changes.changed
        ],
        "unchanged": len(changes.kept),
        "left_out": dict(sorted(update.left_out.items())),
        "collisions": [collision_as_json(collision) for collision in update.collisions],
    }


def window_as_json(window: Window) -> dict[str, Any]:
    """A window for a program."""
    return {
        "id": window.id,
        "kind": window.kind,
        "start": window.start,
        "end": window.end,
        "points": window.points,
        "source": window.source,
        "note": window.note,
    }


def collision_as_json(collision: Collision) -> dict[str, Any]:
    """A collision for a program; without a window, none allows the duty."""
    slot = collision.slot
    window = window_as_json(collision.window) if collision.window else None
    return {"slot": slot.key, "start": slot.start, "end": slot.end, "window": window}


def calendar_lines(service: Service, calendar: ServiceCalendar, zone: ZoneInfo) -> list[str]:
    """What a service's calendar means and how its address fares, in words."""
    lines = [f"events mean {calendar.meaning(service)}" + ("" if calendar.means else " (as is usual)")]
    if calendar.address:
        lines.append(f"address: {web_address(calendar.address).shown}")
        read = f"last read {local(calendar.read_at, zone)}" if calendar.read_at else "not read yet"
        lines.append(read)
    if calendar.failed_since:
        lines.append(f"could not be read since {local(calendar.failed_since, zone)}: {calendar.failure}")
    return lines


def calendar_as_json(service: Service, calendar: ServiceCalendar) -> dict[str, Any]:
    """What a service's calendar means and how its address fares, for a program."""
    return {
        "id": service.external_id,
        "means": calendar.meaning(service),
        "said": calendar.means is not None,
        "address": web_address(calendar.address).shown if calendar.address else None,
        "read_at": calendar.read_at,
        "failed_since": calendar.failed_since,
        "failure": calendar.failure,
    }
