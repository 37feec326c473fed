"""Tables tell the rota truly, are harmless in a spreadsheet, and have the same bytes for the same rota."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from exports.tables import harmless, render_csv, render_xlsx
from exports.views import RotaLabels, RotaRow, RotaTable

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def table() -> RotaTable:
    """October's long night, a day that nobody takes, and a duty of 50 minutes."""
    return RotaTable(
        title="Octobre 2027",
        changed_at=datetime(2027, 9, 15, 8, tzinfo=UTC),
        labels=RotaLabels(rota="Tour de garde", service="Service", nobody="Personne", total="Total"),
        rows=(
            RotaRow(
                line="Pharmacie",
                start=datetime(2027, 10, 31, 9, tzinfo=BRUSSELS),
                end=datetime(2027, 10, 31, 21, tzinfo=BRUSSELS),
                service=None,
                categories=("week-end",),
                burden=24,
            ),
            RotaRow(
                line="Pharmacie",
                start=datetime(2027, 10, 30, 21, tzinfo=BRUSSELS),
                end=datetime(2027, 10, 31, 9, tzinfo=BRUSSELS),
                service="Le Tilleul, à l’angle",
                categories=("nuit", "week-end"),
                burden=32.5,
            ),
            RotaRow(
                line="Pharmacie",
                start=datetime(2027, 10, 1, 18, tzinfo=BRUSSELS),
                end=datetime(2027, 10, 1, 18, 50, tzinfo=BRUSSELS),
                service="=HYPERLINK(A1)",
                burden=1,
            ),
        ),
    )


def test_the_csv_has_a_row_a_duty_with_its_local_times(table: RotaTable) -> None:
    # The night of 30 October has 12 hours on the clock and 13 in truth; 50 minutes are 0.8333 hours.
    assert render_csv(table).decode() == (
        "Line,Date,Start,End,Hours,Service,Categories,Burden\r\n"
        "Pharmacie,2027-10-01,2027-10-01T18:00+02:00,2027-10-01T18:50+02:00,0.8333,'=HYPERLINK(A1),,1\r\n"
        "Pharmacie,2027-10-30,2027-10-30T21:00+02:00,2027-10-31T09:00+01:00,13,"
        '"Le Tilleul, à l’angle",nuit; week-end,32.5\r\n'
        "Pharmacie,2027-10-31,2027-10-31T09:00+01:00,2027-10-31T21:00+01:00,12,Personne,week-end,24\r\n"
    )


def test_pandas_reads_the_csv_s_instants_back(table: RotaTable) -> None:
    frame = pd.read_csv(io.BytesIO(render_csv(table)))
    starts = pd.to_datetime(frame["Start"], utc=True)
    assert sorted(starts) == sorted(row.start for row in table.rows)
    assert frame["Hours"].sum() == pytest.approx(0.8333 + 13 + 12)


def test_the_workbook_has_the_same_rows_with_real_dates(table: RotaTable) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(table)))["Tour de garde"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[1] == (
        "Pharmacie",
        datetime.fromisoformat("2027-10-30T00:00"),
        datetime.fromisoformat("2027-10-30T21:00"),
        datetime.fromisoformat("2027-10-31T09:00"),
        13,
        "Le Tilleul, à l’angle",
        "nuit; week-end",
        32.5,
    )
    assert [row[5] for row in rows] == ["'=HYPERLINK(A1)", "Le Tilleul, à l’angle", "Personne"]
    assert sheet.freeze_panes == "A2"


def test_the_totals_count_every_service_and_what_nobody_takes(table: RotaTable) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(table)))["Totals"]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Service", "Duties", "Hours", "Burden"),
        ("'=HYPERLINK(A1)", 1, 0.8333, 1),
        ("Le Tilleul, à l’angle", 1, 13, 32.5),
        ("Personne", 1, 12, 24),
        ("Total", 3, 25.8333, 57.5),  # 50 min + 13 h + 12 h; 1 + 32.5 + 24
    ]


def test_an_empty_rota_is_a_table_with_its_header_and_a_total_of_nothing() -> None:
    empty = RotaTable(title="Mai", changed_at=datetime(2027, 5, 1, tzinfo=UTC), rows=())
    assert render_csv(empty) == b"Line,Date,Start,End,Hours,Service,Categories,Burden\r\n"
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(empty)))["Totals"]
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [("Total", 0, 0, 0)]


def test_the_bytes_are_the_same_whenever_and_in_whatever_order_they_are_printed(table: RotaTable) -> None:
    backwards = replace(table, rows=table.rows[::-1])
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        early = render_csv(table), render_xlsx(table)
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        late = render_csv(backwards), render_xlsx(backwards)
    assert early == late


def test_no_cell_of_the_workbook_is_a_formula_or_an_error(table: RotaTable) -> None:
    row = replace(table.rows[0], line="#N/A", service="\x00=1+1")
    sheets = zipfile.ZipFile(io.BytesIO(render_xlsx(replace(table, rows=(row,)))))
    printed = sheets.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in printed
    assert b't="e"' not in printed
    assert b"'=1+1" in printed


def test_a_label_that_cannot_name_a_sheet_is_cut_to_one_that_can(table: RotaTable) -> None:
    labels = replace(table.labels, rota="Tour [de] garde: " + "x" * 40)
    workbook = openpyxl.load_workbook(io.BytesIO(render_xlsx(replace(table, labels=labels))))
    assert workbook.sheetnames[0] == "Tour de garde " + "x" * 17


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00=", "\r\n"])
def test_text_that_starts_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(start + "1").startswith("'")


@given(st.text())
def test_no_text_starts_like_a_formula_and_other_text_is_unchanged(text: str) -> None:
    safe = harmless(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if text.isalnum():
        assert safe == text
