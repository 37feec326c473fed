"""Counts of people by something, over a period and the shorter ones in it, as far as they may be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas

from garde.report.figures.small import Guarded, Part, guard
from garde.report.period import Period

_EVERYBODY = ""
_Months = Mapping[str, Mapping[str, int]]


def everybody(frame: pandas.DataFrame, period: Period, *, within: Guarded | None = None) -> Guarded:
    """How many people there are in all: see ``total``. Nothing where ``within`` does not tell it of more.

    ``frame`` has ``people`` and the local ``month`` of each row, as for ``counted``.
    """
    months = _by_month(frame.assign(all=_EVERYBODY), "all")
    return guard(_part(period, [_EVERYBODY], months, within, _EVERYBODY), alone=True)


def total(counts: Guarded) -> int | None:
    """The number that ``everybody`` found; None where it must not be told."""
    return counts[_EVERYBODY]


def at_least(counts: Guarded) -> int:
    """The same where it is told; else how many it is for sure."""
    return counts.at_least(_EVERYBODY)


def counted(
    frame: pandas.DataFrame,
    by: str,
    period: Period,
    *,
    within: Guarded,
    key: str = _EVERYBODY,
    known: Iterable[str] = (),
) -> Guarded:
    """People by a column; ``known`` values stand first and are told even if nobody came.

    They add up to the count of ``within`` under ``key``: where that is not told, nothing is.
    """
    sums = _sums(frame, by)
    keys = [*dict.fromkeys(known)]
    keys += sorted(sums.keys() - set(keys), key=lambda one: (-sums[one], one))
    return guard(_part(period, keys, _by_month(frame, by), within, key))


def by_month(totals: Guarded, period: Period) -> dict[str, int | None]:
    """What ``everybody`` tells of each month of a period of whole months."""
    if not totals.parts:
        return {str(period.months()[0]): total(totals)}
    return {
        month: count
        for one, part in zip(totals.parts, period.parts(), strict=True)
        for month, count in by_month(one, part).items()
    }


def _part(period: Period, keys: list[str], months: _Months, within: Guarded | None, key: str) -> Part:
    inside = period.parts()
    above = within.parts if within is not None and within.parts else [None] * len(inside)
    parts = tuple(_part(one, keys, months, two, key) for one, two in zip(inside, above, strict=True))
    found = [one.counts for one in parts] or [months.get(str(month), {}) for month in period.months()]
    return Part(
        counts={name: sum(counts.get(name, 0) for counts in found) for name in keys},
        parts=parts,
        told=within is None or within[key] is not None,
        added=bool(parts) and not period.of_calendar,
    )


def _by_month(frame: pandas.DataFrame, by: str) -> _Months:
    return {str(month): _sums(rows, by) for month, rows in frame.groupby("month")}


def _sums(frame: pandas.DataFrame, by: str) -> dict[str, int]:
    return {str(key): int(count) for key, count in frame.groupby(by)["people"].sum().items()}
