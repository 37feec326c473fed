"""Coordination time on record, and how an entry comes to be and changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from garde.activity.privacy import Danger, dangers
from garde.coordination.activity import Activity
from garde.coordination.minutes import LONGEST, whole_minutes
from garde.coordination.sessions import Span, WorkSession
from garde.errors import BadInput, GardeError

Source = Literal["timer", "hand", "automatic"]
Status = Literal["running", "provisional", "confirmed", "signed", "withdrawn"]
LONGEST_NOTE = 300
HARMLESS: tuple[Danger, ...] = ("date",)
"""What notes about work may hold: a meeting has a date."""
COUNTING: tuple[Status, ...] = ("confirmed", "signed")
"""The statuses of time that counts."""


class NotYours(GardeError):
    """Only the person who spent the time may say how long it was."""

    http_status = 403


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """Time that was spent on coordinating ``basin``: by ``person``, or by ``service`` where one is named.

    Instants are in UTC. ``running``: a timer goes on, without end or minutes. ``provisional``: noticed
    from commands, not yet counted. ``confirmed``: it counts. ``signed``: it counts, and its month was signed
    off. ``withdrawn``: taken back, its minutes are 0. ``minutes`` is what counts, for each of ``people``;
    ``measured_minutes`` is what was first measured or said, and stays when minutes are corrected. An entry by
    hand that names only its day starts at that day's local midnight and has no end. ``month`` (``2027-01``)
    is the month of the rota that the work was for. ``service`` is an external id; ``person`` is then whoever
    put its time on record. ``late``: it came, or was changed, after its month had been signed off.
    """

    basin: str | None
    person: str
    activity: Activity
    start: datetime
    source: Source
    status: Status
    end: datetime | None = None
    minutes: int | None = None
    measured_minutes: int | None = None
    people: int = 1
    month: str | None = None
    note: str | None = None
    confirmed_at: datetime | None = None
    service: str | None = None
    late: bool = False
    signed_at: datetime | None = None
    signed_by: str | None = None
    id: int | None = None

    @property
    def counts(self) -> bool:
        """Whether its minutes count."""
        return self.status in COUNTING

    @property
    def spent(self) -> int:
        """Minutes of all its people together."""
        return (self.minutes or 0) * self.people

    @property
    def span(self) -> Span | None:
        """The stretch of time it stands for; None when only the day is known."""
        return None if self.end is None and self.status != "running" else Span(self.start, self.end)


def timer_started(
    *,
    basin: str,
    person: str,
    activity: Activity,
    now: datetime,
    month: str | None = None,
    note: str | None = None,
) -> TimeEntry:
    """A timer that runs from now on."""
    return TimeEntry(
        basin=basin,
        person=person,
        activity=activity,
        start=now,
        source="timer",
        status="running",
        month=month,
        note=tidy(note),
    )


def timer_stopped(
    timer: TimeEntry, *, now: datetime, at: datetime | None = None, note: str | None = None
) -> TimeEntry:
    """The timer stopped now, or at an earlier instant when the person forgot it.

    Raises BadInput when ``at`` lies before its start or in the future, or it would have run over a day.
    """
    end = now if at is None else at
    if end > now:
        raise BadInput(
            "this instant has not come yet", where="at", remedy="leave it out to stop the timer now"
        )
    if end < timer.start:
        raise BadInput(
            f"timer {timer.id} started later, at {_utc(timer.start)}",
            where="at",
            remedy="name an instant after that",
        )
    if end - timer.start > timedelta(minutes=LONGEST):
        raise BadInput(
            f"timer {timer.id} has run since {_utc(timer.start)}, more than a day",
            remedy="say when the work ended: garde time stop --at INSTANT",
        )
    minutes = whole_minutes(end - timer.start)
    return replace(
        timer,
        status="confirmed",
        end=end,
        minutes=minutes,
        measured_minutes=minutes,
        note="; ".join(part for part in (timer.note, tidy(note)) if part) or None,
        confirmed_at=now,
    )


def noticed(work: WorkSession, *, basin: str, person: str) -> TimeEntry:
    """The provisional entry of a work session."""
    return TimeEntry(
        basin=basin,
        person=person,
        activity=work.activity,
        start=work.start,
        source="automatic",
        status="provisional",
        end=work.end,
        minutes=work.minutes,
        measured_minutes=work.minutes,
        month=work.month,
    )


def tidy(note: str | None, where: str = "note") -> str | None:
    """The note, or the reason (``where`` says which), on one line; None when nothing is left.

    Raises BadInput for one that is too long, or that holds what leads to one person: notes are about work.
    """
    kept = " ".join(note.split()) if note else ""
    if len(kept) > LONGEST_NOTE:
        raise BadInput(
            f"this {where} is too long", where=where, remedy=f"write {LONGEST_NOTE} characters at most"
        )
    found = [danger for danger in dangers(kept) if danger not in HARMLESS]
    if found:
        raise BadInput(
            f"this {where} holds what leads to a person ({', '.join(found)})",
            where=where,
            remedy="leave that out: it is about work, never about who was helped",
        )
    return kept or None


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
