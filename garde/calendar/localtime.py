"""The one place where a time of the local clock becomes an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from garde.errors import BadInput

FIRST_YEAR = 2000
LAST_YEAR = 2100

_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that IANA name; raises BadInput when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            f"{name!r} is no time zone", where="timezone", remedy="use an IANA name such as Europe/Brussels"
        ) from None


def instants(local: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Every instant, in UTC and in order, at which the clock of ``zone`` shows the naive time ``local``.

    None when the clock jumps over it, two when the clock is put back over it, otherwise one.
    """
    if local.tzinfo is not None:
        raise ValueError("a local time has no offset of its own")
    readings = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(reading for reading in readings if _clock(reading, zone) == local.replace(fold=0)))


def resolve_handover(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which one duty hands over to the next on a local date and time.

    A time that does not exist becomes the instant at which the clock jumps over it. A time that exists
    twice becomes the first of the two.
    """
    # A start and an end take the same instant, whichever it is: the duty that ends at 02:30 and the one
    # that starts at 02:30 then still meet, with no gap and no overlap. Were an end to take the second
    # instant, both would be on duty for the repeated hour; were a start to, nobody would.
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    found = instants(local, zone)
    return found[0] if found else _jump_over(local, zone)


def clock_changes(start: datetime, end: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants in ``(start, end]``, in UTC and in order, at which the clock of ``zone`` jumps.

    Found to the second; two changes that cancel out within one day are not seen.
    """
    found = []
    low = start.astimezone(UTC)
    while low < end:
        high = min(low + timedelta(days=1), end.astimezone(UTC))
        if _offset(low, zone) != _offset(high, zone):
            found.append(_change_between(low, high, zone))
        low = high
    return tuple(found)


def parse_instant(text: str, zone: tzinfo) -> tuple[datetime, ...]:
    """Reads an ISO 8601 date and time: the instant or, for a local time that exists twice, both, in UTC.

    With an offset it is taken as it is; without one it is read on the clock of ``zone``. Raises BadInput
    for a malformed text, a date alone, a year outside 2000 to 2100, and a local time that does not exist
    (naming the two nearest that do).
    """
    text = text.strip()
    if _is_date(text):
        raise BadInput(f"{text!r} has no time of day", remedy=f"add one, for example {text}T09:00")
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"{text!r} is no date and time",
            remedy="write it as 2027-01-02T03:00, or with its offset as 2027-01-02T03:00+01:00",
        ) from None
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise BadInput(
            f"{text!r} lies too far away", remedy=f"name an instant of the years {FIRST_YEAR} to {LAST_YEAR}"
        )
    if given.tzinfo is not None:
        return (given.astimezone(UTC),)
    found = instants(given, zone)
    if not found:
        raise _no_such_time(text, given, zone)
    return found


def _no_such_time(text: str, local: datetime, zone: tzinfo) -> BadInput:
    jump = _jump_over(local, zone)
    before = _clock(jump - timedelta(minutes=1), zone)
    after = _clock(jump, zone)
    return BadInput(
        f"{text!r} does not exist: the clock is put forward over it",
        remedy=f"use {before:%Y-%m-%dT%H:%M} or {after:%Y-%m-%dT%H:%M}",
    )


def _jump_over(local: datetime, zone: tzinfo) -> datetime:
    # In a gap, fold 1 reads the time with the later offset, before the jump, and fold 0 after it (PEP 495).
    before, after = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    return _change_between(before, after, zone)


def _change_between(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    old = _offset(low, zone)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low) / _SECOND) // 2)
        if _offset(middle, zone) == old:
            low = middle
        else:
            high = middle
    return high


def _offset(instant: datetime, zone: tzinfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()


def _clock(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
