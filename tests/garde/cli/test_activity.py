"""``garde activity``: duties reported by hand and from tables, listed, and what their use tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import Desk
from tests.garde.activity.conftest import MONDAY, TUESDAY, WEDNESDAY
from tests.garde.activity.conftest import filled as filled

HEADER = "slot,service,need,language,outcome,to,people,quiet_hours,technical,remark"


@pytest.fixture
def office(desk: Desk, filled: Path) -> Desk:
    """A desk with three published duties, on the Thursday after them."""
    desk.take(filled)
    desk.at("2027-01-07T11:00+01:00")
    return desk


def add(*more: object, slot: str = MONDAY, service: str = "north") -> tuple[object, ...]:
    return ("activity", "add", "--slot", slot, "--service", service, *more)


def test_a_duty_is_reported_listed_and_corrected(office: Desk) -> None:
    office(
        *add("--contact", "medicine:fr:helped=3", "--contact", "health:ar:sent_on:1733=1"),
        *("--hour", "10=4", "--quiet-hours", 5),
        *("--incident", "technical=1", "--remark", "Porte bloquée vers midi."),
    )
    (listed,) = office.json("activity", "list")
    assert (listed["id"], listed["slot"], listed["people"], listed["quiet_hours"]) == (1, MONDAY, 4, 5)
    assert listed["contacts"][1] == {
        "need": "health", "language": "ar", "outcome": "sent_on", "to": "1733", "people": 1
    }  # fmt: skip
    assert listed["hours"] == [{"hour": 9, "people": 4}]
    assert listed["incidents"] == {"technical": 1}
    assert listed["remark"] == "Porte bloquée vers midi."
    assert office(*add("--quiet")) == f"Reported: north, {MONDAY}: nobody came.\n"
    assert [one["id"] for one in office.json("activity", "list")] == [2]
    office("activity", "strike", "--slot", MONDAY, "--service", "north", status=2)


def test_a_remark_that_leads_to_a_person_is_refused_in_one_line(office: Desk) -> None:
    said = office.run(*add("--contact", "medicine:fr:helped=3", "--remark", "rappeler 0475 12 34 56"))
    assert said.status == 2
    assert said.err == "garde: --remark: Take the telephone number out of the remark; Nothing was kept\n"
    named = add("--contact", "medicine:fr:helped=3", "--remark", "Mme Peeters revient")
    assert "--nobody-named" in office.run(*named).err
    office(*named, "--nobody-named")
    assert "0475" not in "".join(office.rows())
    assert "Peeters" not in "".join(row for row in office.rows() if "audit" in row)
    office("activity", "strike", "--slot", MONDAY, "--service", "north")
    assert "Peeters" not in "".join(office.rows())


def test_either_somebody_came_or_nobody(office: Desk) -> None:
    for words in ((), ("--quiet", "--contact", "medicine:fr:helped=3")):
        said = office.run(*add(*words))
        assert (said.status, "say who came, or that nobody came" in said.err) == (2, True)


def test_people_before_a_closed_door_are_listed(office: Desk) -> None:
    office("activity", "closed-door", "--service", "north", "--line", "pharmacy", "--date", "2027-01-04",
           "--hour", 8, "--people", 3)  # fmt: skip
    (listed,) = office.json("activity", "list", "--closed-doors")
    assert (listed["date"], listed["hour"], listed["people"], listed["kind"]) == (
        "2027-01-04",
        8,
        3,
        "closed",
    )
    assert "2027-01-04\t08:00" in office("activity", "list", "--closed-doors")


def table(office: Desk, *rows: str, header: str = HEADER) -> Path:
    path = office.folder / "activity.csv"
    path.write_text("\n".join((header, *rows)))
    return path


def test_a_table_of_duties_is_taken_whole(office: Desk) -> None:
    path = table(
        office,
        f"{MONDAY},north,medicine,fr,helped,,3,,,Calme.",
        f"{MONDAY},north,health,nl,sent-on,1733,2,4,1,",
        f"{TUESDAY},south,,,,,,,,",
    )
    assert office("activity", "import", path) == "2 duties are reported.\n"
    monday, tuesday = office.json("activity", "list")
    assert (monday["people"], monday["quiet_hours"], monday["incidents"], monday["remark"]) == (
        5,
        4,
        {"technical": 1},
        "Calme.",
    )
    assert (tuesday["people"], tuesday["quiet_hours"]) == (0, 12)


def test_an_unfit_table_changes_nothing_and_names_every_bad_cell(office: Desk) -> None:
    path = table(
        office,
        f"{MONDAY},north,medicine,fr,helped,,3,,,",
        f"{MONDAY},north,love,fr,helped,,3,,,",
        f"{TUESDAY},north,medicine,fr,helped,,3,,,",
        f"{WEDNESDAY},north,medicine,fr,cured,,3,,,",
        f"{WEDNESDAY},west,medicine,fr,helped,,3,,,tel 0475 12 34 56",
    )
    before = office.rows()
    said = office.run("activity", "import", path)
    assert said.status == 2
    assert office.rows() == before
    told = said.err
    assert "row 2, column need: 'love' is no kind of need here" in told
    assert "row 4, column service: north did not serve" in told
    assert "row 5, column outcome: 'cured' is no outcome" in told
    assert "row 6, column remark: Take the telephone number out of the remark." in told
    assert "0475" not in told


def test_cells_that_cannot_be_read_are_named_by_row_and_column(office: Desk) -> None:
    path = table(office, f"{MONDAY},,medicine,fr,helped,,many,,,", f"{TUESDAY},south,medicine,,helped,,2,,,")
    told = office.run("activity", "import", path).err
    assert "row 2, column service: is empty" in told
    assert "row 2, column people: 'many' is no number" in told
    path = table(office, f"{TUESDAY},south,medicine,,helped,,2,,,")
    assert "row 2, column language: is empty beside a number" in office.run("activity", "import", path).err
    path = table(office, "x,y", header="slot,serivce")
    assert "did you mean service?" in office.run("activity", "import", path).err


def test_a_workbook_of_closed_doors_is_taken(office: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["date", "hour", "service", "line", "people", "kind"])
    sheet.append(["2027-01-04", "08:00", "north", "pharmacy", 3, "closed"])
    sheet.append(["04/01/2027", 22, "north", "pharmacy", 1, "turned_away"])
    book.save(office.folder / "doors.xlsx")
    assert office.json("activity", "import", office.folder / "doors.xlsx") == {"duties": 0, "closed_doors": 2}
    sheet.append(["2027-01-04", 12, "north", "pharmacy", 1, "closed"])
    sheet.append(["2027-01-04", 25, "south", "pharmacy", 1, "closed"])
    book.save(office.folder / "doors.xlsx")
    assert (
        "row 5, column hour: '25' is no hour"
        in office.run("activity", "import", office.folder / "doors.xlsx").err
    )


def test_the_use_is_told_for_people_and_for_programs(office: Desk) -> None:
    office(*add("--contact", "medicine:fr:helped=6", "--hour", "10=6"))
    found = office.json("activity", "use", "--from", "2027-01-01")
    # north, south, north and west served; 6 people in the 12 hours reported.
    (kind,) = found["kinds"]
    assert (kind["duties"], kind["reported"], kind["people"], kind["per_hour"]) == (4, 1, 6, 0.5)
    assert found["hints"] == []
    shown = office("activity", "use", "--from", "2027-01-01", "--language", "fr")
    assert "pharmacy\tday\tworking days\t4\t1\t6\t0.50\t0%" in shown
    assert "au moins 12 gardes" in shown
    assert office.json("activity", "use", "--from", "2027-01-01", "--line", "reception")["kinds"] == []
