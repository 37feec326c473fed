"""The time that coordination took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas

from garde.calendar.regular import takes_part
from garde.coordination.entry import COUNTING
from garde.report.figures.covering import Covering
from garde.report.gathering import Gathered
from garde.report.tables import local_month, records

DAYS_A_MONTH = 365.25 / 12
"""On average, for a period that is not made of whole months."""


@dataclass(frozen=True)
class MonthWork:
    """The minutes that counted in one month, by activity; ``own`` of them are the coordination's."""

    month: str
    activities: Mapping[str, int]
    own: int

    @property
    def minutes(self) -> int:
        """All of them."""
        return sum(self.activities.values())


@dataclass(frozen=True)
class Before:
    """What coordination took before, by the basin's own measure, beside what it takes now.

    Both are minutes a month on average; ``now`` has the services' own time only where ``then`` has it.
    ``method`` and ``source`` say how and by whom it was found out, from the month ``first`` to ``last``.
    """

    then: float
    now: float
    then_per_duty_hour: float
    now_per_duty_hour: float | None
    with_services: bool
    first: str
    last: str
    method: str
    source: str


@dataclass(frozen=True)
class Working:
    """Person-minutes: an hour of four people is 240 minutes.

    ``minutes`` count; ``by_services`` of them were spent by services, ``by_independents`` of these by
    self-employed people; ``signed`` are signed off by a coordinator. ``waiting`` are on record but not
    confirmed by their person yet, and count nowhere. ``people`` of the coordination, and ``services_told``,
    have time on record; ``services`` take part in the basin at some time of the period.
    """

    minutes: int
    by_services: int
    by_independents: int
    signed: int
    waiting: int
    activities: Mapping[str, int]
    months: tuple[MonthWork, ...]
    people: int
    services_told: int
    services: int
    duty_hours: float
    before: Before | None

    @property
    def per_duty_hour(self) -> float | None:
        """Minutes of coordination for each hour of duty served."""
        return self.minutes / self.duty_hours if self.duty_hours else None

    @property
    def per_service(self) -> float | None:
        """Minutes of coordination for each service that takes part."""
        return self.minutes / self.services if self.services else None

    @property
    def complete(self) -> float | None:
        """The confirmed part (0 to 1) of all minutes on record; None when there are none."""
        everything = self.minutes + self.waiting
        return self.minutes / everything if everything else None


def working(gathered: Gathered, covering: Covering) -> Working:
    """The coordination time that starts in the period."""
    times = gathered.times.dropna(subset=["minutes"])
    times = times.assign(spent=(times["minutes"] * times["people"]).astype("int64"))
    counted = times[times["status"].isin(COUNTING)]
    counted = counted.assign(month=local_month(counted["start"], gathered.zone))
    months: dict[str, dict[str, int]] = {}
    for row in records(counted.groupby(["month", "activity"])[["spent"]].sum().reset_index()):
        months.setdefault(row["month"], {})[row["activity"]] = row["spent"]
    period = gathered.period
    start, end = period.start(gathered.zone), period.end(gathered.zone)
    independents = {one.external_id for one in gathered.services if one.kind == "independent"}
    by_services = counted[counted["service"].notna()]
    minutes = int(counted["spent"].sum())
    own = minutes - int(by_services["spent"].sum())
    alone = counted[counted["service"].isna()].groupby("month")["spent"].sum()
    on_record = times[times["status"].isin((*COUNTING, "provisional"))]
    return Working(
        minutes=minutes,
        by_services=minutes - own,
        by_independents=int(by_services.loc[by_services["service"].isin(independents), "spent"].sum()),
        signed=int(counted.loc[counted["status"] == "signed", "spent"].sum()),
        waiting=int(times.loc[times["status"] == "provisional", "spent"].sum()),
        activities=_by_activity(counted),
        months=tuple(
            MonthWork(str(month), months.get(str(month), {}), int(alone.get(str(month), 0)))
            for month in period.months()
        ),
        people=int(on_record.loc[on_record["service"].isna(), "person"].nunique()),
        services_told=int(on_record["service"].nunique()),
        services=sum(takes_part(one, start, end, gathered.config.timezone) for one in gathered.services),
        duty_hours=covering.hours,
        before=_before(gathered, minutes, own, covering.hours),
    )


def _before(gathered: Gathered, minutes: int, own: int, duty_hours: float) -> Before | None:
    baseline, period = gathered.baseline, gathered.period
    if baseline is None:
        return None
    compared = minutes if baseline.with_services else own
    months = len(period.months()) if period.whole_months else period.days / DAYS_A_MONTH
    return Before(
        then=float(baseline.total),
        now=compared / months,
        then_per_duty_hour=baseline.minutes_per_duty_hour,
        now_per_duty_hour=compared / duty_hours if duty_hours else None,
        with_services=baseline.with_services,
        first=str(baseline.first),
        last=str(baseline.last),
        method=baseline.method,
        source=baseline.source,
    )


def _by_activity(counted: pandas.DataFrame) -> dict[str, int]:
    sums = counted.groupby("activity")["spent"].sum().sort_values(ascending=False, kind="stable")
    return {str(activity): int(minutes) for activity, minutes in sums.items()}
