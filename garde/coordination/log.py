"""Timers, entries by hand and confirmations: the pure steps between two looks at the store.

Each use case makes its own permission check: a person of the coordination puts its own time on record; a
service's own time comes from the service, or from a coordinator on its behalf.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader, require_speaker
from garde.basin.config import BasinConfig
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.correcting import Correction, Revision, confirmed, facts_of, withdrawn
from garde.coordination.entry import NotYours, TimeEntry, tidy, timer_started, timer_stopped
from garde.coordination.record import place
from garde.errors import BadInput, Conflict, Forbidden, NotFound
from garde.storage.repositories import time as stored
from garde.storage.repositories.accounts import people_of
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service
from garde.storage.repositories.time_signed import add_revision, revisions_of, sign_offs_of

SENT_TWICE = timedelta(minutes=2)
"""What a service's page sends again within this time is the same entry: a form was sent twice."""
MOST_A_DAY = 40
"""Entries of a service on one day."""


def start_timer(
    session: Session,
    *,
    actor: Actor,
    activity: Activity,
    now: datetime,
    month: str | None = None,
    note: str | None = None,
) -> TimeEntry:
    """Starts the actor's timer. Raises Forbidden, and Conflict while one runs, in whatever basin."""
    require_reader(actor, actor.basin, "put time on record")
    running = stored.running_timer(session, actor.name)
    if running is not None:
        raise Conflict(
            f"timer {running.id} ({running.activity}) of {actor.name} is already running",
            remedy="stop it first: garde time stop",
        )
    timer = timer_started(
        basin=actor.basin, person=actor.name, activity=activity, now=now, month=month, note=note
    )
    return stored.add_entry(session, timer)


def stop_timer(
    session: Session, *, actor: Actor, now: datetime, at: datetime | None = None, note: str | None = None
) -> TimeEntry:
    """Stops the actor's timer; commands that ran after ``at`` go back to work sessions.

    Raises Forbidden, NotFound when no timer runs, and what ``timer_stopped`` raises.
    """
    require_reader(actor, actor.basin, "put time on record")
    running = stored.running_timer(session, actor.name)
    if running is None:
        raise NotFound(f"no timer of {actor.name} is running", remedy="start one: garde time start ACTIVITY")
    entry = timer_stopped(running, now=now, at=at, note=note)
    stored.save_entry(session, entry)
    for basin, run in stored.runs_by_basin(session, entry):
        if entry.span and not entry.span.touches(run):
            place(session, run, person=actor.name, basin=basin)
    return entry


def put_on_record(
    session: Session, config: BasinConfig, entry: TimeEntry, *, actor: Actor, at: datetime
) -> tuple[TimeEntry, tuple[TimeEntry, ...]]:
    """Adds an entry by hand; it and the entries of the same person that it overlaps.

    The entry is late when its month was signed off already. Raises Forbidden unless the actor may speak for
    whose time it is, NotFound for an unknown service and BadInput when a service has too many that day.
    """
    entry = replace(entry, late=month_is_signed(session, config, entry.start))
    if entry.service is not None:
        return _of_service(session, config, entry, entry.service, actor=actor, at=at), ()
    require_reader(actor, config.id, "put time on record")
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
    config: BasinConfig,
    entry_id: int,
    *,
    actor: Actor,
    now: datetime,
    correction: Correction | None = None,
    reason: str | None = None,
) -> TimeEntry:
    """Confirms or corrects an entry, and keeps what it was before.

    Raises NotFound for an unknown id, NotYours or Forbidden unless it is the actor's to say, and what
    ``confirmed`` raises.
    """
    former = _own(session, config, entry_id, actor, "correct time")
    zone = ZoneInfo(config.timezone)
    entry = confirmed(former, correction or Correction(), now=now, zone=zone, reason=reason)
    entry = replace(entry, late=entry.late or month_is_signed(session, config, entry.start))
    return _changed(session, former, entry, actor=actor, at=now, action="time: correct", reason=reason)


def withdraw_entry(
    session: Session, config: BasinConfig, entry_id: int, *, actor: Actor, now: datetime, reason: str
) -> TimeEntry:
    """Takes an entry back: it stays on record with 0 minutes. A timer's commands go back to work sessions.

    Raises NotFound, NotYours or Forbidden as ``confirm_entry``, and what ``withdrawn`` raises.
    """
    former = _own(session, config, entry_id, actor, "take time back")
    entry = withdrawn(former, now=now, reason=reason)
    _changed(session, former, entry, actor=actor, at=now, action="time: take back", reason=reason)
    if entry.source == "timer":
        for basin, run in stored.runs_by_basin(session, entry):
            place(session, run, person=entry.person, basin=basin)
    return entry


