"""Keeping work sessions while commands are put on record.

A run of a command belongs to exactly one entry. If a timer of the person was running during it, even in
part and in whatever basin, it belongs to that timer and adds no minutes. Otherwise it joins the provisional
session that it is linked to (``garde.coordination.sessions.linked``), and makes one of two when it links
them; linked to none, it begins one. A confirmed session is closed.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from garde.coordination.entry import TimeEntry, noticed
from garde.coordination.sessions import APART, CommandRun, WorkSession, linked, session_of
from garde.storage.repositories import time as stored


def record(session: Session, run: CommandRun, *, person: str, basin: str) -> None:
    """Stores a run and updates the entry it belongs to."""
    place(session, stored.add_run(session, run, person=person, basin=basin), person=person, basin=basin)


def place(session: Session, run: CommandRun, *, person: str, basin: str) -> None:
    """Finds the entry that a stored run belongs to, and updates or adds it."""
    around = stored.entries_around(session, person, run.start - APART, run.end + APART)
    for entry in around:
        if entry.source == "timer" and entry.span and entry.span.touches(run):
            stored.give_runs(session, [run], entry)
            return
    provisional = [entry for entry in around if entry.status == "provisional"]
    taken = [entry.span for entry in around if entry.status != "provisional" and entry.span]
    alone = WorkSession((run,))
    joined: list[tuple[TimeEntry, WorkSession]] = []
    for entry in provisional:
        work = session_of(stored.runs_of(session, entry)) if entry.basin == basin else None
        if work and linked(work, alone, taken):
            joined.append((entry, work))
    whole = session_of([run, *(other for _, work in joined for other in work.runs)])
    merged = noticed(whole, basin=basin, person=person)
    if not joined:
        stored.give_runs(session, whole.runs, stored.add_entry(session, merged))
        return
    kept, *absorbed = sorted((entry for entry, _ in joined), key=lambda entry: entry.id or 0)
    stored.save_entry(session, replace(merged, id=kept.id))
    stored.give_runs(session, whole.runs, kept)
    for entry in absorbed:
        stored.remove_entry(session, entry)
