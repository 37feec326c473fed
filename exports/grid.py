"""The month as coordinators know it: a sheet of services by days, with colours and totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from exports.month import DutyKind, Month, MonthDuty, MonthLine, short_hours
from exports.tables import harmless, rota_workbook, saved_workbook, sheet_name
from exports.views import RotaTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FILLS: dict[DutyKind, str] = {
    "day": "DCE9F5",
    "evening": "F7E1B5",
    "night": "5B6C9E",
    "weekend": "CFE5CB",
    "holiday": "EBC9DD",
}
_LIGHT_TEXT: frozenset[DutyKind] = frozenset({"night"})
_DAY_FILLS = {"weekday": "FFFFFF", "weekend": "E4E4E4", "holiday": "EBC9DD"}
_GAP = "B3261E"
_HEAD_ROWS = 4
_FIRST_DAY = 3
_QUANTITIES = ("duties", "night", "weekend", "holiday", "hours", "points")


def render_workbook(table: RotaTable, months: Sequence[Month]) -> bytes:
    """A workbook with a grid for each month, then the sheets of ``render_xlsx``; same rota, same bytes."""
    workbook = rota_workbook(table)
    for month in reversed(months):
        _add_grid(workbook, month)
    workbook.active = 0
    return saved_workbook(workbook)


def _add_grid(workbook: Workbook, month: Month) -> None:
    """Adds the month's sheet to the workbook, before those that it has.

    One block a line: who takes part in it, a row each, the hours of each duty on its day, the totals at the
    right; a row for what nobody does, and one that counts the filled places of each day. A service of several
    lines stands in the block of each.
    """
    sheet = workbook.create_sheet(sheet_name(month.month_names[0]), 0)
    _head(sheet, month)
    row = _HEAD_ROWS + 1
    for line in month.lines:
        row = _block(sheet, month, line, row)
    _legend(sheet, month, row + 1)
    sheet.freeze_panes = sheet.cell(row=_HEAD_ROWS + 1, column=_FIRST_DAY)
    sheet.print_title_rows = f"1:{_HEAD_ROWS}"
    sheet.print_title_cols = "A:B"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def totals_of(month: Month, line: str) -> dict[str, dict[str, float]]:
    """For each service with a duty of the line in the month: how many duties, nights, hours, points …"""
    import pandas as pd

    held = [
        (
            place,
            1,
            *(int(name in duty.categories) for name in ("night", "weekend", "holiday")),
            duty.hours,
            duty.burden,
        )
        for duty in month.duties
        if duty.line == line and not duty.running
        for place in duty.places
        if place is not None
    ]
    frame = pd.DataFrame(held, columns=["service", *_QUANTITIES])
    sums = frame.groupby("service", sort=True).sum()
    return {
        str(service): {name: _plain(row[name]) for name in _QUANTITIES} for service, row in sums.iterrows()
    }


def _head(sheet: Worksheet, month: Month) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    _write(sheet, 1, 1, " / ".join(month.titles)).font = Font(bold=True, size=14)
    _write(sheet, 2, 1, " — ".join(text for text in (month.edition, *month.notices)))
    _write(sheet, _HEAD_ROWS, 1, month.words.line).font = Font(bold=True)
    _write(sheet, _HEAD_ROWS, 2, month.words.service).font = Font(bold=True)
    for number, day in enumerate(month.days):
        column = _FIRST_DAY + number
        weekday = _write(sheet, _HEAD_ROWS - 1, column, day.names[0])
        date = _write(sheet, _HEAD_ROWS, column, day.day.day)
        for cell in (weekday, date):
            cell.fill = _fill(_DAY_FILLS[day.kind])
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center")
        if day.note:
            weekday.comment = _comment(day.note)
        sheet.column_dimensions[get_column_letter(column)].width = 7
    for number, label in enumerate(_labels(month)):
        cell = _write(sheet, _HEAD_ROWS, _FIRST_DAY + len(month.days) + number, label)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = 10
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 36


def _block(sheet: Worksheet, month: Month, line: MonthLine, row: int) -> int:
    """A line's rows from ``row`` on; the row after them."""
    from openpyxl.styles import Font

    own = [duty for duty in month.duties if duty.line == line.id]
    holders = {place for duty in own for place in duty.places}
    totals = totals_of(month, line.id)
    rows: list[tuple[str | None, str]] = [
        (service.id, service.name)
        for service in month.services
        if line.id in service.lines or service.id in holders
    ]
    if None in holders:
        rows.append((None, month.words.nobody))
    for service, name in rows:
        _write(sheet, row, 1, line.name)
        label = _write(sheet, row, 2, name)
        if service is None:
            label.font = Font(bold=True, color=_GAP)
        for number, day in enumerate(month.days):
            column = _FIRST_DAY + number
            shown = [duty for duty in month.on(day.day, line.id) if service in duty.places]
            _duty_cell(sheet, month, row, column, shown, number, gap=service is None)
        if service is not None:
            _amounts(sheet, month, row, totals.get(service, {}))
        row += 1
    _sum_row(sheet, month, line, own, totals, row)
    return row + 1


