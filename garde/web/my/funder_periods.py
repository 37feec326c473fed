"""The periods that a funder may choose from: years and quarters, so that there are few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from garde.report.period import Period

MOST_YEARS = 5
"""So many years can be looked back on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A year (``2027``) or a quarter (``2027-Q1``)."""

    id: str
    period: Period

    @property
    def quarter(self) -> int | None:
        """1 to 4; None for a year."""
        return int(self.id[-1]) if "Q" in self.id else None


def choices(published: Sequence[str], today: date) -> tuple[Choice, ...]:
    """The years and quarters that have begun and of which something is published, the latest first.

    Where nothing is, the present quarter alone.
    """
    begun = [*_begun(today)]
    found = [one for one in begun if any(_within(month, one.period) for month in published)]
    return tuple(found or [next(one for one in begun if one.quarter)])


def chosen(offered: Sequence[Choice], asked: str | None, today: date) -> Choice:
    """The one that was asked for; else the latest quarter that is over, else the latest that has begun."""
    quarters = [one for one in offered if one.quarter]
    over = [one for one in quarters if one.period.last < today]
    usual = (over or quarters)[0]
    return next((one for one in offered if one.id == asked), usual)


def _begun(today: date) -> Iterator[Choice]:
    for year in range(today.year, today.year - MOST_YEARS, -1):
        yield Choice(f"{year}", Period(date(year, 1, 1), date(year, 12, 31)))
        for quarter in (4, 3, 2, 1):
            first = date(year, 3 * quarter - 2, 1)
            after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
            if first <= today:
                yield Choice(f"{year}-Q{quarter}", Period(first, after - timedelta(days=1)))


def _within(month: str, period: Period) -> bool:
    return f"{period.first:%Y-%m}" <= month <= f"{period.last:%Y-%m}"
