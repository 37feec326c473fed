"""The grid of services by days: what coordinators look for is where they look for it."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
import time_machine
from openpyxl.worksheet.worksheet import Worksheet

from exports.grid import render_workbook, totals_of
from exports.views import RotaTable
from tests.exports.month_of_october import PUBLISHED, october

TABLE = RotaTable(title="Octobre", changed_at=PUBLISHED, rows=())


@pytest.fixture
def sheet() -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(render_workbook(TABLE, [october()])))["octobre 2027"]
    assert isinstance(found, Worksheet)
    return found


def row(sheet: Worksheet, line: str, service: str) -> list[object]:
    """The cells of a service: the 31 days, then the totals."""
    (found,) = [
        cells for cells in sheet.iter_rows(min_row=5, values_only=True) if cells[:2] == (line, service)
    ]
    return list(found[2:])


def test_each_service_has_a_row_with_its_hours_on_their_days_and_its_totals(sheet: Worksheet) -> None:
    cells = row(sheet, "Pharmacie / Apotheek", "Le Tilleul, à l’angle")
    assert {number + 1: cell for number, cell in enumerate(cells[:31]) if cell} == {1: "9–21", 30: "21–9"}
    # Two duties, one night, on a weekend; 12 h and the 13 h of the clock change; 12 + 26 points.
    assert cells[31:] == [2, 1, 1, 0, 25, 38]
    assert row(sheet, "Pharmacie / Apotheek", "Repos") == [None] * 31 + [0] * 6


def test_what_ran_over_from_the_month_before_is_shown_and_not_counted(sheet: Worksheet) -> None:
    cells = row(sheet, "Pharmacie / Apotheek", "'=HYPERLINK(A1)")
    assert cells[0] == "…–9"
    assert cells[31:] == [0] * 6
    assert totals_of(october(), "pharmacy").keys() == {"tilleul"}


def test_gaps_have_a_row_in_red_and_the_day_s_count_shows_them(sheet: Worksheet) -> None:
    cells = row(sheet, "Pharmacie / Apotheek", "Nobody")
    assert {number + 1: cell for number, cell in enumerate(cells[:31]) if cell} == {1: "9–21", 31: "9–18:30"}
    total = row(sheet, "Pharmacie / Apotheek", "Total")
    assert {number + 1: cell for number, cell in enumerate(total[:31]) if cell} == {
        1: "1/2",
        30: "1/1",
        31: "0/1",
    }
    (gap,) = [cell for cell in sheet["C"] if cell.value == "1/2"]
    assert gap.fill.start_color.rgb == "00B3261E"


def test_days_are_named_and_holidays_and_weekends_coloured(sheet: Worksheet) -> None:
    assert [sheet.cell(row=3, column=column).value for column in (3, 4, 6)] == ["ven", "sam", "lun"]
    assert [sheet.cell(row=4, column=column).value for column in (3, 33)] == [1, 31]
    colours = [sheet.cell(row=4, column=column).fill.start_color.rgb for column in (3, 4, 6)]
    assert colours == ["00FFFFFF", "00E4E4E4", "00EBC9DD"]
    note = sheet.cell(row=3, column=6).comment
    assert note is not None
    assert note.text == "Fête d’essai / Proeffeest"


def test_headers_stay_in_sight_and_the_grid_comes_first() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(render_workbook(TABLE, [october()])))
    assert workbook.sheetnames == ["octobre 2027", "Rota", "Totals"]
    assert workbook["octobre 2027"].freeze_panes == "C5"


def test_no_text_of_a_user_is_a_formula() -> None:
    printed = zipfile.ZipFile(io.BytesIO(render_workbook(TABLE, [october()])))
    for name in printed.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            assert b"<f>" not in printed.read(name)
            assert b't="e"' not in printed.read(name)


def test_the_bytes_are_the_same_whenever_they_are_printed() -> None:
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        early = render_workbook(TABLE, [october()])
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        late = render_workbook(TABLE, [october()])
    assert early == late
