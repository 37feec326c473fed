"""Are these hours needed? Use by kind of duty and day, by hour and by quarter, and hints, as far as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas

from garde.activity.duties import ServedDuty
from garde.activity.report import BandCount, ClosedDoor, Contacts, Counts, DutyReport
from garde.activity.use import Day, Hint, HourUse, Use, day_kind, use_of
from garde.calendar.beside import OPENING
from garde.calendar.intervals import Interval
from garde.calendar.public_holidays import holidays_of
from garde.report.figures.counted import counted
from garde.report.figures.receiving import Receiving
from garde.report.figures.small import Guarded
from garde.report.gathering import Gathered
from garde.report.tables import local_month, moment, records
from garde.rota import FilledSlot

NO_QUARTER = "none"
"""Stands for services whose quarter is not known."""


@dataclass(frozen=True)
class DutyUse:
    """Some duties: ``over`` so many of them, ``reported`` of those, ``quiet`` of these; ``people`` came.

    ``quiet`` and ``people`` are None where they must not be told; people are told by kind and by quarter.
    """

    over: int
    reported: int
    quiet: int | None
    people: int | None

    @property
    def quiet_share(self) -> float | None:
        """The part (0 to 1) of the reported duties in which nobody came; None when that is not told."""
        return self.quiet / self.reported if self.reported and self.quiet is not None else None

    @property
    def per_duty(self) -> float | None:
        """People for each reported duty; None when that is not told."""
        return self.people / self.reported if self.reported and self.people is not None else None


@dataclass(frozen=True)
class HourOfLine:
    """A part of the day on a line: of ``known`` duties is told when people came, to ``quiet`` nobody then."""

    line: str
    hour: int
    known: int
    quiet: int | None

    @property
    def quiet_share(self) -> float | None:
        """The part (0 to 1) of them in which nobody came then; None when that is not told."""
        return self.quiet / self.known if self.known and self.quiet is not None else None


@dataclass(frozen=True)
class Using:
    """Duties by line and kind (``night``), these by the kind of day on which they begin, and by quarter.

    ``quarters`` are those of the services on duty, ``doors`` people without help by quarter. ``hints`` are
    those of `garde activity use`.
    """

    kinds: Mapping[tuple[str, str], DutyUse]
    days: Mapping[tuple[str, str, Day], DutyUse]
    hours: tuple[HourOfLine, ...]
    quarters: Mapping[str, DutyUse]
    people: Guarded
    doors: Guarded
    hints: tuple[Hint, ...]


def using(gathered: Gathered, came: Receiving) -> Using:
    """The use of the duties that are over, as far as it is reported and may be told."""
    duties = _duties(gathered)
    lines = came.lines

    def of_line(key: tuple[str, ...]) -> bool:
        return lines[key[0]] is not None

    days = _summed(duties, ["line", "kind", "day"], of_line)
    known, period = gathered.received, gathered.period
    quarters = [one.id for one in gathered.config.quarters]
    doors = known.doors.assign(
        quarter=known.doors["quarter"].fillna(NO_QUARTER),
        month=local_month(known.doors["start"], gathered.zone),
    )
    people = counted(duties, "quarter", period, within=came.everybody, known=quarters)
    use = _use(gathered, duties)
    return Using(
        kinds=_summed(duties, ["line", "kind"], of_line, _people_of_kinds(duties, gathered, lines)),
        days=days,
        hours=_hours(use.hours, lines),
        quarters=_summed(duties, ["quarter"], lambda key: people[key] is not None, people.counts),
        people=people,
        doors=counted(doors, "quarter", period, within=came.waited, known=quarters),
        hints=use.hints,
    )


def _duties(gathered: Gathered) -> pandas.DataFrame:
    """One row for each service's duty that begins in the period and is over, with what was reported of it."""
    slots = gathered.slots
    ended = slots.loc[slots["begins"] & (slots["end"] <= gathered.at), ["key", "start"]]
    stints = gathered.stints
    held = stints.loc[stints["key"].isin(ended["key"]) & ~stints["guest"], ["key", "line", "service"]]
    duties = held.drop_duplicates(["key", "service"]).merge(ended, on="key")
    local = duties["start"].dt.tz_convert(gathered.zone).dt.date
    years = {day.year for day in local} or {gathered.period.first.year}
    holidays = holidays_of(gathered.config, years)
    kinds = {day: day_kind(day, holidays) for day in local.unique()}
    quarters = {one.external_id: one.quarter or NO_QUARTER for one in gathered.services}
    reports = gathered.received.reports[["report", "key", "service"]]
    people = gathered.received.contacts.groupby("report")["people"].sum()
    duties = duties.assign(
        month=local_month(duties["start"], gathered.zone),
        kind=duties["key"].astype(str).str.rsplit("/", n=1).str[-1].str.removeprefix(OPENING),
        day=local.map(kinds).astype(object),
        quarter=duties["service"].map(quarters).fillna(NO_QUARTER).astype(object),
    ).merge(reports, on=["key", "service"], how="left")
    duties["reported"] = duties["report"].notna().astype("int64")
    duties["people"] = duties["report"].map(people).fillna(0).astype("int64")
    duties["busy"] = (duties["people"] > 0).astype("int64")
    return duties


