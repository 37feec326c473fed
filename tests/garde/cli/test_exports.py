"""Every way out of the program, typed: what is written is what its readers read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.conftest import Desk


@pytest.fixture
def rota(desk: Desk, published: Path) -> Desk:
    """January 2027 in force: a duty a day, the rest of a night before."""
    desk.take(published)
    return desk


def test_the_month_is_printed_on_the_paper_asked_for(rota: Desk) -> None:
    said = rota("export", "pdf", "--paper", "a3", "-o", "january.pdf")
    assert said == "2027-01, version 1, written to january.pdf\n"
    reader = pypdf.PdfReader(rota.folder / "january.pdf")
    text = reader.pages[0].extract_text()
    assert "Rôle de garde — janvier 2027 — Bassin d'essai" in text
    assert "Wachtrol — januari 2027 — Proefbekken" in text
    assert "Officine inventée du Nord" in text
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    rota("export", "pdf", "--month", "2027-01", "--language", "en", "-o", "january.pdf")
    assert "Duty rota — January 2027" in pypdf.PdfReader(rota.folder / "january.pdf").pages[0].extract_text()


def test_the_spreadsheet_opens_on_the_month_s_grid(rota: Desk) -> None:
    rota("export", "xlsx", "--language", "nl", "-o", "rota.xlsx")
    workbook = openpyxl.load_workbook(io.BytesIO((rota.folder / "rota.xlsx").read_bytes()))
    assert workbook.sheetnames == ["januari 2027", "Wachtrol", "Totalen"]
    grid = workbook["januari 2027"]
    totals = {row[1]: row[33] for row in grid.iter_rows(min_row=5, values_only=True) if row[1]}
    # 31 duties that begin in the month, and the rest of the night before.
    assert totals["Totaal"] == 32


def test_open_data_have_every_duty_of_the_month(rota: Desk) -> None:
    assert rota("export", "hsds", "-o", "services.json") == "6 services written to services.json\n"
    page = json.loads((rota.folder / "services.json").read_text())
    schedules = [
        schedule
        for one in page["contents"]
        for place in one["service_at_locations"]
        for schedule in place["schedules"]
    ]
    days = {schedule["valid_from"] for schedule in schedules}
    assert days == {f"2027-01-{day:02}" for day in range(1, 32)} | {"2027-02-01"}
    rota("export", "schema-org", "--language", "nl", "-o", "services.jsonld")
    graph = json.loads((rota.folder / "services.jsonld").read_text())["@graph"]
    assert {entry["@type"] for entry in graph} == {"Pharmacy"}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("pdf", "--paper", "a5", "-o", "x.pdf"), "--paper: 'a5' is no paper; use a4 or a3"),
        (("pdf", "--language", "ar", "-o", "x.pdf"), "months are not printed in 'ar'"),
        (("hsds", "--language", "es", "-o", "x.json"), "months are not printed in 'es'"),
        (("schema-org", "--month", "2027-13", "-o", "x.json"), "2027-13 is no month"),
        (("json", "--month", "2026-12", "-o", "x.json"), "no published rota of 2026-12"),
        (("pdf", "-o", "."), "is no file name"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_line(
    rota: Desk, words: tuple[str, ...], complaint: str
) -> None:
    said = rota.run("export", *words)
    assert (said.status, said.out) == (2, "")
    (line,) = said.complaints
    assert complaint in line
    assert not list(rota.folder.glob("x.*"))


def test_a_stranger_exports_nothing(rota: Desk) -> None:
    rota("users", "add", "ann", "--role", "coordinator")
    for kind in ("csv", "xlsx", "pdf", "hsds", "schema-org", "json"):
        said = rota.run("export", kind, "--as", "mallory", "-o", "x.out")
        assert said.status == 2, kind
        assert "mallory" in said.err
    assert not (rota.folder / "x.out").exists()
