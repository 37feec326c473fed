"""A calendar month, the horizon that a rota is planned for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR, resolve_handover
from garde.errors import BadInput

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of the years 2000 to 2100; months sort in time. Any other raises BadInput."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= 12):
            raise BadInput(
                f"{self.year:04d}-{self.month:02d} is no month that can be planned",
                remedy=f"name one from {FIRST_YEAR}-01 to {LAST_YEAR}-12",
            )

    @classmethod
    def parse(cls, text: str) -> Month:
        """Reads ``2027-01``; raises BadInput for anything else."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise BadInput(f"{text!r} is no month", remedy="write it as year and month, for example 2027-01")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, instant: datetime, zone: tzinfo) -> Month:
        """The month that the local clock of ``zone`` shows at an instant."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs its offset")
        local = instant.astimezone(zone)
        return cls(local.year, local.month)

    def plus(self, months: int) -> Month:
        """The month so many later, or earlier when negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def next(self) -> Month:
        """The month after this one."""
        return self.plus(1)

    def previous(self) -> Month:
        """The month before this one."""
        return self.plus(-1)

    @property
    def first_day(self) -> date:
        """The first local date of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last local date of the month."""
        return self._day_after() - timedelta(days=1)

    def days(self) -> tuple[date, ...]:
        """Every local date of the month, in order."""
        count = (self._day_after() - self.first_day).days
        return tuple(self.first_day + timedelta(days=offset) for offset in range(count))

    def start(self, zone: tzinfo) -> datetime:
        """The instant, in UTC, of the local midnight with which the month begins."""
        return resolve_handover(self.first_day, time(), zone)

    def end(self, zone: tzinfo) -> datetime:
        """The instant, in UTC, of the local midnight with which the next month begins."""
        return resolve_handover(self._day_after(), time(), zone)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def _day_after(self) -> date:
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)
