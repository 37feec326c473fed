from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from garde.basin.config import BasinConfig
from garde.basin.importing import ImportRefused, read_services
from garde.basin.table import neutral, read_table, restored

HEADER = ("external_id", "name", "postcode", "line")


def csv_file(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    path = folder / "table.xlsx"
    book.save(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_table(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_give_one_table(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = line_end.join(["id;name", "1;Café « Élan » – 5 €", ""]).replace(";", separator)
    table = read_table(csv_file(tmp_path, text.encode(encoding)))
    assert table.header == ("id", "name")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1", "Café « Élan » – 5 €"))]


def test_the_other_separator_may_stand_inside_cells(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, b'id;"a,b,c";lat\n1;x,y;50,86\n'))
    assert table.header == ("id", "a,b,c", "lat")
    assert table.rows[0].cells == ("1", "x,y", "50,86")


def test_the_hint_of_excel_about_separators_is_understood(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, b"sep=;\r\nid;name\r\n1;x\r\n"))
    assert (table.header, table.rows[0].number) == (("id", "name"), 2)


def test_short_rows_are_filled_and_blank_rows_left_out(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, b"id,name,phone,,\n1\n\n,,\n2,x\n"))
    assert table.header == ("id", "name", "phone")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("1", "", "")), (5, ("2", "x", ""))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty (0 bytes)"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n", "row 1 is empty"),
        (b"\nid,name\n1,x\n", "row 1 is empty"),
        (b"id,name\n", "has a header and no service"),
        (b"id,name\n,\n\n", "has a header and no service"),
        (b"id\0name", "a binary file"),
        ("id,name\n1,x\n".encode("utf-16"), "is UTF-16 text"),
        (b"id,name\n1,\x81\n", "line 2: is neither UTF-8 nor Windows-1252"),
        (b'id,name\n1,"x\n', "is no valid CSV"),
        (b'id,name\n1,"x"y\n', "row 2 (line 2): is no valid CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old or password-protected Excel file"),
        (b"PK\x03\x04 broken", "is a damaged workbook"),
    ],
)
def test_files_that_are_no_table_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(csv_file(tmp_path, content))


def test_a_folder_or_an_absent_file_is_refused(tmp_path: Path) -> None:
    assert "is a directory" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "absent.csv")


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("id", "postcode", "share", "yes", "from", "moment", "note"),
        (
            213201,
            1030.0,
            0.5,
            True,
            date(2027, 1, 31),
            datetime.fromisoformat("2027-01-31T08:30"),
            "  a\n b ",
        ),
        (None, None, None, None, None, None, None),
        ("007", "1080", 1, False, None, None, None),
    )
    table = read_table(path)
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("213201", "1030", "0.5", "true", "2027-01-31", "2027-01-31 08:30:00", "a b")),
        (4, ("007", "1080", "1", "false", "", "", "")),
    ]


def test_what_a_file_holds_decides_not_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("id",), ("1",)).rename(tmp_path / "named.csv")
    assert read_table(path).rows[0].cells == ("1",)


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(("id",))
    book.worksheets[0].append(("first",))
    book.create_sheet("other").append(("noise",))
    book.save(tmp_path / "two.xlsx")
    assert read_table(tmp_path / "two.xlsx").rows[0].cells == ("first",)


def test_formulas_and_errors_of_a_workbook_are_named(tmp_path: Path, small_basin: BasinConfig) -> None:
    path = workbook(tmp_path, (*HEADER, "note"), ("a", '="A"&"B"', "1030", "pharmacy", "=1+1"))
    with pytest.raises(ImportRefused) as caught:
        read_services(path, mapping={}, constants={}, ignored=["note"], config=small_basin)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "name", '="A"&"B"')
    assert fault.what == "is a formula: paste its value instead"
    path = workbook(tmp_path, HEADER, ("a", "#N/A", "1030", "pharmacy"))
    with pytest.raises(ImportRefused, match="is an error of the spreadsheet"):
        read_services(path, mapping={}, constants={}, ignored=[], config=small_basin)


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADER, ("a", "A", "1030", "pharmacy"))
    whole = path.read_bytes()
    for size in (len(whole) // 4, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:size])
        assert "is a damaged workbook" in refusal(path)


def test_a_workbook_whose_parts_are_garbage_is_refused(tmp_path: Path) -> None:
    source = workbook(tmp_path, HEADER, ("a", "A", "1030", "pharmacy"))
    for broken in (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    ):
        target = tmp_path / "garbage.xlsx"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                new.writestr(name, b"<not xml" if name == broken else old.read(name))
        assert "is a damaged workbook" in refusal(target)


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "x")
    assert "is a damaged workbook" in refusal(path)


def test_a_workbook_that_unpacks_to_very_much_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    block = bytes(10_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        for n in range(51):
            archive.writestr(f"xl/{n}", block)
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than 500000000 bytes" in refusal(path)


def test_a_cell_far_below_the_others_is_read_in_its_own_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "id"
    sheet["A100000"] = "deep"
    path = tmp_path / "deep.xlsx"
    book.save(path)
    assert [(row.number, row.cells) for row in read_table(path).rows] == [(100_000, ("deep",))]


def test_a_cell_far_to_the_right_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "id"
    book.worksheets[0]["XFD2"] = "x"
    path = tmp_path / "wide.xlsx"
    book.save(path)
    assert "row 2 has more than 500 columns" in refusal(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    path = BytesPath(content)
    try:
        table = read_table(path)  # type: ignore[arg-type]
    except ImportRefused:
        return
    assert table.rows
    assert all(len(row.cells) >= len(table.header) for row in table.rows)


class BytesPath:
    """A file that is only its bytes, so that Hypothesis needs no disk."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def open(self, mode: str) -> io.BytesIO:
        assert mode == "rb"
        return io.BytesIO(self.content)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+32 2 555", "'+32 2 555"),
        ("-x", "'-x"),
        ("@cmd", "'@cmd"),
        ("'=quoted", "''=quoted"),
        ("'t Hoekje", "'t Hoekje"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_formulas_are_neutralised_and_come_back(text: str, shown: str) -> None:
    assert neutral(text) == shown
    assert restored(shown) == text


@given(st.text())
def test_every_text_comes_back_from_being_neutralised(text: str) -> None:
    assert restored(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
