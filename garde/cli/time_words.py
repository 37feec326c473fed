"""What the commands about time share: values as they are typed, entries as they are told."""

from __future__ import annotations

from datetime import date, datetime
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


def month_given(text: str | None) -> str | None:
    """A month as typed. Raises BadInput."""
    from garde.calendar.month import Month

    return None if text is None else str(Month.parse(text))


def day_given(text: str, where: str) -> date:
    """A day as typed in the option ``where``. Raises BadInput."""
    from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR
    from garde.errors import BadInput

    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no date", where=where, remedy="write it as 2027-01-15") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{day.isoformat()} lies too far away", where=where, remedy="check the year")
    return day


def instant_given(text: str | None, zone: ZoneInfo, where: str) -> datetime | None:
    """An instant as typed in the option ``where``, on the local clock. Raises BadInput."""
    from garde.calendar.localtime import parse_instant
    from garde.errors import BadInput

    if text is None:
        return None
    try:
        found = parse_instant(text, zone)
    except BadInput as error:
        raise BadInput(error.what, where=where, remedy=error.remedy) from None
    if len(found) > 1:
        both = " or ".join(instant.astimezone(zone).isoformat() for instant in found)
        raise BadInput(f"{text!r} happens twice that day", where=where, remedy=f"write {both}")
    return found[0]
