"""Are these hours needed? Use by kind of duty, hour and quarter, and where hours could be added or dropped.

Rates are people per hour of duties that were reported: a duty of which nothing is known is no quiet duty. A
hint is given only where enough is known: to drop hours, from ``LEAST_DUTIES`` reported duties of a kind, at
least ``REPORTED`` of all, of which ``QUIET`` were quiet; to add some, from ``LEAST_PEOPLE`` people before a
closed door on ``LEAST_DAYS`` different days. A hint is a question to the services, never an answer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from garde.activity.duties import ServedDuty, hours_by_clock
from garde.activity.report import BAND, ClosedDoor, DutyReport
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.calendar.public_holidays import holidays_of

if TYPE_CHECKING:
    from pandas import DataFrame

Day = Literal["workday", "saturday", "sunday", "holiday"]
DAYS: tuple[Day, ...] = ("workday", "saturday", "sunday", "holiday")

LEAST_DUTIES = 12
REPORTED = 0.5
QUIET = 0.9
LEAST_PEOPLE = 5
LEAST_DAYS = 3


@dataclass(frozen=True, slots=True)
class KindUse:
    """Duties of a line and template (``night``) that started on a kind of day.

    ``hours``, ``people`` and ``quiet`` are those of the ``reported`` among the ``duties``.
    """

    line: str
    kind: str
    day: Day
    duties: int
    reported: int
    hours: float
    people: int
    quiet: int

    @property
    def rate(self) -> float | None:
        """People per reported hour; None when nothing was reported."""
        return self.people / self.hours if self.hours else None

    @property
    def enough(self) -> bool:
        """Whether enough is known of them for a hint."""
        return self.reported >= LEAST_DUTIES and self.reported >= REPORTED * self.duties


@dataclass(frozen=True, slots=True)
class HourUse:
    """A part of a kind of day, ``BAND`` hours of the clock from ``hour`` on, in reports that tell the hours.

    ``duties`` so many of them touch it, with ``hours`` in it; ``people`` so many came then, to ``quiet`` of
    them nobody. ``served`` are all duties that touch it, reported or not.
    """

    line: str
    day: Day
    hour: int
    duties: int
    hours: float
    people: int
    quiet: int
    served: int

    @property
    def rate(self) -> float:
        """People per hour."""
        return self.people / self.hours

    @property
    def enough(self) -> bool:
        """Whether enough is known of it for a hint."""
        return self.duties >= LEAST_DUTIES and self.duties >= REPORTED * self.served


@dataclass(frozen=True, slots=True)
class DoorUse:
    """People before a closed door of a line in an hour of a kind of day, on so many different ``days``.

    ``elsewhere`` of them stood there while another service of the line was on duty.
    """

    line: str
    day: Day
    hour: int
    people: int
    days: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class QuarterUse:
    """Duties of a line by services of a quarter (None: not known), and people before their closed doors."""

    line: str
    quarter: str | None
    duties: int
    reported: int
    hours: float
    people: int
    quiet: int
    before_the_door: int


@dataclass(frozen=True, slots=True)
class Hint:
    """Hours that could be added (people stood before a closed door) or dropped (nobody came).

    ``show``: most of those who stood there did so while a service was on duty elsewhere; they need to be
    shown the way, not more hours.

    ``kind`` names the duties, or hours go from ``first`` up to ``last`` of the clock (24: midnight).
    ``people`` came (or stood there); ``occasions`` counts the duties they are told of, or the days.
    """

    what: Literal["add", "show", "drop"]
    line: str
    day: Day
    people: int
    occasions: int
    kind: str | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What is known of the use of a period's duties."""

    kinds: tuple[KindUse, ...]
    hours: tuple[HourUse, ...]
    doors: tuple[DoorUse, ...]
    quarters: tuple[QuarterUse, ...]
    hints: tuple[Hint, ...]


