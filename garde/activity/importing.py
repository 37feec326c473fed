"""Reports of duties, or of closed doors, from a CSV or XLSX file: all of them, or every bad cell named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.activity.checking import MOST_PEOPLE, RemarkRefused
from garde.activity.closed_doors import Hour, report_closed_door
from garde.activity.report import DOORS, INCIDENTS, Contacts, Counts, Door, IncidentCount
from garde.activity.reporting import report_duty, require_reporting
from garde.activity.written import contact
from garde.basin import cells
from garde.basin.config import BasinConfig
from garde.basin.refusal import CellFault, ImportRefused, refused_cells
from garde.basin.table import Row, Table, known_columns, read_table
from garde.errors import GardeError

DUTIES = (
    "slot",
    "service",
    "need",
    "language",
    "outcome",
    "to",
    "people",
    "quiet_hours",
    *INCIDENTS,
    "remark",
)
"""Columns of a file of duties: a row for each kind of contact; a row without people says a quiet duty."""
CLOSED = ("date", "hour", "service", "line", "kind", "people")
"""Columns of a file of people before a closed door."""
_NEEDED = {DUTIES: ("slot", "service"), CLOSED: ("date", "hour", "service", "line", "people")}
_WHOLE_DUTY = ("quiet_hours", *INCIDENTS, "remark")
_AT = {
    "contact": "need",
    "quiet-hours": "quiet_hours",
    "incident": "other",
    "remark": "remark",
    "line": "line",
}

Values = dict[str, Any]
Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many duties, and how many hours with people before a closed door, were reported."""

    duties: int = 0
    closed_doors: int = 0


def import_activity(
    session: Session,
    config: BasinConfig,
    path: Path,
    *,
    nobody_named: bool = False,
    actor: Actor,
    at: datetime,
) -> Imported:
    """Reports what a file tells; its columns say whether it is of duties or of closed doors.

    Raises Forbidden unless a coordinator acts, ImportRefused with every bad cell; then the caller's
    transaction must not be kept. A remark is never repeated in a fault.
    """
    require_reporting(actor, config)
    table = read_table(path)
    wanted = CLOSED if "hour" in {name.strip().casefold() for name in table.header} else DUTIES
    columns = _columns(path, table, wanted)
    faults: list[CellFault] = []
    rows = [(row, _values(row, table, columns, faults)) for row in table.rows]
    if wanted is CLOSED:
        done = 0 if faults else sum(_door(session, config, *one, faults, actor, at) for one in rows)
        if faults:
            raise refused_cells(path, faults)
        return Imported(closed_doors=done)
    duties: dict[tuple[str, str], list[tuple[Row, Values]]] = {}
    for row, values in rows:
        duties.setdefault((values.get("slot") or "", values.get("service") or ""), []).append((row, values))
    if not faults:
        for (slot, service), held in duties.items():
            counts = _counts(held, config, faults)
            if counts is None:
                continue
            try:
                report_duty(
                    session, config, slot, service, counts, nobody_named=nobody_named, actor=actor, at=at
                )
            except GardeError as error:
                faults.append(_fault(held[0][0].number, error, "slot"))
    if faults:
        raise refused_cells(path, sorted(faults, key=lambda fault: fault.row or 0))
    return Imported(duties=len(duties))


def _columns(path: Path, table: Table, wanted: tuple[str, ...]) -> dict[str, int]:
    positions = known_columns(path, table, wanted)
    missing = [name for name in _NEEDED[wanted] if name not in positions]
    if missing:
        raise ImportRefused(
            f"no column gives {', '.join(missing)}",
            where=str(path),
            remedy=f"its columns are {', '.join(wanted)}",
        )
    return positions


