"""Windows from a CSV or XLSX file: all of them, or a refusal that names every bad cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from garde.availability.window import WINDOW_KINDS, Window, window_kind
from garde.basin import cells
from garde.basin.refusal import CellFault, ImportRefused, refused_cells
from garde.basin.table import Row, Table, known_columns, read_table
from garde.calendar.localtime import parse_instant, resolve_handover
from garde.errors import BadInput

COLUMNS = ("service", "kind", "from", "to", "points", "note")
"""Every column of a file of windows, in any order; ``service`` may be left out when one is named."""

MOST_POINTS = 100
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[ T]+(.+))?")

Values = dict[str, Any]
Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _When:
    """A cell that says when: a day alone, or the instants of a time of day (two when it exists twice)."""

    day: date | None
    instants: tuple[datetime, ...] = ()


def read_windows(
    path: Path, *, services: Mapping[str, object], only: str | None, zone: ZoneInfo, source: str
) -> dict[str, tuple[Window, ...]]:
    """The windows of a file by service, in its order.

    ``services`` are those of the basin by external id; ``only`` is the one that the file is about, when it
    was named. Times without an offset are on the clock of ``zone``; two days alone mean both and all between.
    Raises ImportRefused with every bad cell.
    """
    table = read_table(path)
    columns = _columns(path, table, only)
    readers: dict[str, Reader] = {
        "service": partial(_service, services=services, only=only),
        "kind": partial(cells.choice, allowed=WINDOW_KINDS),
        "from": partial(_when, zone=zone),
        "to": partial(_when, zone=zone),
        "points": _points,
        "note": cells.words,
    }
    found: dict[str, list[Window]] = {}
    first_rows: dict[tuple[str, Window], int] = {}
    faults: list[CellFault] = []
    for row in table.rows:
        values, bad = _values(row, table, columns, readers)
        window = None if bad else _window(row, values, source, zone, bad)
        service = values.get("service") or only
        if window is None or service is None:
            faults += bad
            continue
        first = first_rows.setdefault((service, window), row.number)
        if first != row.number:
            faults.append(CellFault(row.number, "from", "", f"this window stands in row {first} as well"))
        found.setdefault(service, []).append(window)
    if faults:
        raise refused_cells(path, faults)
    return {service: tuple(windows) for service, windows in found.items()}


def _columns(path: Path, table: Table, only: str | None) -> dict[str, int]:
    positions = known_columns(path, table, COLUMNS)
    needed = ("from", "to") if only else ("service", "from", "to")
    missing = [name for name in needed if name not in positions]
    if missing:
        remedy = f"its columns are {', '.join(COLUMNS)}"
        if missing == ["service"]:
            remedy = "add it, or name the service with --service"
        raise ImportRefused(f"no column gives {', '.join(missing)}", where=str(path), remedy=remedy)
    return positions


def _values(
    row: Row, table: Table, columns: Mapping[str, int], readers: Mapping[str, Reader]
) -> tuple[Values, list[CellFault]]:
    values: Values = {}
    faults: list[CellFault] = []
    for name, position in columns.items():
        text = row.cells[position]
        unusable = table.unusable.get((row.number, position))
        try:
            if unusable:
                raise ValueError(unusable)
            if text:
                values[name] = readers[name](text)
            elif name in ("service", "from", "to"):
                raise ValueError("is empty")
        except ValueError as error:
            faults.append(CellFault(row.number, table.header[position], text, str(error)))
    width = len(table.header)
    if len(row.cells) > width:
        what = "stands beyond the last column of the header"
        faults.append(CellFault(row.number, "without a name", row.cells[width], what))
    return values, faults


def _window(row: Row, values: Values, source: str, zone: ZoneInfo, bad: list[CellFault]) -> Window | None:
    """The window of a row that is readable cell by cell; adds what is wrong between cells to ``bad``."""
    kind, points = window_kind(values.get("kind", "unavailable")), values.get("points", 0)
    begin: _When = values["from"]
    finish: _When = values["to"]
    if kind == "wish" and not points:
        what = "a wish needs points: above 0 glad, below 0 rather not"
        bad.append(CellFault(row.number, "points", "", what))
    elif kind != "wish" and points:
        bad.append(CellFault(row.number, "points", str(points), "is for a wish only"))
    if finish.day is not None and begin.day is None:
        what = "has no time of day, yet from has one: add it"
        bad.append(CellFault(row.number, "to", finish.day.isoformat(), what))
    if bad:
        return None
    start = begin.instants[0] if begin.day is None else resolve_handover(begin.day, time(), zone)
    if finish.day is not None:
        end = resolve_handover(finish.day + timedelta(days=1), time(), zone)
    else:
        end = finish.instants[-1]
    if end <= start:
        bad.append(CellFault(row.number, "to", "", "does not lie after from"))
        return None
    return Window(kind, start, end, points, source, values.get("note"))


def _service(text: str, services: Mapping[str, object], only: str | None) -> str:
    if only is not None and text != only:
        raise ValueError(f"is not {only}, which --service names")
    if text not in services:
        near = get_close_matches(text, list(services), n=1)
        raise ValueError(f"is no service of the basin{f': did you mean {near[0]}?' if near else ''}")
    return text


def _points(text: str) -> int:
    value = cells.number(text)
    if not value.is_integer() or not -MOST_POINTS <= value <= MOST_POINTS:
        raise ValueError(f"is no whole number from -{MOST_POINTS} to {MOST_POINTS}")
    return int(value)


def _when(text: str, zone: ZoneInfo) -> _When:
    turned = _DAY_FIRST.fullmatch(text)
    if turned:
        rest = f"T{turned[4].strip()}" if turned[4] else ""
        text = f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}{rest}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return _When(cells.day(day.isoformat()))
    try:
        return _When(None, parse_instant(text, zone))
    except BadInput as refused:
        what = refused.what.removeprefix(repr(text)).strip()
        raise ValueError(f"{what}: {refused.remedy}" if refused.remedy else what) from None
