"""The period that a report is about."""

from __future__ import annotations

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

    def quarters(self) -> tuple[Period, ...]:
        """The calendar quarters that it is made of, where it is made of several whole ones; else none."""
        months = self.months()
        if not self.whole_months or months[0].month % 3 != 1 or len(months) % 3 or len(months) == 3:
            return ()
        starts = months[::3]
        return tuple(Period(start.first_day, start.plus(2).last_day) for start in starts)

    @property
    def whole_months(self) -> bool:
        """Whether it is made of whole calendar months."""
        months = self.months()
        return self.first == months[0].first_day and self.last == months[-1].last_day

    @property
    def days(self) -> int:
        """How many local dates it has."""
        return (self.last - self.first).days + 1


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text!r} is no date", where=where, remedy="write it as 2027-01-31") from None
