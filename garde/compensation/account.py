"""The account of a service: its duties, its coordination time, what a ceiling takes off. Plain facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from garde.basin.compensation import PAID, Paid
from garde.basin.service import Service
from garde.compensation.settled import Settlement


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What a service served of the slot of that key; ``portion`` is its part of the slot's time (0: none).

    ``start`` and ``end`` are the slot's; ``day`` is the local date on which it starts. ``planned``: the slot
    was given to this service; else it stood in. Money in cents, or time given back in its place; ``ceiling``
    is what the month's ceiling takes off that money, 0 or below.
    """

    slot: str
    line: str
    month: str
    day: date
    start: datetime
    end: datetime
    portion: Fraction
    planned: bool
    seconds: Mapping[Paid, int]
    cents: int
    back: timedelta
    ceiling: int = 0

    @property
    def length(self) -> timedelta:
        """The elapsed time that it served."""
        return timedelta(seconds=sum(self.seconds.values()))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Coordination time: ``minutes`` of all its people together, of which ``paid`` are compensated.

    ``ceiling`` as of duties.
    """

    entry: int
    day: date
    activity: str
    minutes: int
    paid: int
    signed: bool
    cents: int
    back: timedelta
    ceiling: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """What a ceiling takes off a service's money in a local month (``2027-01``); ``cents`` are below 0.

    ``before`` is what counts towards the ceiling from the days of that month before the period.
    """

    month: str
    ceiling: int
    cents: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one service is owed.

    ``home`` has the names of its own basin where it is a neighbour's that stood in. ``weekly`` is the
    working time of its people in an ordinary week, where that is known, over ``days`` of the period.
    ``settled`` are the settlements that stand, with their items of the period alone.
    """

    service: Service
    home: Mapping[str, str] | None
    duties: tuple[DutyLine, ...]
    time: tuple[TimeLine, ...]
    cuts: tuple[Cut, ...]
    days: int
    weekly: timedelta | None = None
    settled: tuple[Settlement, ...] = ()

    @property
    def cents(self) -> int:
        """Money, after the ceilings."""
        worked = sum(line.cents for line in self.duties) + sum(line.cents for line in self.time)
        return worked + sum(cut.cents for cut in self.cuts)

    @property
    def back(self) -> timedelta:
        """Time given back."""
        duties = sum((line.back for line in self.duties), timedelta())
        return sum((line.back for line in self.time), duties)

    @property
    def served(self) -> tuple[DutyLine, ...]:
        """The duties in which it was there at all."""
        return tuple(line for line in self.duties if line.portion)

    @property
    def seconds(self) -> dict[Paid, int]:
        """Time on duty by kind."""
        found: Counter[Paid] = Counter()
        for line in self.duties:
            found.update(line.seconds)
        return {kind: found[kind] for kind in reversed(PAID)}

    @property
    def coordination(self) -> int:
        """Minutes of coordination that are compensated."""
        return sum(line.paid for line in self.time)

    @property
    def workload(self) -> Fraction | None:
        """Duty and compensated coordination as a part of the period's working time, where that is known."""
        if not self.weekly:
            return None
        working = Fraction(int(self.weekly.total_seconds()) * self.days, 7)
        return Fraction(sum(self.seconds.values()) + 60 * self.coordination) / working


@dataclass(frozen=True, slots=True)
class Owed:
    """What all services of a basin are owed from ``first`` to ``last``, local dates, both included.

    Duties count by the date on which they start. ``ahead`` are those of the period that have not ended yet:
    they are not in it. ``unsigned`` are entries of time in it that nobody has signed off.
    """

    first: date
    last: date
    statements: tuple[Statement, ...]
    ahead: int
    unsigned: int

    @property
    def cents(self) -> int:
        """All money."""
        return sum(statement.cents for statement in self.statements)

    @property
    def back(self) -> timedelta:
        """All time given back."""
        return sum((statement.back for statement in self.statements), timedelta())
