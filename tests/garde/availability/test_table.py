"""Windows from CSV and XLSX: all of them, or every bad cell by row and column."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from garde.availability.table import read_windows
from garde.basin.refusal import ImportRefused
from tests.garde.availability.agenda import BRUSSELS

SERVICES = {"north": None, "nurse-7": None}


def read(path: Path, only: str | None = None) -> dict[str, list[tuple[object, ...]]]:
    found = read_windows(path, services=SERVICES, only=only, zone=BRUSSELS, source="table")
    return {
        service: [
            (
                w.kind,
                w.start.astimezone(BRUSSELS).isoformat(" ", "minutes"),
                w.end.astimezone(BRUSSELS).isoformat(" ", "minutes"),
                w.points,
                w.note,
            )
            for w in windows
        ]
        for service, windows in found.items()
    }


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "windows.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, only: str | None = None) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read(path, only)
    return [fault.one_line() for fault in refused.value.faults]


def test_every_kind_of_window_and_way_to_write_a_time(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "service;kind;from;to;points;note\n"
        "north;;2027-03-01;2027-03-05;;congé\n"
        "north;unavailable;01/04/2027 18:00;2027-04-02T08:00+02:00;;\n"
        "nurse-7;Available;2027-03-27 20:00;28.03.2027 08:00;;\n"
        "nurse-7;wish;2027-03-01;2027-03-01;-3;plutôt pas\n",
    )
    assert read(path) == {
        "north": [
            ("unavailable", "2027-03-01 00:00+01:00", "2027-03-06 00:00+01:00", 0, "congé"),
            ("unavailable", "2027-04-01 18:00+02:00", "2027-04-02 08:00+02:00", 0, None),
        ],
        "nurse-7": [
            ("available", "2027-03-27 20:00+01:00", "2027-03-28 08:00+02:00", 0, None),
            ("wish", "2027-03-01 00:00+01:00", "2027-03-02 00:00+01:00", -3, "plutôt pas"),
        ],
    }


def test_an_hour_that_exists_twice_is_covered_whole(tmp_path: Path) -> None:
    path = csv(tmp_path, "from,to\n2027-10-31T02:00,2027-10-31T02:30\n")
    assert read(path, "north")["north"] == [
        ("unavailable", "2027-10-31 02:00+02:00", "2027-10-31 02:30+01:00", 0, None)
    ]


def test_a_workbook_says_the_same_as_a_csv_file(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["From", "To", "Kind", "Points"])
    book.active.append([datetime(2027, 3, 1), datetime(2027, 3, 5), "unavailable", None])  # noqa: DTZ001
    book.active.append([datetime(2027, 3, 8, 18), datetime(2027, 3, 9, 8), "wish", 4.0])  # noqa: DTZ001
    path = tmp_path / "windows.xlsx"
    book.save(path)
    assert read(path, "north")["north"] == [
        ("unavailable", "2027-03-01 00:00+01:00", "2027-03-06 00:00+01:00", 0, None),
        ("wish", "2027-03-08 18:00+01:00", "2027-03-09 08:00+01:00", 4, None),
    ]


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "service,kind,from,to,points,note\n"
        "nord,,2027-03-01,2027-03-05,,\n"
        ",,2027-03-01,,,\n"
        "north,busy,soon,2027-02-30,many,\n"
        "north,wish,2027-03-01,2027-03-02,,\n"
        "north,,2027-03-01,2027-03-02,5,\n"
        "north,,2027-03-01T08:00,2027-03-02,,\n"
        "north,,2027-03-05,2027-03-01,,\n"
        "north,,2027-03-28T02:30,2027-03-28T08:00,,\n"
        "north,,2027-05-01,2027-05-02,,\n"
        "north,,2027-05-01,2027-05-02,,\n"
        "north,,2027-05-01,2027-05-02,,,extra\n",
    )
    assert faults(path) == [
        "row 2, column service: 'nord' is no service of the basin: did you mean north?",
        "row 3, column service: is empty",
        "row 3, column to: is empty",
        "row 4, column kind: 'busy' is not one of unavailable, available, wish",
        "row 4, column from: 'soon' is no date and time: write it as 2027-01-02T03:00, "
        "or with its offset as 2027-01-02T03:00+01:00",
        "row 4, column to: '2027-02-30' is no date and time: write it as 2027-01-02T03:00, "
        "or with its offset as 2027-01-02T03:00+01:00",
        "row 4, column points: 'many' is no number",
        "row 5, column points: a wish needs points: above 0 glad, below 0 rather not",
        "row 6, column points: '5' is for a wish only",
        "row 7, column to: '2027-03-02' has no time of day, yet from has one: add it",
        "row 8, column to: does not lie after from",
        "row 9, column from: '2027-03-28T02:30' does not exist: the clock is put forward over it: "
        "use 2027-03-28T01:59 or 2027-03-28T03:00",
        "row 11, column from: this window stands in row 10 as well",
        "row 12, column without a name: 'extra' stands beyond the last column of the header",
    ]


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("service,form,to", "row 1, column form: is no known column: did you mean from?"),
        ("service,from,to,From", "row 1, column From: stands twice"),
        ("service,from,to,colour", "known: service, kind, from, to, points, note"),
        ("service,from", "no column gives to; its columns are service, kind, from, to, points, note"),
        ("from,to", "no column gives service; add it, or name the service with --service"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(tmp_path: Path, header: str, what: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(csv(tmp_path, f"{header}\nnorth,2027-03-01,2027-03-02,2027-03-03\n"))
    assert what in refused.value.one_line()


def test_a_file_about_one_service_may_not_name_another(tmp_path: Path) -> None:
    path = csv(tmp_path, "service,from,to\nnurse-7,2027-03-01,2027-03-02\n")
    assert faults(path, "north") == ["row 2, column service: 'nurse-7' is not north, which --service names"]
