"""How far back and ahead calendars are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from garde.calendar.month import Month

MONTHS_BACK = 2
MONTHS_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Horizon:
    """From ``start`` (included) to ``end`` (excluded), in UTC: windows that touch it are kept, whole."""

    start: datetime
    end: datetime

    def touches(self, start: datetime, end: datetime) -> bool:
        """Whether any of [start, end) lies inside."""
        return start < self.end and end > self.start


def horizon_at(now: datetime, zone: tzinfo) -> Horizon:
    """Two whole months back to the end of the fifteenth month ahead.

    It moves only once a month, so that reading the same calendar again soon changes nothing.
    """
    month = Month.of(now, zone)
    return Horizon(month.plus(-MONTHS_BACK).start(zone), month.plus(MONTHS_AHEAD).end(zone))
