"""The time that coordination took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas

from garde.report.figures.covering import Covering
from garde.report.gathering import Gathered
from garde.report.tables import local_month, records

COUNTING = ("confirmed", "signed")


@dataclass(frozen=True)
class MonthWork:
    """The minutes that counted in one month, by activity."""

    month: str
    activities: Mapping[str, int]

    @property
    def minutes(self) -> int:
        """All of them."""
        return sum(self.activities.values())


@dataclass(frozen=True)
class Working:
    """Person-minutes: an hour of four people is 240 minutes.

    ``minutes`` count; ``waiting`` are on record but not confirmed by their person yet, and count nowhere.
    ``people`` took part in what is on record; ``services`` take part in the basin at some time of the period.
    """

    minutes: int
    waiting: int
    activities: Mapping[str, int]
    months: tuple[MonthWork, ...]
    people: int
    services: int
    duty_hours: float

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
    times = gathered.times.dropna(subset=["minutes"]).copy()
    times["spent"] = (times["minutes"] * times["people"]).astype("int64")
    counted = times[times["status"].isin(COUNTING)]
    counted = counted.assign(month=local_month(counted["start"], gathered.zone))
    months: dict[str, dict[str, int]] = {}
    for row in records(counted.groupby(["month", "activity"])[["spent"]].sum().reset_index()):
        months.setdefault(row["month"], {})[row["activity"]] = row["spent"]
    period = gathered.period
    return Working(
        minutes=int(counted["spent"].sum()),
        waiting=int(times[times["status"] == "provisional"]["spent"].sum()),
        activities=_by_activity(counted),
        months=tuple(MonthWork(str(month), months.get(str(month), {})) for month in period.months()),
        people=int(times["person"].nunique()),
        services=sum(
            bool(one.lines)
            and (one.active_from is None or one.active_from <= period.last)
            and (one.active_until is None or one.active_until >= period.first)
            for one in gathered.services
        ),
        duty_hours=covering.hours,
    )


def _by_activity(counted: pandas.DataFrame) -> dict[str, int]:
    sums = counted.groupby("activity")["spent"].sum().sort_values(ascending=False, kind="stable")
    return {str(activity): int(minutes) for activity, minutes in sums.items()}
