"""The directory as a file that spreadsheets open safely and that imports again unchanged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from garde.basin.columns import FIELDS
from garde.basin.service import Service
from garde.basin.table import neutral
from garde.errors import BadInput

_PHONE = re.compile(r"\+[0-9 ]+")
_NUMERIC = ("lat", "lon", "share", "max_duties", "max_hours", "max_nights", "rest_hours")


def services_to_rows(services: Iterable[Service]) -> tuple[tuple[str, ...], ...]:
    """The header and a row for each service, as text, before anything is neutralised."""
    return (FIELDS, *(tuple(_text(_value(service, field)) for field in FIELDS) for service in services))


def services_csv(services: Iterable[Service]) -> bytes:
    """CSV in UTF-8 with its mark (so that Excel reads the accents), commas, CRLF."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    header, *rows = services_to_rows(services)
    numeric = {FIELDS.index(field) for field in _NUMERIC}
    writer.writerow(header)
    for row in rows:
        writer.writerow(cell if i in numeric else neutral(cell) for i, cell in enumerate(row))
    return target.getvalue().encode("utf-8-sig")


def services_xlsx(services: Iterable[Service]) -> bytes:
    """A workbook with one sheet: every text is a text cell, the header stays in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "services"
    rows = [FIELDS, *([_value(service, field) for field in FIELDS] for service in services)]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, float | int) and _kept_by_spreadsheets(value):
                cell.value = value
            else:
                text = _text(value)
                cell.value = text if _PHONE.fullmatch(text) else neutral(text)
                cell.data_type = "s"  # openpyxl would take = for a formula and #N/A for an error
                cell.number_format = "@"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_services(services: Iterable[Service], path: Path) -> None:
    """Writes the directory to a .csv or .xlsx file, whole or not at all.

    Raises BadInput for another ending, or when the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise BadInput(
            f"{ending or 'no ending'} is no format for services",
            where=str(path),
            remedy="end it in .csv or .xlsx",
        )
    content = services_csv(services) if ending == ".csv" else services_xlsx(services)
    waiting = path.with_name(f".{path.name}.part")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        reason = (error.strerror or "cannot be written").lower()
        raise BadInput(reason, where=str(path), remedy="give a path that can be written") from None


def _kept_by_spreadsheets(value: float) -> bool:
    """Whether it is a number proper that survives the 15 digits that spreadsheets keep."""
    return not isinstance(value, bool) and float(f"{value:.15g}") == value


def _value(service: Service, field: str) -> object:
    value = getattr(service, "lines" if field == "line" else field)
    return None if value == () else value


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