def history_of(
    session: Session, config: BasinConfig, entry_id: int, *, actor: Actor
) -> tuple[TimeEntry, tuple[Revision, ...]]:
    """An entry and its former states, oldest first. Raises NotFound and Forbidden."""
    entry = _known(session, config, entry_id)
    if entry.service is not None and actor.role == "service":
        require_speaker(actor, config.id, entry.service, "see time")
    else:
        require_reader(actor, config.id, "see time")
    return entry, revisions_of(session, entry_id)


def month_is_signed(session: Session, config: BasinConfig, start: datetime) -> bool:
    """Whether the local month of an instant was signed off at least once."""
    month = Month.of(start, ZoneInfo(config.timezone))
    return bool(sign_offs_of(session, config.id, str(month)))


def _of_service(
    session: Session, config: BasinConfig, entry: TimeEntry, service: str, *, actor: Actor, at: datetime
) -> TimeEntry:
    require_speaker(actor, config.id, service, "put time on record")
    known_service(session, config.id, service)
    zone = ZoneInfo(config.timezone)
    day = entry.start.astimezone(zone).date()
    since, until = (resolve_handover(day + timedelta(days=more), time(), zone) for more in (0, 1))
    that_day = stored.entries_of(session, config.id, service=service, since=since, until=until)
    there = [one for one in that_day if one.status != "withdrawn"]
    if actor.role == "service":
        for one in there:
            if one.confirmed_at and at - one.confirmed_at < SENT_TWICE and _saying(one) == _saying(entry):
                return one
    if len(there) >= MOST_A_DAY:
        raise BadInput(
            f"{service} has {MOST_A_DAY} entries of that day already", remedy="put them together in one"
        )
    added = stored.add_entry(session, entry)
    after = {"entry": added.id, **facts_of(added)}
    record_decision(session, actor, at, "time: add", f"service {service}", after=after)
    return added


def _known(session: Session, config: BasinConfig, entry_id: int) -> TimeEntry:
    found = stored.entry_numbered(session, entry_id)
    if found is None or found.basin != config.id:
        raise NotFound(f"basin {config.id} has no time entry {entry_id}", remedy="see: garde time list --all")
    return found


def _own(session: Session, config: BasinConfig, entry_id: int, actor: Actor, action: str) -> TimeEntry:
    """The entry, when the actor may change it. Of who has left, a coordinator may."""
    entry = _known(session, config, entry_id)
    if entry.service is not None:
        require_speaker(actor, config.id, entry.service, action)
        if actor.role == "service" and entry.status == "signed":
            raise Forbidden("this time was signed off", remedy="ask a coordinator of the basin to correct it")
        return entry
    require_reader(actor, config.id, action)
    if actor.name == entry.person:
        return entry
    left = {person.name: person.ended_at is not None for person in people_of(session, config.id)}
    if not left.get(entry.person, False):
        raise NotYours(
            f"entry {entry.id} is the time of {entry.person}, not of {actor.name}",
            remedy=f"ask {entry.person} to confirm it",
        )
    require_coordinator(actor, config.id, f"{action} of {entry.person}, who has left,")
    return entry


def _changed(
    session: Session,
    former: TimeEntry,
    entry: TimeEntry,
    *,
    actor: Actor,
    at: datetime,
    action: str,
    reason: str | None,
) -> TimeEntry:
    """Saves the entry and keeps its former state; what others rely on, or others change, is a decision."""
    state, why = facts_of(former), tidy(reason, "reason")
    add_revision(session, Revision(former.id or 0, at, actor.name, actor.role, why, state))
    stored.save_entry(session, entry)
    relied_on = former.status == "signed" or entry.late or entry.status == "withdrawn"
    if relied_on or former.service is not None or former.person != actor.name:
        subject = f"time entry {entry.id}"
        record_decision(session, actor, at, action, subject, before=state, after=facts_of(entry), reason=why)
    return entry


def _saying(entry: TimeEntry) -> tuple[object, ...]:
    return entry.activity, entry.start, entry.end, entry.minutes, entry.people, entry.month, entry.note
