"""Finding times at which everybody, or most, can come. Pure.

Who is on duty, absent, or in the rest after a duty cannot come. Opening hours forbid nothing: an organisation
is best met while it is open, since it can send somebody then; a self-employed person while closed, since open
hours are when patients come.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from garde.basin.config import WEEKDAYS
from garde.basin.service import Service
from garde.calendar.days import days_between
from garde.calendar.intervals import Interval, subtraction
from garde.calendar.localtime import instants, resolve_handover

Why = Literal["duty", "rest", "absent", "not taking part"]
STEP = timedelta(minutes=15)
"""Meetings begin at whole quarters of an hour of the local clock."""
FIRST, LAST = time(9), time(20)
"""The hours of a working day that are chosen first among equally good ones."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A service cannot come in this stretch; ``slot`` is the duty that it is about, if any."""

    interval: Interval
    why: Why
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A service with all that keeps it away, and its own opening hours (None: not known)."""

    service: Service
    busy: tuple[Busy, ...]
    open_hours: tuple[Interval, ...] | None = None

    @property
    def independent(self) -> bool:
        """Whether it is one self-employed person."""
        return self.service.kind == "independent"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A meeting of ``duration`` from local date ``first`` to ``last``, within ``earliest`` and ``latest``.

    ``must`` are services without whom there is no meeting.
    """

    first: date
    last: date
    duration: timedelta
    earliest: time = time(8)
    latest: time = time(21)
    weekdays: Collection[str] = WEEKDAYS
    must: Collection[str] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A time, who can come, and what keeps each of the others away.

    ``disturbed`` can come, but at a time that suits them badly: a self-employed person in its own opening
    hours, or an organisation while closed.
    """

    interval: Interval
    coming: tuple[str, ...]
    independents: int
    disturbed: tuple[str, ...]
    missing: Mapping[str, Busy]
    sensible: bool


def suggestions(
    invited: Sequence[Invited],
    wanted: Wanted,
    zone: ZoneInfo,
    holidays: Collection[date] = (),
    *,
    after: datetime | None = None,
) -> tuple[Suggestion, ...]:
    """The best times, none of which overlap: most can come, then most of the self-employed, then at ease.

    With ``after``, only times that begin after that instant.
    Among equal ones, working hours go first, then the earliest. Local time decides, across changes of the
    clock: a meeting lasts as long as asked, and never begins at a time that does not exist.
    """
    sorted_busy = {
        one.service.external_id: tuple(sorted(one.busy, key=lambda busy: busy.interval)) for one in invited
    }
    reach = {name: _latest_ends(busy) for name, busy in sorted_busy.items()}
    found = []
    for start in _starts(wanted, zone):
        if after is not None and start <= after:
            continue
        meeting = Interval(start, start + wanted.duration)
        missing = {
            name: busy
            for name, own in sorted_busy.items()
            if (busy := _in_the_way(own, reach[name], meeting)) is not None
        }
        if not missing.keys() & set(wanted.must):
            found.append(_suggestion(meeting, invited, missing, zone, holidays))
    chosen: list[Suggestion] = []
    for one in sorted(found, key=_order):
        if len(chosen) == wanted.limit:
            break
        if one.coming and not any(_overlap(one.interval, other.interval) for other in chosen):
            chosen.append(one)
    return tuple(chosen)


def _starts(wanted: Wanted, zone: ZoneInfo) -> Iterator[datetime]:
    """Every quarter of an hour at which a meeting can begin and still end in time."""
    for day in days_between(wanted.first, wanted.last):
        if WEEKDAYS[day.weekday()] not in wanted.weekdays:
            continue
        latest = resolve_handover(day, wanted.latest, zone)
        local = datetime.combine(day, wanted.earliest)
        while local.date() == day:
            for start in instants(local, zone):
                if start + wanted.duration <= latest:
                    yield start
            local += STEP


def _latest_ends(busy: Sequence[Busy]) -> tuple[datetime, ...]:
    """The latest end among the stretches up to each: those before it that still go on are found by it."""
    ends: list[datetime] = []
    for one in busy:
        ends.append(max(one.interval.end, ends[-1]) if ends else one.interval.end)
    return tuple(ends)


def _in_the_way(busy: Sequence[Busy], reach: Sequence[datetime], meeting: Interval) -> Busy | None:
    """The first stretch that overlaps the meeting, a duty before its rest."""
    first = bisect_right(reach, meeting.start)
    for one in busy[first:]:
        if one.interval.start >= meeting.end:
            return None
        if one.interval.end > meeting.start:
            return one
    return None


def _suggestion(
    meeting: Interval,
    invited: Iterable[Invited],
    missing: Mapping[str, Busy],
    zone: ZoneInfo,
    holidays: Collection[date],
) -> Suggestion:
    coming = [one for one in invited if one.service.external_id not in missing]
    start, end = meeting.start.astimezone(zone), meeting.end.astimezone(zone)
    working_day = start.weekday() < 5 and start.date() not in holidays
    return Suggestion(
        interval=meeting,
        coming=tuple(one.service.external_id for one in coming),
        independents=sum(one.independent for one in coming),
        disturbed=tuple(one.service.external_id for one in coming if _disturbs(one, meeting)),
        missing=dict(missing),
        sensible=working_day and start.date() == end.date() and FIRST <= start.time() < end.time() <= LAST,
    )


def _disturbs(one: Invited, meeting: Interval) -> bool:
    if one.open_hours is None:
        return False
    outside = subtraction((meeting,), one.open_hours)
    return outside != (meeting,) if one.independent else bool(outside)


def _order(one: Suggestion) -> tuple[int, int, int, bool, datetime]:
    return -len(one.coming), -one.independents, len(one.disturbed), not one.sensible, one.interval.start


def _overlap(one: Interval, other: Interval) -> bool:
    return one.start < other.end and other.start < one.end
