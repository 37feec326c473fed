"""Words beside the figures: what services wrote about their duties, chosen by a rule and not by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from garde.report.gathering import Gathered
from garde.report.remark import CoordinationRemark
from garde.report.tables import local_month, records

OF_A_LINE = 3
"""So many remarks of each line are quoted at most."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a service on duty on a line wrote; its name is not told."""

    line: str
    month: str
    words: str


@dataclass(frozen=True)
class Remarking:
    """The remarks of services that are ``quoted``, of ``all`` there are, and those of the coordination."""

    quoted: tuple[Remark, ...]
    all: int
    said: tuple[CoordinationRemark, ...]


def remarking(gathered: Gathered) -> Remarking:
    """Of each line at most three remarks: the first, the middle one and the last of the period."""
    known = gathered.received
    told = known.remarks.merge(known.reports[["report", "key", "line", "start"]], on="report")
    told = told.assign(month=local_month(told["start"], gathered.zone))
    told = told.sort_values(["start", "key", "report"], kind="stable")
    rows = [*records(told.drop_duplicates("words"))]
    quoted = [
        Remark(row["line"], row["month"], row["words"])
        for line in gathered.config.lines
        for row in _spread([row for row in rows if row["line"] == line.id])
    ]
    return Remarking(tuple(quoted), len(told), gathered.said)


def _spread(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """A few of them, as far from each other as can be."""
    if len(rows) <= OF_A_LINE:
        return rows
    return [rows[round(number * (len(rows) - 1) / (OF_A_LINE - 1))] for number in range(OF_A_LINE)]
