"""A rota as CSV for programs and as XLSX for people: the same rows, the same bytes for the same rota."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from exports.text import printable
from exports.views import RotaLabels, RotaRow, RotaTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CSV_MEDIA_TYPE = "text/csv; charset=utf-8"
XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
_DATE = "yyyy-mm-dd"
_LOCAL_TIME = "yyyy-mm-dd hh:mm"
_EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

Cell = str | int | float | datetime


def render_csv(table: RotaTable) -> bytes:
    """The rows by start, line and service: UTF-8, commas, CRLF, a header in the table's words.

    Start and end are local times with their offset, so that no hour of October is ambiguous.
    """
    zone = ZoneInfo(table.timezone)
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(harmless(label) for label in _header(table.labels))
    for row in _in_order(table.rows):
        start, end = row.start.astimezone(zone), row.end.astimezone(zone)
        writer.writerow(
            [
                harmless(row.line),
                start.date().isoformat(),
                _to_the_minute(start),
                _to_the_minute(end),
                _plain(row.hours),
                harmless(_service(row, table.labels)),
                harmless(_categories(row)),
                _plain(row.burden),
            ]
        )
    return target.getvalue().encode()


def render_xlsx(table: RotaTable) -> bytes:
    """A sheet with the rows and one with each service's duties, hours and burden; headers stay in sight.

    Dates and local times are real dates, hours the elapsed ones (which local times of a clock change do not
    show). Services are told apart by their names in the view.
    """
    return saved_workbook(rota_workbook(table))


def rota_workbook(table: RotaTable) -> Workbook:
    """The workbook that ``render_xlsx`` saves."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.title = printable(table.title)
    workbook.properties.creator = "garde"
    workbook.properties.created = workbook.properties.modified = table.changed_at.replace(tzinfo=None)
    labels = table.labels
    rota = workbook.worksheets[0]
    rota.title = sheet_name(labels.rota)
    fill_sheet(rota, _header(labels), _rota_cells(table), widths=(22, 12, 17, 17, 8, 36, 24, 9))
    _format_columns(rota, {2: _DATE, 3: _LOCAL_TIME, 4: _LOCAL_TIME})
    rota.auto_filter.ref = rota.dimensions
    totals = workbook.create_sheet(sheet_name(labels.totals))
    header = (labels.service, labels.duties, labels.hours, labels.burden)
    fill_sheet(totals, header, _totals_cells(table), widths=(36, 9, 9, 9))
    for cell in totals[totals.max_row]:
        cell.style = "Total"
    return workbook


def harmless(text: str) -> str:
    """The text as no spreadsheet takes for a formula: an apostrophe before a first = + - @ or white space."""
    clean = printable(text)  # first, lest a character that is removed hide the formula
    return "'" + clean if clean.startswith(_FORMULA_STARTS) else clean


def _header(labels: RotaLabels) -> tuple[str, ...]:
    return (
        labels.line,
        labels.date,
        labels.start,
        labels.end,
        labels.hours,
        labels.service,
        labels.categories,
        labels.burden,
    )


def _in_order(rows: Iterable[RotaRow]) -> list[RotaRow]:
    return sorted(rows, key=lambda row: (row.start, row.line, row.service or "", row.end, row.burden))


def _rota_cells(table: RotaTable) -> list[tuple[Cell, ...]]:
    zone = ZoneInfo(table.timezone)
    cells: list[tuple[Cell, ...]] = []
    for row in _in_order(table.rows):
        start = row.start.astimezone(zone).replace(tzinfo=None)
        end = row.end.astimezone(zone).replace(tzinfo=None)
        day = start.replace(hour=0, minute=0, second=0)
        service = _service(row, table.labels)
        cells.append((row.line, day, start, end, row.hours, service, _categories(row), row.burden))
    return cells


def _totals_cells(table: RotaTable) -> list[tuple[Cell, ...]]:
    names = sorted({row.service for row in table.rows if row.service is not None})
    cells = [_sum(name, [row for row in table.rows if row.service == name]) for name in names]
    gaps = [row for row in table.rows if row.service is None]
    if gaps:
        cells.append(_sum(table.labels.nobody, gaps))
    cells.append(_sum(table.labels.total, table.rows))
    return cells


def _sum(name: str, rows: Sequence[RotaRow]) -> tuple[Cell, ...]:
    seconds = sum((row.end - row.start).total_seconds() for row in rows)
    return name, len(rows), round(seconds / 3600, 4), sum(row.burden for row in rows)


def _service(row: RotaRow, labels: RotaLabels) -> str:
    return labels.nobody if row.service is None else row.service


def _categories(row: RotaRow) -> str:
    return "; ".join(row.categories)


def _to_the_minute(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _plain(number: float) -> str:
    """A number without needless decimals: 13.0 is ``13``."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def sheet_name(label: str) -> str:
    """At most 31 characters, without those that Excel refuses in the name of a sheet."""
    return "".join(letter for letter in printable(label) if letter not in "[]:*?/\\'\n\t")[:31] or "-"


def fill_sheet(
    sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int]
) -> None:
    """Writes a bold header and the rows; no text is ever taken for a formula or an error."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, values in enumerate((header, *rows), start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row=number, column=column)
            if isinstance(value, str):
                cell.value = harmless(value)
                cell.data_type = "s"  # openpyxl would take #N/A for an error
            else:
                cell.value = value
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _format_columns(sheet: Worksheet, formats: dict[int, str]) -> None:
    for column, number_format in formats.items():
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row=row, column=column).number_format = number_format


def saved_workbook(workbook: Workbook) -> bytes:
    """The workbook's bytes without the moment of saving, which openpyxl leaves in the zip."""
    from openpyxl.writer.excel import ExcelWriter

    dated = io.BytesIO()
    ExcelWriter(workbook, ZipFile(dated, "w")).save()
    undated = io.BytesIO()
    with ZipFile(dated) as source, ZipFile(undated, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _EARLIEST_ZIP_DATE), source.read(name), ZIP_DEFLATED)
    return undated.getvalue()
