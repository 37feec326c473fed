"""The first sheet of an XLSX file, as numbered rows of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from garde.basin.refusal import ImportRefused
from garde.basin.table import MOST_COLUMNS, MOST_ROWS, restored

LARGEST_UNPACKED = 500_000_000
"""Bytes that the parts of a workbook may unpack to: a small file can hold very much of nothing."""

NumberedRows = list[tuple[int, list[str]]]


def read_workbook(path: Path, content: bytes) -> tuple[NumberedRows, dict[tuple[int, int], str]]:
    """The rows of the first sheet with their numbers, and the cells without a plain value.

    Whole numbers lose the ``.0`` that spreadsheets give them, dates become ISO, booleans ``true`` and
    ``false``. Raises ImportRefused when the file is damaged, too large or no workbook.
    """
    unusable: dict[tuple[int, int], str] = {}
    try:
        _require_bounded(path, content)
        rows = list(_rows(path, content, unusable))
    except ImportRefused:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers stumble on
        raise ImportRefused(
            f"is a damaged workbook ({type(error).__name__})",
            where=str(path),
            remedy="open it, save it again as .xlsx, or save it as CSV",
        ) from None
    return rows, unusable


def _require_bounded(path: Path, content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "[Content_Types].xml" for part in parts):
            raise BadZipFile("no workbook")
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise ImportRefused(
                f"unpacks to more than {LARGEST_UNPACKED} bytes", where=str(path), remedy="split it"
            )


def _rows(
    path: Path, content: bytes, unusable: dict[tuple[int, int], str]
) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    if not book.worksheets:
        raise ImportRefused("has no sheet with cells", where=str(path), remedy="put the services on a sheet")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if len(row) > MOST_COLUMNS and any(cell.value is not None for cell in row[MOST_COLUMNS:]):
            raise ImportRefused(
                f"row {number} has more than {MOST_COLUMNS} columns", where=str(path), remedy="take them out"
            )
        cells = [_text(cell.value) for cell in row[:MOST_COLUMNS]]
        for column, cell in enumerate(row[:MOST_COLUMNS]):
            if cell.data_type == "f":
                cells[column] = cells[column] if cells[column].startswith("=") else "=…"
                unusable[number, column] = "is a formula: paste its value instead"
            elif cell.data_type == "e":
                unusable[number, column] = "is an error of the spreadsheet: correct it there"
        if number == 1 or any(cells):
            yield number, cells
            filled += 1
        if filled > MOST_ROWS + 1:
            raise ImportRefused(f"has more than {MOST_ROWS} rows", where=str(path), remedy="split it")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return restored(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
