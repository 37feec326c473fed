"""What the commands about time share: entries as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garde.cli.output import print_json, say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from garde.coordination.entry import TimeEntry


def tell(entry: TimeEntry, zone: ZoneInfo, as_json: bool) -> int:
    """Tells of one entry; the exit status."""
    if as_json:
        from garde.coordination.sheet import as_record

        print_json(as_record(entry, zone))
        return 0
    day, first, last = when(entry, zone)
    clock = f" {first} to {last}" if last else f" since {first}" if first else ""
    length = "a timer" if entry.minutes is None else minutes_long(entry.minutes)
    if entry.measured_minutes != entry.minutes:
        length += f" ({entry.measured_minutes} at first)"
    shared = f", {entry.people} people" if entry.people > 1 else ""
    whose = f", for {entry.service}" if entry.service else ""
    late = ", after its month was signed off" if entry.late else ""
    say(f"Entry {entry.id}: {entry.activity}, {length}{shared}, {day}{clock}{whose}, {entry.status}{late}.")
    return 0


def minutes_long(count: int) -> str:
    """``1 minute``, ``2 minutes``."""
    return "1 minute" if count == 1 else f"{count} minutes"


def when(entry: TimeEntry, zone: ZoneInfo) -> tuple[str, str, str]:
    """The local day and clock times, as far as they are known."""
    first = entry.start.astimezone(zone)
    last = entry.end.astimezone(zone) if entry.end else None
    if entry.span is None:
        return first.date().isoformat(), "", ""
    return first.date().isoformat(), f"{first:%H:%M}", f"{last:%H:%M}" if last else ""
