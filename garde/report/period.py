"""The period that a report is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR, resolve_handover
from garde.calendar.month import Month
from garde.errors import BadInput

LONGEST_YEARS = 10


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From one local date to another, both included.

    Raises BadInput when it ends before it begins, lies outside the years that can be planned, or is longer
    than ten years.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what no report can be made of."""
        if self.last < self.first:
            raise BadInput("the period ends before it begins", where="--from, --to", remedy="turn them round")
        if not FIRST_YEAR <= self.first.year <= self.last.year <= LAST_YEAR:
            raise BadInput(
                f"{self.first} to {self.last} is no period of the calendar",
                where="--from, --to",
                remedy=f"name dates of the years {FIRST_YEAR} to {LAST_YEAR}",
            )
        if self.last.year - self.first.year >= LONGEST_YEARS:
            raise BadInput(
                f"a period of more than {LONGEST_YEARS} years",
                where="--from, --to",
                remedy="make several reports",
            )

    @classmethod
    def parse(cls, first: str, last: str) -> Period:
        """The period between two dates such as ``2027-01-01``. Raises BadInput naming the option."""
        return cls(_date(first, "--from"), _date(last, "--to"))

    def start(self, zone: tzinfo) -> datetime:
        """The instant, in UTC, of the local midnight with which it begins."""
        return resolve_handover(self.first, time(), zone)

    def end(self, zone: tzinfo) -> datetime:
        """The instant, in UTC, of the local midnight with which it is over."""
        return resolve_handover(self.last + timedelta(days=1), time(), zone)

    def months(self) -> tuple[Month, ...]:
        """Every month that it touches, in order."""
        month, last = (Month(day.year, day.month) for day in (self.first, self.last))
        found = [month]
        while month < last:
            month = month.next()
            found.append(month)
        return tuple(found)

    @property
    def of_calendar(self) -> bool:
        """Whether it is one month, quarter or year of the calendar."""
        months = self.months()
        return self.whole_months and len(months) == _longest(months)

    def parts(self) -> tuple[Period, ...]:
        """The quarters of a year, the months of a quarter; of other whole months, as few of these as can be.

        None of a month, nor of what is not made of whole months.
        """
        months, found = self.months(), []
        if not self.whole_months or len(months) == 1:
            return ()
        step = len(months) // 4 or 1 if self.of_calendar else None
        while months:
            length = step or _longest(months)
            found.append(Period(months[0].first_day, months[length - 1].last_day))
            months = months[length:]
        return tuple(found)

    @property
    def whole_months(self) -> bool:
        """Whether it is made of whole calendar months."""
        months = self.months()
        return self.first == months[0].first_day and self.last == months[-1].last_day

    @property
    def days(self) -> int:
        """How many local dates it has."""
        return (self.last - self.first).days + 1


def _longest(months: Sequence[Month]) -> int:
    """How long the longest year, quarter or month of the calendar is with which they begin."""
    return next(size for size in (12, 3, 1) if (months[0].month - 1) % size == 0 and len(months) >= size)


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text!r} is no date", where=where, remedy="write it as 2027-01-31") from None