def use_of(
    duties: Sequence[ServedDuty],
    reports: Iterable[DutyReport],
    doors: Iterable[ClosedDoor],
    config: BasinConfig,
    services: Iterable[Service],
) -> Use:
    """The use of these duties, as far as it is reported. ``services`` tell each one's quarter."""
    told = {(one.slot, one.service): one for one in reports}
    zone = ZoneInfo(config.timezone)
    holidays = holidays_of(config, _years(duties, zone))
    quarters = {one.external_id: one.quarter for one in services}
    frame = _frame(duties, told, holidays, zone, quarters)
    kinds = _kinds(frame)
    hours = _hours(duties, told, holidays, zone)
    counted = tuple(doors)
    found = _doors(counted, duties, config)
    hints = (*_to_add(found), *_to_drop(kinds, hours))
    return Use(kinds, hours, found, _quarters(frame, counted), hints)


def day_kind(day: date, holidays: Mapping[date, str]) -> Day:
    """Which kind of day it is; a holiday goes before its weekday."""
    if day in holidays:
        return "holiday"
    return {5: "saturday", 6: "sunday"}.get(day.weekday(), "workday")  # type: ignore[return-value]


def _years(duties: Iterable[ServedDuty], zone: ZoneInfo) -> set[int]:
    edges = {moment.astimezone(zone).year for one in duties for moment in (one.slot.start, one.slot.end)}
    return edges or {2000}


def _frame(
    duties: Sequence[ServedDuty],
    told: Mapping[tuple[str, str], DutyReport],
    holidays: Mapping[date, str],
    zone: ZoneInfo,
    quarters: Mapping[str, str | None],
) -> DataFrame:
    """One row a duty; what is not reported counts nothing."""
    from pandas import DataFrame

    rows = []
    for duty in duties:
        report = told.get((duty.slot.key, duty.service))
        rows.append(
            {
                "line": duty.slot.line,
                "kind": duty.slot.key.rsplit("/", 1)[-1],
                "day": day_kind(duty.slot.start.astimezone(zone).date(), holidays),
                "quarter": quarters.get(duty.service) or "",
                "duties": 1,
                "reported": int(report is not None),
                "hours": duty.hours if report else 0.0,
                "people": report.counts.people if report else 0,
                "quiet": int(report is not None and report.counts.quiet),
            }
        )
    columns = ("line", "kind", "day", "quarter", "duties", "reported", "hours", "people", "quiet")
    return DataFrame(rows, columns=list(columns))


_SUMS = ["duties", "reported", "hours", "people", "quiet"]


def _kinds(frame: DataFrame) -> tuple[KindUse, ...]:
    summed = frame.groupby(["line", "kind", "day"], as_index=False)[_SUMS].sum()
    found = [
        KindUse(row["line"], row["kind"], row["day"], *_numbers(row)) for row in summed.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.kind, DAYS.index(one.day))))


def _quarters(frame: DataFrame, doors: Iterable[ClosedDoor]) -> tuple[QuarterUse, ...]:
    waiting: dict[tuple[str, str], int] = {}
    for door in doors:
        key = (door.line, door.quarter or "")
        waiting[key] = waiting.get(key, 0) + door.people
    summed = frame.groupby(["line", "quarter"], as_index=False)[_SUMS].sum()
    found = [
        QuarterUse(
            row["line"],
            row["quarter"] or None,
            *_numbers(row),
            before_the_door=waiting.pop((row["line"], row["quarter"]), 0),
        )
        for row in summed.to_dict("records")
    ]
    found += [
        QuarterUse(line, name or None, 0, 0, 0.0, 0, 0, people) for (line, name), people in waiting.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.quarter or "")))


def _numbers(row: Mapping[Hashable, Any]) -> tuple[int, int, float, int, int]:
    return row["duties"], row["reported"], row["hours"], row["people"], row["quiet"]


