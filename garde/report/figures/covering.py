"""What was covered: hours offered beyond the opening hours, minutes with nobody, duties held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas

from garde.calendar.intervals import Interval, clip, total
from garde.report.gathering import Gathered
from garde.report.tables import local_month

KINDS = ("evening", "night", "weekend", "holiday")
"""The kinds of duty that are counted beside all; a duty may be of several, or of none."""


@dataclass(frozen=True)
class LineFigures:
    """One line over the period.

    The minutes are those of its target hours: ``target`` = ``regular`` (a service was open by itself) +
    ``duty`` (nobody was, but somebody on duty) + ``missing`` (nobody). ``places`` are those of the duties
    that begin in the period, ``empty`` those of them that nobody had in the end; ``hours`` what was served of
    them, a neighbour basin's ``guest_hours`` included. ``kinds`` are the hours served of each kind of duty.
    """

    line: str
    target: float
    regular: float
    duty: float
    missing: float
    places: int
    empty: int
    hours: float
    guest_hours: float
    kinds: Mapping[str, float]

    @property
    def covered(self) -> float:
        """The part (0 to 1) of the target minutes with somebody there; 1 where nothing was asked."""
        return 1 - self.missing / self.target if self.target else 1.0

    @property
    def by_itself(self) -> float:
        """The part (0 to 1) of the target minutes in which a service was open without any duty."""
        return self.regular / self.target if self.target else 0.0


@dataclass(frozen=True)
class MonthCover:
    """One month of the period, all lines together, in minutes, and the hours served of its duties."""

    month: str
    target: float
    duty: float
    missing: float
    hours: float


@dataclass(frozen=True)
class Covering:
    """Of each line, and of each month.

    ``faults``: services whose opening hours cannot be understood. ``unpublished``: months of the period of
    which no rota is published, so that all their hours but opening hours count as missing.
    """

    lines: tuple[LineFigures, ...]
    months: tuple[MonthCover, ...]
    faults: int
    unpublished: tuple[str, ...]

    @property
    def target(self) -> float:
        """Minutes in all."""
        return sum(line.target for line in self.lines)

    @property
    def regular(self) -> float:
        """Minutes in all."""
        return sum(line.regular for line in self.lines)

    @property
    def duty(self) -> float:
        """Minutes in all."""
        return sum(line.duty for line in self.lines)

    @property
    def missing(self) -> float:
        """Minutes in all."""
        return sum(line.missing for line in self.lines)

    @property
    def hours(self) -> float:
        """Hours of duty served in all."""
        return sum(line.hours for line in self.lines)

    @property
    def places(self) -> int:
        """Places of duties in all."""
        return sum(line.places for line in self.lines)

    @property
    def empty(self) -> int:
        """Places that nobody had, in all."""
        return sum(line.empty for line in self.lines)


def covering(gathered: Gathered) -> Covering:
    """The coverage of the period."""
    slots = gathered.slots[gathered.slots["begins"]]
    stints = gathered.stints[gathered.stints["begins"]]
    places = slots.groupby("line")["required"].sum()
    holders = stints.groupby("key")["planned"].nunique()
    empty = _empty(slots, holders)
    hours = stints.groupby("line")["seconds"].sum() / 3600
    guests = stints[stints["guest"]].groupby("line")["seconds"].sum() / 3600
    kinds = _kinds(slots, stints)
    return Covering(
        lines=tuple(
            LineFigures(
                line=one.line.id,
                target=_minutes(one.target),
                regular=_minutes(one.regular),
                duty=_minutes(one.duty),
                missing=_minutes(one.missing),
                places=int(places.get(one.line.id, 0)),
                empty=int(empty.get(one.line.id, 0)),
                hours=float(hours.get(one.line.id, 0.0)),
                guest_hours=float(guests.get(one.line.id, 0.0)),
                kinds={kind: float(kinds.get((one.line.id, kind), 0.0)) for kind in KINDS},
            )
            for one in gathered.hours
        ),
        months=tuple(_months(gathered, stints)),
        faults=len({fault for one in gathered.hours for fault in one.faults}),
        unpublished=tuple(
            str(month)
            for month in gathered.period.months()
            if str(month) not in set(gathered.versions["month"])
        ),
    )


def _empty(slots: pandas.DataFrame, holders: pandas.Series[int]) -> pandas.Series[int]:
    """By line, the places that nobody had, or whose service did not come and was not replaced."""
    there = slots["key"].map(holders).fillna(0)
    lacking = (slots["required"] - there).clip(lower=0)
    return lacking.groupby(slots["line"]).sum()


def _kinds(slots: pandas.DataFrame, stints: pandas.DataFrame) -> pandas.Series[float]:
    """Hours served by line and kind of duty."""
    of_kind = slots[["key", "categories"]].explode("categories").dropna()
    held = stints.merge(of_kind, on="key")
    return held.groupby(["line", "categories"])["seconds"].sum() / 3600


def _months(gathered: Gathered, stints: pandas.DataFrame) -> Iterable[MonthCover]:
    # Whoever came later in the night: the duty belongs to the month in which it begins.
    slots = gathered.slots
    months = dict(zip(slots["key"], local_month(slots["start"], gathered.zone), strict=True))
    served = stints.groupby(stints["key"].map(months))["seconds"].sum() / 3600
    for month in gathered.period.months():
        start, end = month.start(gathered.zone), month.end(gathered.zone)
        sums = [
            tuple(_minutes(clip(hours, start, end)) for hours in (one.target, one.duty, one.missing))
            for one in gathered.hours
        ]
        target, duty, missing = (sum(column) for column in zip(*sums, strict=True))
        yield MonthCover(str(month), target, duty, missing, float(served.get(str(month), 0.0)))


def _minutes(intervals: Iterable[Interval]) -> float:
    return total(intervals).total_seconds() / 60
