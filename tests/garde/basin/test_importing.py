from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from garde.basin.config import BasinConfig
from garde.basin.importing import FIELDS, CellFault, ImportRefused, read_import, read_services
from garde.basin.service import Service

HEADER = "external_id,name,postcode,line"
ROW = "a1,Pharmacie du Coin,1030,pharmacy"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "services.csv"
    path.write_bytes(text.encode(encoding))
    return path


def imported(
    folder: Path,
    config: BasinConfig,
    text: str,
    *,
    mapping: dict[str, str] | None = None,
    constants: dict[str, str] | None = None,
    ignored: Sequence[str] = (),
) -> tuple[Service, ...]:
    return read_services(
        written(folder, text),
        mapping=mapping or {},
        constants=constants or {},
        ignored=ignored,
        config=config,
    )


def refused(folder: Path, config: BasinConfig, text: str, **options: object) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        imported(folder, config, text, **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 2
    return caught.value


def test_four_columns_are_enough(tmp_path: Path, small_basin: BasinConfig) -> None:
    assert imported(tmp_path, small_basin, f"{HEADER}\n{ROW}\n") == (
        Service(external_id="a1", name="Pharmacie du Coin", postcode="1030", lines=("pharmacy",)),
    )


def test_every_column_is_read(tmp_path: Path, small_basin: BasinConfig) -> None:
    cells = {
        "external_id": "n7",
        "name": "Cabinet Lune",
        "public_name": "Lune",
        "kind": "Independent",
        "sector": "nursing",
        "line": "reception; pharmacy",
        "address": "Rue  Neuve 1",
        "hide_address": "oui",
        "postcode": "1030.0",
        "quarter": "Zuidwijk",
        "lat": "50,851",
        "lon": "4.391",
        "phone": "+32 2 555 00 01",
        "email": "lune@example.org",
        "languages": "FR;nl;ar;fr",
        "step_free": "nee",
        "share": "0,5",
        "max_duties": "4",
        "max_hours": "37.5",
        "max_nights": "0",
        "rest_hours": "12",
        "opening_hours": "Mo-Fr 08:00-17:00; PH off",
        "active_from": "2027-01-01",
        "active_until": "31/12/2027",
        "group": "moon",
    }
    assert tuple(cells) == FIELDS
    text = ",".join(cells) + "\n" + ",".join(f'"{value}"' for value in cells.values())
    assert imported(tmp_path, small_basin, text) == (
        Service(
            external_id="n7",
            name="Cabinet Lune",
            postcode="1030",
            lines=("reception", "pharmacy"),
            public_name="Lune",
            kind="independent",
            sector="nursing",
            address="Rue Neuve 1",
            hide_address=True,
            quarter="south",
            lat=50.851,
            lon=4.391,
            phone="+32 2 555 00 01",
            email="lune@example.org",
            languages=("fr", "nl", "ar"),
            step_free=False,
            share=0.5,
            max_duties=4,
            max_hours=37.5,
            max_nights=0,
            rest_hours=12.0,
            opening_hours="Mo-Fr 08:00-17:00; PH off",
            active_from=date(2027, 1, 1),
            active_until=date(2027, 12, 31),
            group="moon",
        ),
    )


def test_empty_cells_leave_the_defaults(tmp_path: Path, small_basin: BasinConfig) -> None:
    text = f"{HEADER},kind,share,hide_address,lat,lon,languages\n{ROW},,,,,,\n"
    (service,) = imported(tmp_path, small_basin, text)
    assert service == Service(
        external_id="a1", name="Pharmacie du Coin", postcode="1030", lines=("pharmacy",)
    )


def test_columns_are_mapped_set_and_ignored(tmp_path: Path, small_basin: BasinConfig) -> None:
    services = imported(
        tmp_path,
        small_basin,
        "Authorisation,name,postcode,municipality\n77,Officine,1030,Schaerbeek\n78,Soleil,1080,\n",
        mapping={"external_id": "authorisation"},
        constants={"line": "pharmacy"},
        ignored=["municipality"],
    )
    assert [(s.external_id, s.name, s.lines) for s in services] == [
        ("77", "Officine", ("pharmacy",)),
        ("78", "Soleil", ("pharmacy",)),
    ]


def test_the_fields_that_a_file_speaks_of_are_told(tmp_path: Path, small_basin: BasinConfig) -> None:
    path = written(tmp_path, "external_id,name,postcode,town\nx,X,1030,B\n")
    incoming = read_import(
        path, mapping={}, constants={"line": "pharmacy"}, ignored=["town"], config=small_basin
    )
    assert incoming.fields == {"external_id", "name", "postcode", "line"}


def test_a_missing_quarter_is_the_nearest_of_the_same_postcode(
    tmp_path: Path, small_basin: BasinConfig
) -> None:
    # 50.856, 4.332 is nearest to the centre of west (1080), yet the postcode says north or south
    text = f"{HEADER},lat,lon\n{ROW},50.868,4.371\nb,B,1030,pharmacy,50.856,4.332\nc,C,1030,pharmacy,,\n"
    quarters = [service.quarter for service in imported(tmp_path, small_basin, text)]
    assert quarters == ["north", "north", None]


BAD_CELLS = [
    ("external_id", "", "is empty"),
    ("external_id", "x" * 81, "longer than 80"),
    ("name", "", "is empty"),
    ("name", "bell\x07", "cannot be printed"),
    ("name", "n" * 501, "longer than 500"),
    ("postcode", "", "is empty"),
    ("postcode", "1000", "not in the basin, whose postcodes are 1030, 1080"),
    ("postcode", "103", "no postcode of four digits"),
    ("postcode", "1030.5", "no postcode of four digits"),
    ("line", "", "is empty"),
    ("line", ";", "names no line"),
    ("line", "pharmacies", "did you mean pharmacy?"),
    ("line", "pharmacy;pharmacy", "names the line pharmacy twice"),
    ("kind", "organization", "did you mean organisation?"),
    ("kind", "person", "is not one of organisation, independent"),
    ("hide_address", "maybe", "neither yes nor no"),
    ("step_free", "2", "neither yes nor no"),
    ("quarter", "norht", "did you mean north?"),
    ("lat", "590.86", "is no latitude"),
    ("lat", "north", "is no number"),
    ("lat", "inf", "is no number"),
    ("lat", "1e99", "is no latitude"),
    ("lon", "-181", "is no longitude"),
    ("lat", "50.86", "is empty beside a lat"),
    ("phone", "call me", "is no telephone number"),
    ("phone", "25550001", "lacks its first 0"),
    ("phone", "+32 2 555 00 01 02 03 04", "is no telephone number"),
    ("email", "a@b", "is no e-mail address"),
    ("email", "a b@example.org", "is no e-mail address"),
    ("languages", "French", "no language tag"),
    ("share", "0", "is no share"),
    ("share", "-1", "is no share"),
    ("share", "nan", "is no number"),
    ("max_duties", "-1", "no whole number"),
    ("max_duties", "2.5", "no whole number"),
    ("max_nights", "many", "is no number"),
    ("max_hours", "-0.5", "from 0 to 744"),
    ("rest_hours", "337", "from 0 to 336"),
    ("opening_hours", "9 to 5", "at character 1"),
    ("opening_hours", "Mo-Fr 09:00-17:00; SH off", "school holidays"),
    ("opening_hours", 'Mo-Fr 09:00-17:00 || "call"', "only a comment"),
    ("active_from", "2027-02-30", "write 2027-01-31"),
    ("active_from", "2027-01-01 08:00", "write 2027-01-31"),
    ("active_until", "01/13/2027", "write 2027-01-31"),
    ("active_until", "0027-01-01", "no date of our times"),
]


@pytest.mark.parametrize(("column", "value", "what"), BAD_CELLS)
def test_a_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, small_basin: BasinConfig, column: str, value: str, what: str
) -> None:
    good = {"external_id": "a1", "name": "Soleil", "postcode": "1030", "line": "pharmacy"}
    bad = {**good, "external_id": "a2", column: value}
    columns = list(bad)
    doubled = value.replace('"', '""')
    rows = [
        ",".join(columns),
        ",".join(good.get(name, "") for name in columns),
        ",".join(f'"{doubled}"' if name == column else bad[name] for name in columns),
    ]
    if what == "is empty beside a lat":
        rows = [rows[0] + ",lon", rows[1] + ",", rows[2] + ","]
        column = "lon"
    faults = refused(tmp_path, small_basin, "\n".join(rows)).faults
    assert [(fault.row, fault.column) for fault in faults] == [(3, column)]
    assert what in faults[0].what


