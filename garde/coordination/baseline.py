"""What coordination took before garde: the basin's own measure to compare with. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.entry import tidy
from garde.errors import BadInput

Method = Literal["estimate", "interviews", "time-sheets"]
METHODS: tuple[Method, ...] = get_args(Method)

MOST_MINUTES = 60_000
"""Minutes a month: a thousand hours, more than six people who do nothing else."""
MOST_SERVICES = 10_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """What coordinating a basin took in a month, on average from ``first`` to ``last``, both included.

    ``total`` is in minutes of all people together; ``by_activity`` has the parts that are known, and the rest
    of the total was not told apart. ``with_services``: the services' own time is in it. ``services`` took
    part, with ``duty_hours`` of duty in a month. It holds for comparisons from ``holds_from`` on, until
    another one does. ``method`` says how it was found out and ``source`` by whom or where.
    """

    basin: str
    holds_from: Month
    first: Month
    last: Month
    method: Method
    total: int
    with_services: bool
    services: int
    duty_hours: float
    source: str
    set_at: datetime
    set_by: str
    by_activity: Mapping[Activity, int] = field(default_factory=dict)
    note: str | None = None
    id: int | None = None

    @property
    def not_told_apart(self) -> int:
        """Minutes of the total of which the activity is not known."""
        return self.total - sum(self.by_activity.values())

    @property
    def minutes_per_duty_hour(self) -> float:
        """Minutes of coordination for each hour of duty."""
        return self.total / self.duty_hours

    @property
    def minutes_per_service(self) -> float:
        """Minutes of coordination a month for each service."""
        return self.total / self.services


def stated_baseline(
    *,
    basin: str,
    period: str,
    method: str,
    by_activity: Mapping[Activity, int],
    total: int | None,
    with_services: bool,
    services: int,
    duty_hours: float,
    source: str,
    by: str,
    now: datetime,
    holds_from: Month | None = None,
    note: str | None = None,
) -> Baseline:
    """A baseline as somebody states it. ``period`` is a year, a month or two months (``2025-01/2025-06``).

    Without ``holds_from`` it holds from the month after the period; without ``total``, the total is the sum
    of the activities. Raises BadInput for what cannot be, and for words that ``tidy`` refuses.
    """
    first, last = period_of(period)
    known = next((one for one in METHODS if one == method), None)
    if known is None:
        raise BadInput(
            f"{method[:40]!r} is no method", where="method", remedy=f"use one of: {', '.join(METHODS)}"
        )
    for activity, minutes in by_activity.items():
        if not 0 <= minutes <= MOST_MINUTES:
            raise BadInput(
                f"{minutes} minutes of {activity} a month cannot be",
                where="activity",
                remedy=f"give 0 to {MOST_MINUTES}",
            )
    parts = sum(by_activity.values())
    whole = parts if total is None else total
    if not 1 <= whole <= MOST_MINUTES:
        raise BadInput(
            f"{whole} minutes a month cannot be", where="minutes", remedy=f"give 1 to {MOST_MINUTES}"
        )
    if parts > whole:
        raise BadInput(
            f"the activities are {parts} minutes together, the total {whole}",
            where="minutes",
            remedy="correct one of them",
        )
    if not 1 <= services <= MOST_SERVICES:
        raise BadInput(
            f"{services} services cannot be", where="services", remedy=f"give 1 to {MOST_SERVICES}"
        )
    if not 0 < duty_hours <= 1_000_000:
        raise BadInput(
            "these hours of duty cannot be", where="duty-hours", remedy="give the hours of a month"
        )
    told = tidy(source, "source")
    if told is None:
        raise BadInput("it is not said where this comes from", where="source", remedy="name people or papers")
    return Baseline(
        basin=basin,
        holds_from=holds_from or last.next(),
        first=first,
        last=last,
        method=known,
        total=whole,
        with_services=with_services,
        services=services,
        duty_hours=float(duty_hours),
        source=told,
        set_at=now,
        set_by=by,
        by_activity={activity: by_activity[activity] for activity in Activity if activity in by_activity},
        note=tidy(note),
    )


def period_of(text: str) -> tuple[Month, Month]:
    """The first and the last month of ``2025``, ``2025-03`` or ``2025-01/2025-06``. Raises BadInput."""
    written = text.strip()
    if len(written) == 4 and written.isascii() and written.isdigit():
        return Month(int(written), 1), Month(int(written), 12)
    start, bar, end = written.partition("/")
    first = Month.parse(start)
    last = Month.parse(end) if bar else first
    if last < first:
        raise BadInput(f"{text!r} ends before it begins", where="period", remedy="write 2025-01/2025-06")
    return first, last


def in_force(baselines: Sequence[Baseline], month: Month) -> Baseline | None:
    """The baseline to compare a month with: the latest that holds by then, of several the one set last."""
    holding = [one for one in baselines if one.holds_from <= month]
    return max(holding, key=lambda one: (one.holds_from, one.set_at, one.id or 0), default=None)
