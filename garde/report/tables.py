"""From rows to pandas' tables and back to plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any

import pandas

INSTANTS = frozenset({"start", "end", "published_at", "announced"})
NUMBERS = frozenset(
    {"served", "due", "share", "heaviest", "adjusted", "minutes", "people", "burden", "required"}
    | {"best", "bound", "value"}
)
TRUTHS = frozenset({"absent", "replaced", "proven"})


def table(rows: Iterable[Sequence[Any]], fields: Sequence[str]) -> pandas.DataFrame:
    """The rows under these names; instants are UTC instants, also where there are no rows at all."""
    frame = pandas.DataFrame.from_records([tuple(row) for row in rows], columns=list(fields))
    for name in fields:
        if name in INSTANTS:
            frame[name] = pandas.to_datetime(frame[name], utc=True)
        elif name in NUMBERS:
            frame[name] = pandas.to_numeric(frame[name])
        elif name in TRUTHS:
            frame[name] = frame[name].astype(bool)
    return frame


def records(frame: pandas.DataFrame) -> Iterable[dict[str, Any]]:
    """The rows of a table one by one, by the names of their columns; instants as aware datetimes."""
    return ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def moment(instant: Any) -> datetime:
    """A cell of an instant as such."""
    found: datetime = instant.to_pydatetime()
    return found


def seconds(frame: pandas.DataFrame) -> pandas.Series[int]:
    """The whole seconds from ``start`` to ``end`` of each row."""
    lengths: pandas.Series[pandas.Timedelta] = frame["end"] - frame["start"]
    return lengths.dt.total_seconds().round().astype("int64")


def local_month(instants: pandas.Series[pandas.Timestamp], zone: tzinfo) -> pandas.Series[str]:
    """``2027-01``: the month that the local clock shows at each instant."""
    local = instants.dt.tz_convert(zone).dt.tz_localize(None)
    return local.dt.to_period("M").astype(str)