def test_swapped_coordinates_are_explained(tmp_path: Path, small_basin: BasinConfig) -> None:
    error = refused(tmp_path, small_basin, f"{HEADER},lat,lon\n{ROW},4.37,50.86\n")
    assert error.faults == (CellFault(2, "lat", "4.37", "and lon 50.86 are swapped"),)


def test_a_place_far_from_the_basin_is_refused(tmp_path: Path, small_basin: BasinConfig) -> None:
    # Liège, 50.6333 N 5.5667 E, is 24.7 km south and 84.2 km east of the middle: 88 km
    error = refused(tmp_path, small_basin, f"{HEADER},lat,lon\n{ROW},50.6333,5.5667\n")
    assert error.faults[0].what == "with lon 5.5667 lies 88 km from the basin, more than 60"


def test_dates_in_the_wrong_order_are_refused(tmp_path: Path, small_basin: BasinConfig) -> None:
    text = f"{HEADER},active_from,active_until\n{ROW},2027-02-01,2027-01-31\n"
    assert refused(tmp_path, small_basin, text).faults == (
        CellFault(2, "active_until", "2027-01-31", "is before active_from 2027-02-01"),
    )


def test_an_id_that_stands_twice_names_both_rows(tmp_path: Path, small_basin: BasinConfig) -> None:
    text = f"{HEADER}\n{ROW}\n\nb1,B,1030,pharmacy\n{ROW}\n"
    (fault,) = refused(tmp_path, small_basin, text).faults
    assert (fault.row, fault.column, fault.value) == (5, "external_id", "a1")
    assert fault.what.startswith("stands in row 2 as well")


