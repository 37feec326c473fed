"""How steady the rota was: what changed after it was published, swaps, absences, who did not come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas

from garde.report.gathering import Gathered

NOTICE = pandas.Timedelta(days=7)
"""A change or an absence that is known later than so long before the duty is a late one."""


@dataclass(frozen=True)
class MonthChanges:
    """One month: its versions after the first, and the places whose service or hours they changed."""

    month: str
    publications: int
    changed: int
    late: int


@dataclass(frozen=True)
class Steadiness:
    """Of the months of the period, and of its duties.

    ``places`` are those of the first publications; ``changed`` counts each time that a later version gave a
    place to another service, took it away or moved its hours, ``late`` those less than seven days before its
    start. ``swaps`` are by what became of them. ``absences`` were announced, ``late_absences`` less than
    seven days before they began. Of the duties that begin in the period ``no_shows`` did not come,
    ``cut_short`` came late or left early, ``replaced`` had somebody else serve the rest.
    """

    months: tuple[MonthChanges, ...]
    places: int
    swaps: Mapping[str, int]
    absences: int
    late_absences: int
    no_shows: int
    cut_short: int
    replaced: int

    @property
    def changed(self) -> int:
        """Changed places of all months."""
        return sum(month.changed for month in self.months)

    @property
    def late(self) -> int:
        """Of these, the late ones."""
        return sum(month.late for month in self.months)


def steadiness(gathered: Gathered) -> Steadiness:
    """How steady the rotas of the period's months were."""
    states = gathered.swaps.groupby("state").size()
    absences, records = gathered.absences, gathered.records
    months, places = _changes(gathered)
    slots = gathered.slots[["key", "start", "end"]].rename(columns={"start": "opens", "end": "closes"})
    came = records[~records["absent"]].merge(slots, left_on="slot", right_on="key")
    return Steadiness(
        months=months,
        places=places,
        swaps={str(state): int(count) for state, count in states.items()},
        absences=len(absences),
        late_absences=int((absences["start"] - absences["announced"] < NOTICE).sum()),
        no_shows=int(records["absent"].sum()),
        cut_short=int(((came["start"] > came["opens"]) | (came["end"] < came["closes"])).sum()),
        replaced=int(records["replaced"].sum()),
    )


def _changes(gathered: Gathered) -> tuple[tuple[MonthChanges, ...], int]:
    """What each version of a month changed of the one before, and the places of the first ones."""
    editions = gathered.editions.copy()
    published = gathered.versions.set_index(["month", "version"])["published_at"]
    first = gathered.versions.groupby("month")["version"].min()
    editions["first"] = editions["month"].map(first) == editions["version"]
    found = []
    for month in map(str, gathered.period.months()):
        versions = sorted(gathered.versions.loc[gathered.versions["month"] == month, "version"])
        own = editions[editions["month"] == month]
        held = dict(iter(own.groupby("version")))
        none = own.iloc[:0]
        changed = late = 0
        for former, latter in pairwise(versions):
            starts = _changed(held.get(former, none), held.get(latter, none))
            changed += len(starts)
            late += int((starts - published[(month, latter)] < NOTICE).sum())
        found.append(MonthChanges(month, max(0, len(versions) - 1), changed, late))
    return tuple(found), int(editions["first"].sum())


def _changed(before: pandas.DataFrame, after: pandas.DataFrame) -> pandas.Series[pandas.Timestamp]:
    """When the duties begin whose place changed hands or hours from one version to the next."""
    keys = ["key", "place"]
    both = before.merge(after, on=keys, how="outer", suffixes=("_before", "_after"))
    same = (
        (both["service_before"] == both["service_after"])
        & (both["start_before"] == both["start_after"])
        & (both["end_before"] == both["end_after"])
    )
    moved = both[~same]
    return moved["start_after"].fillna(moved["start_before"])