def _values(row: Row, table: Table, columns: Mapping[str, int], faults: list[CellFault]) -> Values:
    values: Values = {}
    width = len(table.header)
    if len(row.cells) > width:
        faults.append(CellFault(row.number, "", "", "a cell stands beyond the last column of the header"))
    for name, position in columns.items():
        text = row.cells[position]
        unusable = table.unusable.get((row.number, position))
        if not text and name in ("slot", "service", "date", "hour", "line"):
            faults.append(CellFault(row.number, name, "", "is empty"))
            continue
        try:
            if unusable:
                raise ValueError(unusable)
            values[name] = _READERS.get(name, cells.words)(text) if text else None
        except ValueError as error:
            shown = "" if name == "remark" else text
            faults.append(CellFault(row.number, name, shown, str(error)))
    return values


def _people(text: str) -> int:
    found = cells.count(text)
    if found > MOST_PEOPLE:
        raise ValueError(f"is no count: a whole number from 0 to {MOST_PEOPLE}")
    return found


def _hour(text: str) -> int:
    """``9``, ``09:00``, ``9h`` or ``09-10``: the hour that begins then."""
    digits = text.replace("h", ":").replace("-", ":").partition(":")[0].strip()
    if not (digits.isascii() and digits.isdigit() and int(digits) < 24):
        raise ValueError("is no hour: use 0 to 23")
    return int(digits)


_READERS: dict[str, Reader] = {
    "slot": cells.identifier,
    "service": cells.identifier,
    "people": _people,
    "quiet_hours": cells.count,
    "date": cells.day,
    "hour": _hour,
    "kind": partial(cells.choice, allowed=DOORS),
    **dict.fromkeys(INCIDENTS, _people),
}


def _counts(held: list[tuple[Row, Values]], config: BasinConfig, faults: list[CellFault]) -> Counts | None:
    """What the rows of a duty say together; None where they cannot be read."""
    before = len(faults)
    contacts = list(_contacts(held, config, faults))
    whole: Values = {}
    for row, values in held:
        for name in _WHOLE_DUTY:
            said = values.get(name)
            if said is None:
                continue
            if whole.setdefault(name, said) != said:
                what = "says another thing than an earlier row of the same duty"
                faults.append(CellFault(row.number, name, "", what))
    if len(faults) > before:
        return None
    return Counts(
        contacts=tuple(contacts),
        quiet_hours=whole.get("quiet_hours"),
        incidents=tuple(IncidentCount(kind, whole[kind]) for kind in INCIDENTS if whole.get(kind)),
        remark=whole.get("remark"),
    )


def _contacts(
    held: list[tuple[Row, Values]], config: BasinConfig, faults: list[CellFault]
) -> Iterator[Contacts]:
    for row, values in held:
        if not values.get("people"):
            continue
        given = [values.get(name) or "" for name in ("need", "language", "outcome")]
        empty = [name for name, said in zip(("need", "language", "outcome"), given, strict=True) if not said]
        if empty:
            faults += [
                CellFault(row.number, name, "", "is empty beside a number of people") for name in empty
            ]
            continue
        try:
            yield contact(given[0], given[1], given[2], values.get("to") or "", values["people"], config)
        except GardeError as error:
            faults.append(_fault(row.number, error, "outcome", found="outcome"))


def _door(
    session: Session,
    config: BasinConfig,
    row: Row,
    values: Values,
    faults: list[CellFault],
    actor: Actor,
    at: datetime,
) -> int:
    hour = Hour(cast(date, values["date"]), values["hour"])
    kind = cast(Door, values.get("kind") or "closed")
    try:
        report_closed_door(
            session,
            config,
            values["service"],
            values["line"],
            hour,
            kind,
            values.get("people") or 0,
            actor=actor,
            at=at,
        )
    except GardeError as error:
        faults.append(_fault(row.number, error, "service"))
        return 0
    return 1


def _fault(row: int, error: GardeError, column: str, *, found: str | None = None) -> CellFault:
    """A refusal of a use case as the fault of a row."""
    code = getattr(error, "code", "")
    name = found or (_AT.get(code, code) if code else {"--service": "service"}.get(error.where or "", column))
    remedy = "" if isinstance(error, RemarkRefused) or not error.remedy else f"; {error.remedy}"
    return CellFault(row, name, "", f"{error.what}{remedy}")