def test_all_bad_cells_are_carried_and_the_first_is_said(tmp_path: Path, small_basin: BasinConfig) -> None:
    text = f"{HEADER},share\na,A,1000,pharmacy,0\nb,B,1030,pharmacy,1\nc,,1030,bakery,1\n"
    error = refused(tmp_path, small_basin, text)
    assert [(fault.row, fault.column) for fault in error.faults] == [
        (2, "postcode"),
        (2, "share"),
        (4, "name"),
        (4, "line"),
    ]
    assert "row 2, column postcode: '1000' is not in the basin" in str(error)
    assert "(and 3 more faults)" in str(error)


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path, small_basin: BasinConfig) -> None:
    # a cell with a line break is still one row: the file's line 4 is the sheet's row 3
    text = f'{HEADER}\na,"Two\nlines",1030,pharmacy\nb,B,9999,pharmacy\n'
    assert refused(tmp_path, small_basin, text).faults[0].row == 3
    (service,) = imported(tmp_path, small_basin, f'{HEADER}\na,"Two\nlines",1030,pharmacy\n')
    assert service.name == "Two lines"


def test_a_bad_constant_is_said_once(tmp_path: Path, small_basin: BasinConfig) -> None:
    text = "external_id,name,postcode\na,A,1030\nb,B,1030\n"
    error = refused(tmp_path, small_basin, text, constants={"line": "pharmcy"})
    (fault,) = error.faults
    assert (fault.row, fault.column) == (None, "line")
    assert "--set line: 'pharmcy' names a line that the basin does not have" in str(error)


COLUMN_FAULTS: list[tuple[str, dict[str, object], str]] = [
    (f"{HEADER},adress\n{ROW},x", {}, "did you mean address?"),
    (f"{HEADER},municipality\n{ROW},x", {}, "--ignore municipality"),
    (f"{HEADER},name\n{ROW},x", {}, "stands twice, in columns B and E"),
    ("external_id,name,,postcode,line\na,A,x,1030,pharmacy", {}, "row 1, column C: 'x' has no name in row 1"),
    (f"{HEADER}\n{ROW},x", {}, "row 2, column E: 'x' stands beyond the last column"),
    ("external_id,name,line\na,A,pharmacy", {}, "no column gives postcode"),
    (
        f"{HEADER}\n{ROW}",
        {"mapping": {"names": "name"}},
        "--map: there is no field 'names'; did you mean name?",
    ),
    (f"{HEADER}\n{ROW}", {"mapping": {"phone": "tel"}}, "--map: the file has no column 'tel'"),
    (f"{HEADER}\n{ROW}", {"ignored": ["nam"]}, "--ignore: the file has no column 'nam'; did you mean name?"),
    (
        f"{HEADER}\n{ROW}",
        {"constants": {"lines": "x"}},
        "--set: there is no field 'lines'; did you mean line?",
    ),
    (f"{HEADER}\n{ROW}", {"constants": {"line": "pharmacy"}}, "line is given twice"),
    (f"{HEADER},title\n{ROW},x", {"mapping": {"name": "title"}}, "name is given twice, by title and by name"),
    (f"{HEADER},x\n{ROW},x", {"mapping": {"phone": "x", "email": "x"}}, "column 'x' is used twice"),
]


@pytest.mark.parametrize(
    ("text", "options", "said"), COLUMN_FAULTS, ids=[said for _, _, said in COLUMN_FAULTS]
)
def test_columns_that_nothing_explains_are_refused(
    tmp_path: Path, small_basin: BasinConfig, text: str, options: dict[str, object], said: str
) -> None:
    assert said in str(refused(tmp_path, small_basin, text, **options))


def test_a_column_replaced_by_another_may_be_ignored(tmp_path: Path, small_basin: BasinConfig) -> None:
    (service,) = imported(
        tmp_path,
        small_basin,
        f"{HEADER},title\n{ROW},Grand nom",
        mapping={"name": "title"},
        ignored=["name"],
    )
    assert service.name == "Grand nom"


def test_nothing_is_taken_when_one_row_of_many_is_bad(tmp_path: Path, small_basin: BasinConfig) -> None:
    rows = [f"s{n},S,{1030 if n != 400 else 1},pharmacy" for n in range(500)]
    error = refused(tmp_path, small_basin, "\n".join([HEADER, *rows]))
    assert [fault.row for fault in error.faults] == [402]
    assert "nothing was imported" in str(error)


def test_a_hundred_thousand_rows_take_seconds(tmp_path: Path, small_basin: BasinConfig) -> None:
    rows = [f"s{n},Service {n},1030,pharmacy,50.86,4.37,Mo-Fr 09:00-17:00" for n in range(100_000)]
    text = "\n".join([f"{HEADER},lat,lon,opening_hours", *rows])
    started = time.perf_counter()
    assert len(imported(tmp_path, small_basin, text)) == 100_000
    assert time.perf_counter() - started < 30  # about 2 s on one core; the bound catches quadratic work
