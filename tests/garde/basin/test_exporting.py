from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from garde.basin.cells import words
from garde.basin.changes import changes
from garde.basin.columns import FIELDS
from garde.basin.config import BasinConfig
from garde.basin.exporting import services_to_rows, write_services
from garde.basin.importing import read_services
from garde.basin.service import Service
from garde.errors import BadInput


def readable(text: str) -> bool:
    try:
        return bool(text) and words(text) == text
    except ValueError:
        return False


TEXTS = st.one_of(
    st.text(max_size=40).map(lambda text: " ".join(text.split())).filter(readable),
    st.sampled_from(
        [
            "=1+1",
            "+x",
            "-1",
            "@a",
            "'=q",
            "''",
            "#N/A",
            "1030",
            "TRUE",
            "a;b",
            'say "hi"',
            "صيدلية",
            "💊",
            "_x0041_",
        ]
    ),
)
HALVES = st.integers(0, 600).map(lambda n: n / 2)


@st.composite
def services(draw: st.DrawFn) -> Service:
    located = draw(st.booleans())
    first, last = sorted((draw(st.dates(date(2020, 1, 1), date(2040, 1, 1))), date(2027, 5, 1)))
    return Service(
        external_id=draw(TEXTS),
        name=draw(TEXTS),
        postcode="1030",
        lines=tuple(draw(st.permutations(["pharmacy", "reception"])))[: draw(st.integers(1, 2))],
        public_name=draw(st.none() | TEXTS),
        kind=draw(st.sampled_from(["organisation", "independent"])),
        sector=draw(st.none() | TEXTS),
        address=draw(st.none() | TEXTS),
        hide_address=draw(st.booleans()),
        quarter=draw(st.sampled_from(["north", "south"])) if located else None,
        lat=draw(st.floats(50.5, 51.2)) if located else None,
        lon=draw(st.floats(4.0, 4.7)) if located else None,
        phone=draw(st.sampled_from([None, "112", "02 555 00 01", "+32 2 555 00 01", "+32/2/555.00.01"])),
        email=draw(st.sampled_from([None, "a@example.org", "-b@example.org"])),
        languages=draw(st.sampled_from([(), ("fr",), ("fr", "nl", "zh-hant")])),
        step_free=draw(st.sampled_from([None, True, False])),
        share=draw(st.floats(0.001, 1000)),
        max_duties=draw(st.none() | st.integers(0, 60)),
        max_hours=draw(st.none() | HALVES),
        max_nights=draw(st.none() | st.integers(0, 31)),
        rest_hours=draw(st.none() | st.floats(0, 336)),
        opening_hours=draw(st.sampled_from([None, "24/7", 'Mo-Fr 09:00-17:00 || unknown "call, please"'])),
        active_from=first if draw(st.booleans()) else None,
        active_until=last if draw(st.booleans()) else None,
        group=draw(st.none() | TEXTS),
    )


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(services(), min_size=1, max_size=4, unique_by=lambda service: service.external_id))
def test_an_exported_directory_imports_again_unchanged(
    tmp_path: Path, small_basin: BasinConfig, ending: str, directory: list[Service]
) -> None:
    path = tmp_path / f"services{ending}"
    write_services(directory, path)
    incoming = read_services(path, mapping={}, constants={}, ignored=[], config=small_basin)
    assert incoming == tuple(directory)
    assert changes(directory, incoming).to_save == ()


SPITEFUL = Service(
    external_id="1", name='=HYPERLINK("x")', postcode="1030", lines=("pharmacy",), phone="+32 2 555 00 01"
)


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    write_services([SPITEFUL], path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(header) == FIELDS
    assert row[FIELDS.index("name")] == '\'=HYPERLINK("x")'
    assert row[FIELDS.index("phone")] == "'+32 2 555 00 01"


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    write_services([SPITEFUL], path)
    sheet = load_workbook(path).worksheets[0]
    cells = dict(zip(FIELDS, sheet[2], strict=True))
    assert {cell.data_type for cell in sheet[2] if isinstance(cell.value, str)} == {"s"}
    assert cells["name"].value == '\'=HYPERLINK("x")'
    assert cells["phone"].value == "+32 2 555 00 01"  # a text cell: shown as it is, never reckoned
    assert cells["postcode"].value == "1030"
    assert cells["share"].value == 1


def test_rows_are_text_in_the_order_of_the_columns() -> None:
    header, row = services_to_rows(
        [Service(external_id="1", name="N", postcode="1030", lines=("a", "b"), share=0.5)]
    )
    assert header == FIELDS
    assert dict(zip(header, row, strict=True)) == {
        **dict.fromkeys(FIELDS, ""),
        "external_id": "1",
        "name": "N",
        "kind": "organisation",
        "line": "a;b",
        "hide_address": "no",
        "postcode": "1030",
        "share": "0.5",
    }  # fmt: skip


def test_another_ending_is_refused_and_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.ods is no format for services"):
        write_services([SPITEFUL], tmp_path / "services.ods")
    with pytest.raises(BadInput, match="no such file or directory"):
        write_services([SPITEFUL], tmp_path / "absent" / "services.csv")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(BadInput, match="is a directory"):
        write_services([SPITEFUL], tmp_path / "taken.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]
