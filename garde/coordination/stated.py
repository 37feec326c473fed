"""Time that somebody puts on record by hand. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from garde.calendar.localtime import resolve_handover
from garde.coordination.activity import Activity
from garde.coordination.entry import TimeEntry, tidy
from garde.coordination.minutes import plausible_minutes, plausible_people, whole_minutes
from garde.errors import BadInput


def stated_on_day(
    *,
    basin: str,
    person: str,
    activity: Activity,
    day: date,
    minutes: int,
    zone: tzinfo,
    now: datetime,
    people: int = 1,
    month: str | None = None,
    note: str | None = None,
    service: str | None = None,
) -> TimeEntry:
    """Minutes that somebody says were spent on a local day.

    Raises BadInput for implausible minutes or people, and for a day that is not, or not so long, past.
    """
    start = resolve_handover(day, time(), zone)
    if start + timedelta(minutes=plausible_minutes(minutes)) > now:
        raise BadInput(
            f"{minutes} minutes of {day.isoformat()} have not passed yet",
            where="date",
            remedy="put time on record once it is spent, or give the day on which it was",
        )
    return TimeEntry(
        basin=basin,
        person=person,
        activity=activity,
        start=start,
        source="hand",
        status="confirmed",
        minutes=minutes,
        measured_minutes=minutes,
        people=plausible_people(people),
        month=month,
        note=tidy(note),
        confirmed_at=now,
        service=service,
    )


def stated_between(
    *,
    basin: str,
    person: str,
    activity: Activity,
    start: datetime | None,
    end: datetime | None,
    now: datetime,
    minutes: int | None = None,
    people: int = 1,
    month: str | None = None,
    note: str | None = None,
    service: str | None = None,
) -> TimeEntry:
    """Time that somebody says was spent from ``start`` to ``end``: all of it, or ``minutes`` of it.

    With minutes, one of the ends may be left out. Raises BadInput for implausible minutes or people, an end
    that is not after the start or is in the future, and more than a day.
    """
    start, end = _both_ends(start, end, minutes)
    if end <= start:
        raise BadInput("the end is not after the start", where="to", remedy="check --from and --to")
    if end > now:
        raise BadInput("this lies in the future", where="to", remedy="put time on record once it is spent")
    elapsed = plausible_minutes(whole_minutes(end - start), where="to")
    counted = elapsed if minutes is None else plausible_minutes(minutes)
    if counted > elapsed:
        raise BadInput(
            f"only {elapsed} minutes lie between --from and --to", where="minutes", remedy="check all three"
        )
    return TimeEntry(
        basin=basin,
        person=person,
        activity=activity,
        start=start,
        source="hand",
        status="confirmed",
        end=end,
        minutes=counted,
        measured_minutes=counted,
        people=plausible_people(people),
        month=month,
        note=tidy(note),
        confirmed_at=now,
        service=service,
    )


def _both_ends(
    start: datetime | None, end: datetime | None, minutes: int | None
) -> tuple[datetime, datetime]:
    if start is not None and end is not None:
        return start, end
    if minutes is not None and start is not None:
        return start, start + timedelta(minutes=plausible_minutes(minutes))
    if minutes is not None and end is not None:
        return end - timedelta(minutes=plausible_minutes(minutes)), end
    raise BadInput(
        "it is not said from when to when", remedy="give --from and --to, or one of them and --minutes"
    )