def _hours(
    duties: Iterable[ServedDuty],
    told: Mapping[tuple[str, str], DutyReport],
    holidays: Mapping[date, str],
    zone: ZoneInfo,
) -> tuple[HourUse, ...]:
    """Of duties with a report that tells of everybody when they came; a quiet one tells it too.

    A part of the day that a duty touches on two dates (a duty of a day from 09:00 to 09:00) counts its
    people on the first.
    """
    from pandas import DataFrame

    rows = []
    for duty in duties:
        report = told.get((duty.slot.key, duty.service))
        known = report is not None and report.counts.hours_known
        people = {band.hour: band.people for band in report.counts.bands} if report and known else {}
        touched: dict[tuple[Day, int], float] = {}
        for (day, hour), length in hours_by_clock(duty.times, zone).items():
            part = (day_kind(day.date(), holidays), hour // BAND * BAND)
            touched[part] = touched.get(part, 0.0) + length
        for (kind, band), length in touched.items():
            came = people.pop(band, 0)
            quiet = int(known and not came)
            rows.append((duty.slot.line, kind, band, int(known), length if known else 0.0, came, quiet, 1))
    sums = ["duties", "hours", "people", "quiet", "served"]
    frame = DataFrame(rows, columns=["line", "day", "hour", *sums])
    summed = frame.groupby(["line", "day", "hour"], as_index=False)[sums].sum()
    found = [
        HourUse(row["line"], row["day"], row["hour"], *(row[name] for name in sums))
        for row in summed.to_dict("records")
        if row["duties"]
    ]
    return tuple(sorted(found, key=lambda one: (one.line, DAYS.index(one.day), one.hour)))


def _doors(
    doors: Sequence[ClosedDoor], duties: Iterable[ServedDuty], config: BasinConfig
) -> tuple[DoorUse, ...]:
    from pandas import DataFrame

    holidays = holidays_of(config, {one.day.year for one in doors} or {2000})
    served: dict[str, list[Interval]] = {}
    for duty in duties:
        served.setdefault(duty.slot.line, []).extend(duty.times)
    rows = [
        {
            "line": one.line,
            "day": day_kind(one.day, holidays),
            "hour": one.hour,
            "people": one.people,
            "date": one.day,
            "elsewhere": one.people
            * any(time.start <= one.start < time.end for time in served.get(one.line, ())),
        }
        for one in doors
    ]
    frame = DataFrame(rows, columns=["line", "day", "hour", "people", "date", "elsewhere"])
    grouped = frame.groupby(["line", "day", "hour"], as_index=False)
    summed = grouped.agg(people=("people", "sum"), days=("date", "nunique"), elsewhere=("elsewhere", "sum"))
    found = [
        DoorUse(row["line"], row["day"], row["hour"], row["people"], row["days"], row["elsewhere"])
        for row in summed.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: (one.line, DAYS.index(one.day), one.hour)))


def _to_add(doors: Iterable[DoorUse]) -> tuple[Hint, ...]:
    return tuple(
        Hint(
            "show" if 2 * one.elsewhere > one.people else "add",
            one.line,
            one.day,
            one.people,
            one.days,
            first=one.hour,
            last=one.hour + 1,
        )
        for one in doors
        if one.people >= LEAST_PEOPLE and one.days >= LEAST_DAYS
    )


def _to_drop(kinds: Iterable[KindUse], hours: Iterable[HourUse]) -> tuple[Hint, ...]:
    """Kinds of duties that were nearly always quiet; parts of the day in which nobody came to any other."""
    quiet = [one for one in kinds if one.enough and one.quiet >= QUIET * one.reported]
    told = [Hint("drop", one.line, one.day, one.people, one.reported, kind=one.kind) for one in quiet]
    lines = {(one.line, one.day) for one in quiet}
    told += [
        Hint("drop", one.line, one.day, 0, one.duties, first=one.hour, last=one.hour + BAND)
        for one in hours
        if one.people == 0 and one.enough and (one.line, one.day) not in lines
    ]
    return tuple(told)
