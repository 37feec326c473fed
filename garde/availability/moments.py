"""Times as calendars write them: a day, a local time with or without a zone, an instant; durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar.prop import vDuration

from garde.availability.content import Property
from garde.availability.refusal import CalendarFault
from garde.availability.zones import UTC_ZONE, Zone, Zones

_WRITTEN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_LAST = datetime.combine(date(2100, 1, 1), time())
_FIRST = datetime.combine(date(1900, 1, 1), time())
LONGEST = timedelta(days=366 * 100)
"""An event may last that long; what lies after it is cut off."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time on the clock of a zone; ``whole_day`` when only the day was written."""

    local: datetime
    zone: Zone
    whole_day: bool = False

    @property
    def instant(self) -> datetime:
        """The instant, in UTC; those of other centuries are held at 1900 and 2100."""
        return self.zone.instant(min(max(self.local, _FIRST), _LAST))

    @property
    def day(self) -> date:
        """The local date."""
        return self.local.date()


def read_moment(
    item: Property, zones: Zones, floating: Zone | None = None, text: str | None = None
) -> Moment:
    """One date or date and time of a property.

    A day is one of the home zone; a time without zone is on the clock of ``floating``, else of the home
    zone. Raises CalendarFault for anything else.
    """
    found = _WRITTEN.fullmatch((item.value if text is None else text).strip())
    try:
        if found is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return Moment(datetime.combine(day, time()), zones.home, whole_day=True)
        local = datetime.combine(day, time(int(found[4]), int(found[5]), min(int(found[6]), 59)))
    except ValueError:
        raise CalendarFault("is no date and time", line=item.line, component=item.name) from None
    if found[7]:
        return Moment(local, UTC_ZONE)
    return Moment(local, zones.named(item) or floating or zones.home)


def read_moments(item: Property, zones: Zones, floating: Zone | None = None) -> list[Moment]:
    """The dates of a property that may hold several; of a period only its start."""
    return [
        read_moment(item, zones, floating, text.partition("/")[0])
        for text in item.value.split(",")
        if text.strip()
    ]


@dataclass(frozen=True, slots=True)
class Length:
    """How long an event lasts: so much later on the clock, and then so much real time."""

    clock: timedelta
    elapsed: timedelta = timedelta()

    @property
    def longest(self) -> timedelta:
        """At most so long, give or take a change of the clock."""
        return self.clock + self.elapsed

    def end(self, start: Moment) -> datetime:
        """The instant at which an event that starts then ends, never before its start."""
        begin = start.instant
        end = Moment(start.local + self.clock, start.zone).instant if self.clock else begin
        if end <= begin:  # it starts at a time that the clock jumps over
            end = begin + self.clock
        return end + self.elapsed


def read_duration(item: Property, text: str | None = None) -> Length:
    """Weeks and days on the clock, hours and less as real time (RFC 5545, 3.3.6)."""
    try:
        written = (item.value if text is None else text).strip().upper()
        found: timedelta = vDuration.from_ical(written)  # type: ignore[no-untyped-call]
    except ValueError:
        raise CalendarFault("is no duration", line=item.line, component=item.name) from None
    if found < timedelta():
        raise CalendarFault("ends before it starts", line=item.line, component=item.name)
    found = min(found, LONGEST)
    return Length(timedelta(days=found.days), timedelta(seconds=found.seconds))


def length_between(start: Moment, end: Moment, item: Property) -> Length:
    """From DTSTART to DTEND: on the clock when both are on one clock, else as real time."""
    if start.whole_day and end.whole_day:
        # Some programs write the same day as the end of an event of one day.
        clock = max(end.local - start.local, timedelta(days=1)) if end.local >= start.local else -LONGEST
    elif start.zone == end.zone:
        clock = end.local - start.local
    else:
        elapsed = end.instant - start.instant
        _require_forward(elapsed, item)
        return Length(timedelta(), min(elapsed, LONGEST))
    _require_forward(clock, item)
    return Length(min(clock, LONGEST))


def _require_forward(length: timedelta, item: Property) -> None:
    if length < timedelta():
        raise CalendarFault("ends before it starts", line=item.line, component=item.name)


def until_of(text: str, item: Property, start: Moment, zones: Zones) -> tuple[datetime, datetime | None]:
    """What UNTIL allows: the last local time, and the last instant when it was written as one.

    A day alone is allowed whole.
    """
    until = read_moment(item, zones, start.zone, text)
    if until.whole_day:
        return until.local + timedelta(days=1) - timedelta(microseconds=1), None
    if until.zone == UTC_ZONE and start.zone != UTC_ZONE:
        return until.local + timedelta(days=1), until.instant.astimezone(UTC)
    return until.local, None
