"""How an entry is confirmed, corrected or taken back; what it was before is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from garde.calendar.localtime import resolve_handover
from garde.coordination.activity import Activity
from garde.coordination.entry import TimeEntry, tidy
from garde.coordination.minutes import plausible_minutes, plausible_people
from garde.errors import BadInput, Conflict


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said of an entry anew; None: as it was, "": none. ``day`` only where no hours are known."""

    minutes: int | None = None
    activity: Activity | None = None
    people: int | None = None
    day: date | None = None
    month: str | None = None
    note: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether it says nothing."""
        return self == Correction()


@dataclass(frozen=True, slots=True)
class Revision:
    """What an entry was until ``at``, when ``by`` (in that role) changed it.

    ``state`` has its former facts (see ``facts_of``), never its note, which may have
    to be forgotten.
    """

    entry: int
    at: datetime
    by: str
    role: str
    reason: str | None
    state: dict[str, object]
    id: int | None = None


def confirmed(
    entry: TimeEntry, correction: Correction, *, now: datetime, zone: tzinfo, reason: str | None = None
) -> TimeEntry:
    """The entry as it is confirmed or corrected; what was measured stays beside it.

    A signed entry is no longer signed afterwards, and late. Raises Conflict for a timer that runs, for what
    was taken back, and for what is confirmed already and not corrected; BadInput for implausible values, and
    for a signed entry without a reason.
    """
    if entry.status == "running":
        raise Conflict(f"timer {entry.id} is still running", remedy="stop it first: garde time stop")
    if entry.status == "withdrawn":
        raise Conflict(f"entry {entry.id} was taken back", remedy="put the time on record anew")
    if entry.counts and correction.nothing:
        raise Conflict(
            f"entry {entry.id} is {entry.status} already",
            remedy="to correct it add --minutes, --activity, --people, --date, --month or --note",
        )
    signed = entry.status == "signed"
    if signed and tidy(reason, "reason") is None:
        raise BadInput(
            f"entry {entry.id} was signed off by {entry.signed_by}",
            where="reason",
            remedy="say why it changes: --reason TEXT",
        )
    minutes = entry.minutes if correction.minutes is None else plausible_minutes(correction.minutes)
    return replace(
        entry,
        status="confirmed",
        start=entry.start
        if correction.day is None
        else _moved(entry, correction.day, minutes or 0, now, zone),
        minutes=minutes,
        activity=correction.activity or entry.activity,
        people=entry.people if correction.people is None else plausible_people(correction.people),
        month=entry.month if correction.month is None else correction.month or None,
        note=entry.note if correction.note is None else tidy(correction.note),
        confirmed_at=now,
        late=entry.late or signed,
        signed_at=None,
        signed_by=None,
    )


def withdrawn(entry: TimeEntry, *, now: datetime, reason: str) -> TimeEntry:
    """The entry taken back: it stays on record with 0 minutes.

    Raises Conflict for what was taken back already and BadInput without a reason.
    """
    if entry.status == "withdrawn":
        raise Conflict(f"entry {entry.id} was taken back already")
    if tidy(reason, "reason") is None:
        raise BadInput("a reason is needed", where="reason", remedy="say why it is taken back")
    return replace(
        entry,
        status="withdrawn",
        end=entry.end or (now if entry.status == "running" else None),
        minutes=0,
        measured_minutes=entry.measured_minutes or 0,
        confirmed_at=now,
        late=entry.late or entry.status == "signed",
        signed_at=None,
        signed_by=None,
    )


def facts_of(entry: TimeEntry) -> dict[str, object]:
    """What an entry says, in plain values, without its note; instants with their offset."""
    return {
        "status": entry.status,
        "activity": entry.activity.value,
        "start": entry.start.isoformat(),
        "end": entry.end and entry.end.isoformat(),
        "minutes": entry.minutes,
        "people": entry.people,
        "month": entry.month,
        "confirmed_at": entry.confirmed_at and entry.confirmed_at.isoformat(),
        "signed_at": entry.signed_at and entry.signed_at.isoformat(),
        "signed_by": entry.signed_by,
    }


def _moved(entry: TimeEntry, day: date, minutes: int, now: datetime, zone: tzinfo) -> datetime:
    if entry.span is not None:
        raise BadInput(
            f"of entry {entry.id} the hours are known, so its day cannot change",
            where="date",
            remedy="take it back and put the time on record anew",
        )
    start = resolve_handover(day, time(), zone)
    if start + timedelta(minutes=minutes) > now:
        raise BadInput(
            f"{minutes} minutes of {day.isoformat()} have not passed yet",
            where="date",
            remedy="give the day on which it was",
        )
    return start
