"""The columns of a services file: which exist, which one feeds which field, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from garde.basin import cells
from garde.basin.config import BasinConfig
from garde.basin.refusal import CellFault, ImportRefused, refused_cells
from garde.basin.table import Table

FIELDS = (
    "external_id",
    "name",
    "public_name",
    "kind",
    "sector",
    "line",
    "address",
    "hide_address",
    "postcode",
    "quarter",
    "lat",
    "lon",
    "phone",
    "email",
    "languages",
    "step_free",
    "share",
    "max_duties",
    "max_hours",
    "max_nights",
    "rest_hours",
    "opening_hours",
    "active_from",
    "active_until",
    "group",
)
"""Every column of a services file, in the order in which ``services export`` writes them."""

REQUIRED = ("external_id", "name", "postcode", "line")

Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field comes from: the column's name and position in the file, or one value for every row."""

    field: str
    column: str
    position: int | None = None
    constant: str = ""


def sources(
    path: Path,
    table: Table,
    *,
    mapping: Mapping[str, str],
    constants: Mapping[str, str],
    ignored: Collection[str],
) -> tuple[Source, ...]:
    """Which column or constant feeds each field, in the order of FIELDS.

    Raises ImportRefused for a column that nothing explains, a field or column that does not exist, a field
    fed twice, and a required field fed by nothing.
    """
    positions = _positions(path, table)
    for option, names in (("--map", mapping), ("--set", constants)):
        for name in names:
            if name not in FIELDS:
                raise ImportRefused(
                    f"there is no field {name!r}", where=option, remedy=_nearest(name, FIELDS)
                )
    for option, columns in (("--map", mapping.values()), ("--ignore", ignored)):
        for column in columns:
            if _key(column) not in positions:
                remedy = _nearest(column, table.header)
                raise ImportRefused(f"the file has no column {column!r}", where=option, remedy=remedy)
    found: dict[str, Source] = {}

    def feed(source: Source) -> None:
        if source.field in found:
            other = found[source.field].column
            raise ImportRefused(
                f"{source.field} is given twice, by {other} and by {source.column}",
                where=str(path),
                remedy="keep one, and --ignore the other column",
            )
        found[source.field] = source

    taken = {_key(column) for column in ignored}
    for name, column in mapping.items():
        if _key(column) in taken:
            raise ImportRefused(
                f"column {column!r} is used twice", where="--map", remedy="map or ignore a column once"
            )
        taken.add(_key(column))
        feed(Source(name, column, positions[_key(column)]))
    for name, value in constants.items():
        feed(Source(name, name, constant=value))
    strangers: list[CellFault] = []
    for key, position in positions.items():
        if key in taken:
            continue
        if key in FIELDS:
            feed(Source(key, table.header[position], position))
        else:
            column = table.header[position]
            near = get_close_matches(key.replace(" ", "_"), FIELDS, n=1)
            guess = f" (did you mean {near[0]}?)" if near else ""
            what = f"is no known column{guess}: use --map FIELD={column} or --ignore {column}"
            strangers.append(CellFault(1, column, "", what))
    if strangers:
        raise refused_cells(path, strangers)
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise ImportRefused(
            f"no column gives {', '.join(missing)}",
            where=str(path),
            remedy=f"add it, or use --map {missing[0]}=COLUMN or --set {missing[0]}=VALUE",
        )
    return tuple(found[name] for name in FIELDS if name in found)


def readers(config: BasinConfig) -> Mapping[str, Reader]:
    """How the text of each column becomes a value in this basin; each raises ValueError with the fault."""
    known_lines = tuple(line.id for line in config.lines)
    return {
        "external_id": cells.identifier,
        "name": cells.words,
        "public_name": cells.words,
        "kind": partial(cells.choice, allowed=("organisation", "independent")),
        "sector": cells.words,
        "line": partial(_lines, known=known_lines),
        "address": cells.words,
        "hide_address": cells.yes_or_no,
        "postcode": partial(cells.postcode, known=frozenset(config.postcodes)),
        "quarter": partial(_quarter, config=config),
        "lat": cells.latitude,
        "lon": cells.longitude,
        "phone": cells.phone,
        "email": cells.email,
        "languages": cells.languages,
        "step_free": cells.yes_or_no,
        "share": cells.share,
        "max_duties": cells.count,
        "max_hours": cells.hours,
        "max_nights": cells.count,
        "rest_hours": cells.rest,
        "opening_hours": cells.opening_hours,
        "active_from": cells.day,
        "active_until": cells.day,
        "group": cells.words,
    }


def _lines(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    found = cells.several(text, str.lower)
    for name in found:
        if name not in known:
            raise ValueError(f"names a line that the basin does not have, {name!r}: {_nearest(name, known)}")
        if found.count(name) > 1:
            raise ValueError(f"names the line {name} twice")
    if not found:
        raise ValueError("names no line")
    return found


def _quarter(text: str, config: BasinConfig) -> str:
    wanted = text.casefold()
    for quarter in config.quarters:
        if wanted == quarter.id or wanted in (name.casefold() for name in quarter.names.values()):
            return quarter.id
    raise ValueError(f"is no quarter of the basin: {_nearest(text, [q.id for q in config.quarters])}")


def _positions(path: Path, table: Table) -> dict[str, int]:
    positions: dict[str, int] = {}
    faults: list[CellFault] = []
    for position, column in enumerate(table.header):
        key = _key(column)
        if not key:
            held = next((row for row in table.rows if row.cells[position]), None)
            if held:
                what = "has no name in row 1, yet cells below it"
                faults.append(CellFault(1, letter(position), held.cells[position], what))
        elif key in positions:
            faults.append(
                CellFault(
                    1, column, "", f"stands twice, in columns {letter(positions[key])} and {letter(position)}"
                )
            )
        else:
            positions[key] = position
    if faults:
        raise refused_cells(path, faults)
    return positions


def letter(position: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _key(column: str) -> str:
    return column.strip().casefold()


def _nearest(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name.casefold().replace(" ", "_"), [entry for entry in known if entry], n=1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(entry for entry in known if entry)}"