def _summed(
    duties: pandas.DataFrame,
    by: list[str],
    told: Callable[[Any], bool],
    people: Mapping[Any, int | None] | None = None,
) -> dict[Any, DutyUse]:
    """Duties by some columns: the quiet ones where it is ``told`` of them, ``people`` where known."""
    sums = duties.assign(over=1).groupby(by)[["over", "reported", "busy"]].sum().sort_index()
    found = {}
    for row in records(sums.reset_index()):
        key = tuple(row[name] for name in by) if len(by) > 1 else row[by[0]]
        quiet = row["reported"] - row["busy"] if told(key) else None
        found[key] = DutyUse(row["over"], row["reported"], quiet, people.get(key) if people else None)
    return found


def _people_of_kinds(
    duties: pandas.DataFrame, gathered: Gathered, lines: Guarded
) -> dict[tuple[str, str], int | None]:
    """People by kind of duty; they add up to those of the line, and are not told where these are not."""
    found = {}
    for name, rows in duties.groupby("line"):
        line, kinds = str(name), sorted(rows["kind"].unique())
        told = counted(rows, "kind", gathered.period, within=lines, key=line, known=kinds)
        found.update({(line, kind): told[kind] for kind in kinds})
    return found


def _hours(hours: Sequence[HourUse], lines: Guarded) -> tuple[HourOfLine, ...]:
    known: dict[tuple[str, int], tuple[int, int]] = {}
    for one in hours:
        duties, quiet = known.get((one.line, one.hour), (0, 0))
        known[one.line, one.hour] = duties + one.duties, quiet + one.quiet
    return tuple(
        HourOfLine(line, hour, duties, quiet if lines[line] is not None else None)
        for (line, hour), (duties, quiet) in sorted(known.items())
    )


def _use(gathered: Gathered, duties: pandas.DataFrame) -> Use:
    """What the hints are drawn from: the same that ``garde activity use`` tells the coordination."""
    known, zone = gathered.received, gathered.zone
    times: dict[tuple[str, str], list[Interval]] = {}
    for row in records(gathered.stints[~gathered.stints["guest"]]):
        times.setdefault((row["key"], row["service"]), []).append(
            Interval(moment(row["start"]), moment(row["end"]))
        )
    slots = {row["key"]: _slot(row) for row in records(gathered.slots[gathered.slots["begins"]])}
    served = [
        ServedDuty(slots[row["key"]], row["service"], tuple(times[row["key"], row["service"]]))
        for row in records(duties)
    ]
    bands: dict[int, list[BandCount]] = {}
    for row in records(known.bands):
        bands.setdefault(row["report"], []).append(BandCount(int(row["hour"]), int(row["people"])))
    reports = [
        _report(slots[row["key"]], row, tuple(bands.get(row["report"], ())))
        for row in records(duties[duties["reported"] == 1])
    ]
    doors = [_door(row, moment(row["start"]).astimezone(zone).date()) for row in records(known.doors)]
    return use_of(served, reports, doors, gathered.config, gathered.services)


def _slot(row: Mapping[str, Any]) -> FilledSlot:
    start, end = moment(row["start"]), moment(row["end"])
    # What opens a month is told with its kind.
    key = row["key"].replace(f"/{OPENING}", "/")
    return FilledSlot(key, row["line"], row["month"], start, end, int(row["burden"]), ())


def _report(slot: FilledSlot, row: Mapping[str, Any], bands: tuple[BandCount, ...]) -> DutyReport:
    """As much of a report as its use needs."""
    people = (Contacts("", "", "helped", int(row["people"])),) if row["people"] else ()
    return DutyReport(
        id=int(row["report"]),
        slot=slot.key,
        service=row["service"],
        line=slot.line,
        month=slot.month,
        start=slot.start,
        end=slot.end,
        counts=Counts(people, bands=bands),
        recorded_at=slot.end,
        recorded_by="",
        role="service",
    )


def _door(row: Mapping[str, Any], day: date) -> ClosedDoor:
    return ClosedDoor(
        id=0,
        service="",
        line=row["line"],
        kind=row["door"],
        day=day,
        hour=int(row["hour"]),
        start=moment(row["start"]),
        quarter=row["quarter"],
        people=int(row["people"]),
        recorded_at=moment(row["start"]),
        recorded_by="",
        role="service",
    )
