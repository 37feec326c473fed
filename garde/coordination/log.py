"""Timers, entries by hand and confirmations: the pure steps of ``entry`` between two looks at the store."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.coordination.activity import Activity
from garde.coordination.entry import TimeEntry, confirmed, timer_started, timer_stopped
from garde.coordination.record import place
from garde.errors import Conflict, NotFound
from garde.storage.repositories import time as stored


def start_timer(
    session: Session,
    *,
    basin: str,
    person: str,
    activity: Activity,
    now: datetime,
    month: str | None = None,
    note: str | None = None,
) -> TimeEntry:
    """Starts the person's timer. Raises Conflict while one runs, in whatever basin."""
    running = stored.running_timer(session, person)
    if running is not None:
        raise Conflict(
            f"timer {running.id} ({running.activity}) of {person} is already running",
            remedy="stop it first: garde time stop",
        )
    timer = timer_started(basin=basin, person=person, activity=activity, now=now, month=month, note=note)
    return stored.add_entry(session, timer)


def stop_timer(
    session: Session, *, person: str, now: datetime, at: datetime | None = None, note: str | None = None
) -> TimeEntry:
    """Stops the person's timer; commands that ran after ``at`` go back to work sessions.

    Raises NotFound when no timer runs, and what ``timer_stopped`` raises.
    """
    running = stored.running_timer(session, person)
    if running is None:
        raise NotFound(f"no timer of {person} is running", remedy="start one: garde time start ACTIVITY")
    entry = timer_stopped(running, now=now, at=at, note=note)
    stored.save_entry(session, entry)
    for basin, run in stored.runs_by_basin(session, entry):
        if entry.span and not entry.span.touches(run):
            place(session, run, person=person, basin=basin)
    return entry


def put_on_record(session: Session, entry: TimeEntry) -> tuple[TimeEntry, tuple[TimeEntry, ...]]:
    """Adds an entry by hand; it and the entries of the same person that it overlaps."""
    overlapping: tuple[TimeEntry, ...] = ()
    if entry.end is not None:
        overlapping = tuple(
            other
            for other in stored.entries_around(session, entry.person, entry.start, entry.end)
            if other.span and other.span.lies_between(entry.start, entry.end)
        )
    return stored.add_entry(session, entry), overlapping


def confirm_entry(
    session: Session,
    entry_id: int,
    *,
    basin: str,
    by: str,
    now: datetime,
    minutes: int | None = None,
    activity: Activity | None = None,
    month: str | None = None,
    note: str | None = None,
) -> TimeEntry:
    """Confirms or corrects an entry. Raises NotFound for an unknown id, and what ``confirmed`` raises."""
    found = stored.entry_numbered(session, entry_id)
    if found is None or found.basin != basin:
        raise NotFound(f"basin {basin} has no time entry {entry_id}", remedy="see: garde time list")
    entry = confirmed(found, by=by, now=now, minutes=minutes, activity=activity, month=month, note=note)
    stored.save_entry(session, entry)
    return entry
