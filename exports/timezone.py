"""Europe/Brussels as calendars must be told it, and when they cannot be trusted with it.

The rules are written as RRULEs: with lists of RDATE, which libraries generate, ical.js (Thunderbird) reads
only the first date and shows a whole summer an hour wrong.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

BRUSSELS = "Europe/Brussels"

VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{BRUSSELS}",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
"""The lines that define Europe/Brussels for the years from 1997 on (directive 2000/84/EC)."""

_FIRST_YEAR = 1997
_ZONE = ZoneInfo(BRUSSELS)
_WINTER = timedelta(hours=1)
_SUMMER = timedelta(hours=2)
_HOUR = timedelta(hours=1)


def brussels_time(instant: datetime) -> datetime | None:
    """The local time of Brussels, without zone, if VTIMEZONE leads every reader from it back to the instant.

    None where it would not: in the two hours of October that have the same local time, and wherever the
    zone's data and VTIMEZONE disagree (before 1997, or once the law changes). Such an instant is to be
    written in UTC.
    """
    moment = instant.astimezone(UTC)
    if moment.year < _FIRST_YEAR:
        return None
    spring, autumn = _clock_changes(moment.year)
    if autumn - _HOUR <= moment < autumn + _HOUR:
        return None
    offset = _SUMMER if spring <= moment < autumn else _WINTER
    if moment.astimezone(_ZONE).utcoffset() != offset:
        return None
    return (moment + offset).replace(tzinfo=None)


@lru_cache(maxsize=64)
def _clock_changes(year: int) -> tuple[datetime, datetime]:
    """The instants, in UTC, of the last Sundays of March and October at 01:00 UTC."""
    return _last_sunday(year, 3), _last_sunday(year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    sunday = last - timedelta(days=last.isoweekday() % 7)
    return datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC)
