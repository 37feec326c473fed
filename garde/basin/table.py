"""A services file as a table of text: CSV or XLSX in, header and numbered rows out, not yet interpreted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from garde.basin.refusal import CellFault, ImportRefused, refused_cells

LARGEST_FILE = 100_000_000
"""Bytes of a file that is read at all."""

MOST_ROWS = 200_000
"""Rows that are read at all; a basin has some hundreds of services."""

MOST_COLUMNS = 500

_SAVE_AGAIN = "save it as .xlsx, or as CSV in UTF-8"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``number`` is the one that a spreadsheet shows beside it (the header is row 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows that hold anything. Each row has as many cells as the header, stripped.

    ``unusable`` says, by row number and column position, why a cell has no plain value (a formula, an
    error of the spreadsheet).
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    unusable: Mapping[tuple[int, int], str] = field(default_factory=dict)


def known_columns(path: Path, table: Table, wanted: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its name in small letters.

    Raises ImportRefused naming every header that stands twice or is not ``wanted``; an empty header is let
    pass over an empty column.
    """
    positions: dict[str, int] = {}
    faults: list[CellFault] = []
    for position, header in enumerate(table.header):
        name = header.strip().casefold()
        if name in positions:
            faults.append(CellFault(1, header, "", "stands twice"))
        elif name in wanted:
            positions[name] = position
        elif name or any(row.cells[position] for row in table.rows):
            near = get_close_matches(name, wanted, n=1)
            guess = f"did you mean {near[0]}?" if near else f"known: {', '.join(wanted)}"
            faults.append(CellFault(1, header or "without a name", "", f"is no known column: {guess}"))
    if faults:
        raise refused_cells(path, faults)
    return positions


def read_table(path: Path) -> Table:
    """The first sheet of an XLSX file, or a CSV file with commas or semicolons.

    What the file holds decides, not its name. CSV is read as UTF-8 (with or without a mark); when it is not
    valid UTF-8, as Windows-1252. Raises ImportRefused when it is neither, empty, damaged or too large.
    """
    content = _content(path)
    if content.startswith(b"PK\x03\x04"):
        from garde.basin.workbook import read_workbook

        rows, unusable = read_workbook(path, content)
        return table_of(path, rows, unusable)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefused("is an old or password-protected Excel file", where=str(path), remedy=_SAVE_AGAIN)
    return table_of(path, _csv_rows(path, _decoded(path, content)), {})


def table_of(
    path: Path, numbered: Iterable[tuple[int, list[str]]], unusable: Mapping[tuple[int, int], str]
) -> Table:
    """A table from raw numbered rows. Raises ImportRefused when there is no header, or nothing below it."""
    header: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, raw in numbered:
        cells = [" ".join(cell.split()) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if header is None:
            header = tuple(cells)
            if not any(cells):
                raise ImportRefused(
                    "row 1 is empty", where=str(path), remedy="put the names of the columns in row 1"
                )
        elif cells:
            cells += [""] * (len(header) - len(cells))
            rows.append(Row(number, tuple(cells)))
            if len(rows) > MOST_ROWS:
                raise ImportRefused(f"has more than {MOST_ROWS} rows", where=str(path), remedy="split it")
    if header is None:
        raise ImportRefused("is empty", where=str(path), remedy="give a file with a header and services")
    if len(header) > MOST_COLUMNS:
        raise ImportRefused(f"has more than {MOST_COLUMNS} columns", where=str(path), remedy=_SAVE_AGAIN)
    if not rows:
        raise ImportRefused("has a header and no service", where=str(path), remedy="add a row for each")
    return Table(header, tuple(rows), unusable)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise ImportRefused(reason, where=str(path), remedy="give a readable CSV or XLSX file") from None
    if not content:
        raise ImportRefused("is empty (0 bytes)", where=str(path), remedy="give a file with services")
    if len(content) > LARGEST_FILE:
        raise ImportRefused(f"has more than {LARGEST_FILE} bytes", where=str(path), remedy="split it")
    return content


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused("is UTF-16 text", where=str(path), remedy=_SAVE_AGAIN)
    if b"\0" in content:
        raise ImportRefused("is no table but a binary file", where=str(path), remedy=_SAVE_AGAIN)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        where = f"{path}, line {line}"
        raise ImportRefused("is neither UTF-8 nor Windows-1252", where=where, remedy=_SAVE_AGAIN) from None


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    first_line = text[:100_000].partition("\n")[0].strip().lower()
    if first_line in ("sep=;", "sep=,"):  # a hint that Excel writes and hides
        separator, text = first_line[4], text.partition("\n")[2]
    else:
        separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            where = f"{path}, row {number + 1} (line {reader.line_num})"
            raise ImportRefused(f"is no valid CSV: {error}", where=where, remedy="check its quotes") from None
        if row is None:
            return
        number += 1
        yield number, [restored(cell) for cell in row]


def _separator(text: str) -> str:
    """Whichever of comma and semicolon stands more often in the header, outside quotes."""
    header = _QUOTED.sub("", text[:100_000]).lstrip("\r\n").splitlines()[:1]
    return ";" if header and header[0].count(";") > header[0].count(",") else ","


_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """The text as no spreadsheet takes it for a formula: an apostrophe before it. ``restored`` undoes it."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def restored(text: str) -> str:
    """The text that ``neutral`` was given."""
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS):
        return text[1:]
    return text
