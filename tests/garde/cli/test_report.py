"""``garde report`` as it is typed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import Desk, as_toml
from tests.garde.town import town

JANUARY = ("report", "--from", "2027-01-01", "--to", "2027-01-31")


@pytest.fixture
def told(desk: Desk, published: Path) -> Desk:
    """January is published, and over."""
    desk.take(published)
    desk.at("2027-02-02T09:00+01:00")
    return desk


def test_open_data_come_with_their_dictionary(told: Desk) -> None:
    told(*JANUARY, "--language", "en", "-o", "january.csv")
    rows = [*csv.DictReader(io.StringIO((told.folder / "january.csv").read_text()))]
    words = [*csv.DictReader(io.StringIO((told.folder / "january.dictionary.csv").read_text()))]
    assert {row["measure"] for row in rows} <= {row["measure"] for row in words}
    found = {(row["measure"], row["line"]): row["value"] for row in rows if not row["month"]}
    # A duty a day for the pharmacies, 31 days of 24 hours; nobody takes part in the other line.
    assert found["target_minutes", "pharmacy"] == str(31 * 24 * 60)
    assert found["duty_minutes", "pharmacy"] == str(31 * 24 * 60)
    assert found["missing_minutes", "nursing"] == str(31 * 24 * 60)


def test_open_data_of_freely_chosen_dates_count_nobody(told: Desk) -> None:
    duty = told.json("versions", "show", 1)[3]
    which = ("--slot", duty["slot"], "--service", duty["services"][0])
    told("activity", "add", *which, "--contact", "medicine:fr:helped=20")
    own = ("report", "--from", "2027-01-01", "--to", "2027-01-30", "--language", "en")
    told(*own, "-o", "own.csv")
    rows = [*csv.DictReader(io.StringIO((told.folder / "own.csv").read_text()))]
    assert {(row["value"], row["suppressed"]) for row in rows if row["measure"] == "people"} == {("", "1")}
    told(*own, "-o", "own.html")
    page = (told.folder / "own.html").read_text()
    assert "These dates are no whole months: this report is for the coordination itself." in page
    assert "20 people came" in page


def test_a_report_of_who_did_not_come_is_counted_again_when_that_is_corrected(told: Desk) -> None:
    def people(name: str) -> str:
        told(*JANUARY, "-o", f"{name}.csv")
        rows = csv.DictReader(io.StringIO((told.folder / f"{name}.csv").read_text()))
        return next(row["value"] for row in rows if row["measure"] == "people" and not row["line"])

    duty = told.json("versions", "show", 1)[3]
    which = ("--slot", duty["slot"], "--service", duty["services"][0])
    told("activity", "add", *which, "--contact", "medicine:fr:helped=20")
    assert people("told") == "20"
    told("served", "record", *which, "--absent")
    assert people("absent") == "0"
    told("served", "record", *which, "--from", duty["start"])
    assert people("corrected") == "20"


def test_a_spreadsheet_has_a_sheet_for_each_table_and_numbers_as_numbers(told: Desk) -> None:
    told(*JANUARY, "--language", "en", "-o", "january.xlsx")
    book = load_workbook(told.folder / "january.xlsx")
    assert {"Key figures", "Coverage", "Sharing", "Services", "Data dictionary"} <= {*book.sheetnames}
    rows = [*book["Coverage"].iter_rows(values_only=True)]
    assert rows[1][:4] == ("Pharmacy", 744, 0, 744)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "html", "pdf"])
def test_the_same_data_give_the_same_bytes(told: Desk, suffix: str) -> None:
    for name in ("one", "two"):
        told(*JANUARY, "-o", f"{name}.{suffix}")
    assert (told.folder / f"one.{suffix}").read_bytes() == (told.folder / f"two.{suffix}").read_bytes()


def test_a_period_of_which_nothing_is_known_says_so(told: Desk) -> None:
    told("report", "--from", "2025-01-01", "--to", "2025-03-31", "--language", "en", "-o", "old.xlsx")
    book = load_workbook(told.folder / "old.xlsx")
    texts = [str(row[0]) for row in book[book.sheetnames[-2]].iter_rows(values_only=True)]
    assert "No rota is published for this period: there are opening hours, but no duties." in texts
    assert "No coordination time is on record for this period." in texts


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--from", "2027-02-01", "--to", "2027-01-31", "-o", "x.csv"), "ends before it begins"),
        (("--from", "2027-01-32", "--to", "2027-01-31", "-o", "x.csv"), "'2027-01-32' is no date"),
        (("--from", "1200-01-01", "--to", "2027-01-31", "-o", "x.csv"), "2000 to 2100"),
        (("--from", "2027-01-01", "--to", "2027-01-31", "-o", "x.docx"), "end the name in one of"),
        (("--from", "2027-01-01", "--to", "2027-01-31", "-o", "x"), "end the name in one of"),
        (("--from", "2027-01-01", "--to", "2027-01-31", "--language", "es", "-o", "x.csv"), "fr, nl, en"),
        (("--from", "2027-01-01", "--to", "2027-01-31", "--basin", "nord", "-o", "x.csv"), "no basin 'nord'"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    told: Desk, words: tuple[str, ...], complaint: str
) -> None:
    before = {path.name for path in told.folder.iterdir()}
    said = told.run("report", *words)
    assert said.status == 2
    assert len(said.complaints) == 1
    assert complaint in said.complaints[0]
    assert {path.name for path in told.folder.iterdir()} == before


def test_a_basin_named_twice_is_refused(told: Desk) -> None:
    said = told.run(*JANUARY, "--basin", "essai", "--basin", "essai", "-o", "x.csv")
    assert (said.status, len(said.complaints)) == (2, 1)
    assert "named twice" in said.err


@pytest.fixture
def two(told: Desk) -> Desk:
    """A second basin beside the first, with one service and no rota."""
    (told.folder / "other.toml").write_text(as_toml(town("pharmacy", id="other").model_dump(mode="json")))
    (told.folder / "one.csv").write_text(
        "external_id,name,postcode,line,opening_hours\nlone,Seul,1030,pharmacy,Mo-Su 09:00-21:00\n"
    )
    told("init", "other.toml")
    # It is imported in February; no duty of its basin has begun, so that it counts as there all along.
    told("services", "import", "one.csv", "--basin", "other")
    return told


def test_basins_stand_side_by_side_and_one_after_the_other(two: Desk) -> None:
    basins = ("--basin", "essai", "--basin", "other")
    two(*JANUARY, *basins, "--language", "en", "-o", "both.html")
    page = (two.folder / "both.html").read_text()
    assert "The basins side by side" in page
    covering = page[page.index('id="covering"') : page.index('id="sharing"')]
    assert covering.count("<h3>") == 2
    assert "No rota is published for this period" in covering
    two(*JANUARY, *basins, "-o", "both.csv")
    rows = [*csv.DictReader(io.StringIO((two.folder / "both.csv").read_text()))]
    minutes = {
        row["basin"]: row["value"]
        for row in rows
        if (row["measure"], row["line"]) == ("regular_minutes", "pharmacy")
    }
    # Twelve hours a day in one basin; no opening hours at all in the other.
    assert minutes == {"essai": "0", "other": str(31 * 12 * 60)}


def test_where_several_basins_are_stored_one_has_to_be_named(two: Desk) -> None:
    said = two.run(*JANUARY, "-o", "x.csv")
    assert (said.status, len(said.complaints)) == (2, 1)
    assert "add --basin" in said.err


def test_a_period_that_is_not_over_says_so(told: Desk) -> None:
    told.at("2027-01-20T09:00+01:00")
    told(*JANUARY, "--language", "en", "-o", "now.html")
    page = (told.folder / "now.html").read_text()
    assert "This period is not over" in page
    told.at("2027-02-01T00:00+01:00")
    told(*JANUARY, "--language", "en", "-o", "then.html")
    assert "This period is not over" not in (told.folder / "then.html").read_text()


def test_a_part_of_a_month_is_a_period_too(told: Desk) -> None:
    told("report", "--from", "2027-01-04", "--to", "2027-01-05", "--language", "en", "-o", "days.csv")
    rows = [*csv.DictReader(io.StringIO((told.folder / "days.csv").read_text()))]
    found = {(row["measure"], row["line"], row["month"]): row["value"] for row in rows if not row["category"]}
    # Two local days; the duty of 3 January runs in until nine, and does not begin in them.
    minutes = str(2 * 24 * 60)
    assert (found["target_minutes", "pharmacy", ""], found["duty_minutes", "pharmacy", ""]) == (
        minutes,
        minutes,
    )
    assert (found["places", "pharmacy", ""], found["served_hours", "pharmacy", ""]) == ("2", "48")
    assert found["duty_minutes", "", "2027-01"] == minutes


def test_nothing_is_half_written(told: Desk) -> None:
    (told.folder / "report.dictionary.csv").mkdir()
    said = told.run(*JANUARY, "-o", "report.csv")
    assert (said.status, len(said.complaints)) == (2, 1)
    assert not (told.folder / "report.csv").exists()


def test_a_month_without_a_rota_is_named_for_its_hours_count_as_nobodys(told: Desk) -> None:
    told("report", "--from", "2026-12-01", "--to", "2027-01-31", "--language", "en", "-o", "two.html")
    page = (told.folder / "two.html").read_text()
    assert page.count("No rota is published for December 2026:") == 2  # on top, and in the chapter
    told(*JANUARY, "--language", "en", "-o", "one.html")
    assert "No rota is published" not in (told.folder / "one.html").read_text()
    told("report", "--from", "2026-01-01", "--to", "2026-12-31", "--language", "en", "-o", "year.html")
    assert "No rota is published for 12 months of the period:" in (told.folder / "year.html").read_text()
