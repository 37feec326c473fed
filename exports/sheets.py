"""Plain tables of texts and numbers, as CSV for programs and as XLSX for people: same table, same bytes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.errors import ExportError
from exports.tables import fill_sheet, harmless, saved_workbook, sheet_name
from exports.text import printable
from exports.views import in_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a header; each row has a cell for each column, a number or a text.

    Raises ExportError for a row of another length, or a number that is not finite.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what no table could tell truly."""
        for number, row in enumerate(self.rows, start=1):
            where = f"table {self.name}, row {number}"
            if len(row) != len(self.header):
                raise ExportError(f"has {len(row)} cells for {len(self.header)} columns", where=where)
            if any(isinstance(cell, float) and not math.isfinite(cell) for cell in row):
                raise ExportError("holds a number that is not finite", where=where)


def render_sheet_csv(sheet: Sheet) -> bytes:
    """UTF-8, commas, CRLF; numbers with a point and all the digits that they have, to nine decimals."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(harmless(label) for label in sheet.header)
    for row in sheet.rows:
        writer.writerow(harmless(cell) if isinstance(cell, str) else _written(cell) for cell in row)
    return target.getvalue().encode()


def render_sheets_xlsx(title: str, changed_at: datetime, sheets: Sequence[Sheet]) -> bytes:
    """A workbook with these sheets in their order; headers stay in sight, numbers are numbers.

    ``changed_at`` dates the document, so that the same tables give the same bytes.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.title = printable(title)
    workbook.properties.creator = "garde"
    dated = in_utc(changed_at, f"workbook {title}").replace(microsecond=0, tzinfo=None)
    workbook.properties.created = workbook.properties.modified = dated
    for number, sheet in enumerate(sheets):
        page = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        page.title = sheet_name(sheet.name)
        widths = [
            min(40, max(len(str(cell)) for cell in column) + 2)
            for column in zip(sheet.header, *sheet.rows, strict=True)
        ]
        fill_sheet(page, sheet.header, sheet.rows, widths=widths)
        page.auto_filter.ref = page.dimensions
    return saved_workbook(workbook)


def _written(number: float) -> str:
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