def _duty_cell(
    sheet: Worksheet,
    month: Month,
    row: int,
    column: int,
    shown: Sequence[MonthDuty],
    number: int,
    *,
    gap: bool,
) -> None:
    from openpyxl.styles import Alignment, Font

    day = month.days[number]
    if not shown:
        sheet.cell(row=row, column=column).fill = _fill(_DAY_FILLS[day.kind])
        return
    texts = []
    for duty in shown:
        text = short_hours(duty, day.day, month.zone)
        times = duty.places.count(None) if gap else 1
        texts.append(f"{times} × {text}" if times > 1 else text)
    cell = _write(sheet, row, column, "\n".join(texts))
    heaviest = max(shown, key=lambda duty: duty.burden)
    cell.fill = _fill(_GAP if gap else FILLS[heaviest.kind])
    light = gap or heaviest.kind in _LIGHT_TEXT
    cell.font = Font(bold=gap, color="FFFFFF" if light else "000000", size=9)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _sum_row(
    sheet: Worksheet,
    month: Month,
    line: MonthLine,
    own: Sequence[MonthDuty],
    totals: dict[str, dict[str, float]],
    row: int,
) -> None:
    """How many places of each day somebody fills, of how many; and the sums of the line."""
    from openpyxl.styles import Alignment, Border, Font, Side

    _write(sheet, row, 1, line.name)
    _write(sheet, row, 2, month.words.total)
    for number, day in enumerate(month.days):
        begun = [
            duty for duty in own if duty.start.astimezone(month.zone).date() == day.day and not duty.running
        ]
        places = sum(len(duty.places) for duty in begun)
        filled = places - sum(duty.places.count(None) for duty in begun)
        cell = _write(sheet, row, _FIRST_DAY + number, f"{filled}/{places}" if places else "")
        cell.alignment = Alignment(horizontal="center")
        if filled < places:
            cell.fill = _fill(_GAP)
    sums = {name: _plain(sum(amounts[name] for amounts in totals.values())) for name in _QUANTITIES if totals}
    _amounts(sheet, month, row, sums)
    for column in range(1, _FIRST_DAY + len(month.days) + len(_QUANTITIES)):
        under = sheet.cell(row=row, column=column)
        gap = under.fill.start_color.rgb == f"00{_GAP}"
        under.font = Font(bold=True, color="FFFFFF" if gap else "000000")
        under.border = Border(bottom=Side("medium"))


def _amounts(sheet: Worksheet, month: Month, row: int, amounts: dict[str, float]) -> None:
    for number, name in enumerate(_QUANTITIES):
        _write(sheet, row, _FIRST_DAY + len(month.days) + number, amounts.get(name, 0))


def _legend(sheet: Worksheet, month: Month, row: int) -> None:
    from openpyxl.styles import Font

    _write(sheet, row, 1, month.words.legend).font = Font(bold=True)
    for kind, label in month.words.kinds:
        cell = _write(sheet, row, 2, label)
        cell.fill = _fill(FILLS[kind])
        cell.font = Font(color="FFFFFF" if kind in _LIGHT_TEXT else "000000")
        row += 1
    gap = _write(sheet, row, 2, month.words.gaps)
    gap.fill, gap.font = _fill(_GAP), Font(bold=True, color="FFFFFF")
    _write(sheet, row + 1, 2, month.words.local_time)


def _labels(month: Month) -> tuple[str, ...]:
    kinds = dict(month.words.kinds)
    return (
        month.words.duties,
        kinds["night"],
        kinds["weekend"],
        kinds["holiday"],
        month.words.hours,
        month.words.points,
    )


def _write(sheet: Worksheet, row: int, column: int, value: str | float) -> Cell:
    """A cell of which no text is ever taken for a formula or an error."""
    cell = cast("Cell", sheet.cell(row=row, column=column))  # no cells are merged
    if isinstance(value, str):
        cell.value = harmless(value)
        cell.data_type = "s"  # openpyxl would take #N/A for an error
    else:
        cell.value = value
    return cell


def _fill(color: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=color)


def _comment(text: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(harmless(text), "garde")


def _plain(value: float) -> float:
    """A whole number where it is one."""
    rounded = round(float(value), 4)
    return int(rounded) if rounded == int(rounded) else rounded
