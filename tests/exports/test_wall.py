"""The month for the wall: every duty is on it, gaps stand out, a month fits its page, letters are there."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pypdf
import pytest
import time_machine

from exports.month import Month, MonthDuty, MonthLine, MonthService
from exports.typesetting import FONT_PACKAGES, Paper
from exports.wall import month_data, render_month
from tests.exports.month_of_october import at, october


def pages(month: Month, paper: Paper = "a4") -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(render_month(month, paper))).pages)


def text_of(month: Month, paper: Paper = "a4") -> str:
    return "\n".join(page.extract_text() for page in pages(month, paper))


def full(lines: int, duties: int) -> Month:
    """A month with so many lines, and so many duties a day on each."""
    names = [f"line-{number}" for number in range(lines)]
    services = tuple(
        MonthService(
            id=str(number),
            name=f"Service de santé mentale du Grand Héron {number}",
            lines=(names[number % lines],),
        )
        for number in range(60)
    )
    filled = tuple(
        MonthDuty(
            line=name,
            start=at(day, 0) + timedelta(hours=turn * 24 / duties),
            end=at(day, 0) + timedelta(hours=(turn + 1) * 24 / duties),
            places=(str((day * duties + turn) % 60),),
        )
        for name in names
        for day in range(1, 32)
        for turn in range(duties)
    )
    shown = tuple(MonthLine(id=name, name=f"Soins infirmiers / Thuisverpleging {name}") for name in names)
    return october(lines=shown, services=services, duties=filled)


def test_titles_edition_days_duties_and_gaps_are_all_on_it() -> None:
    text = text_of(october())
    for expected in (
        "Tour de garde — octobre 2027",
        "Wachtrol — oktober 2027",
        "version 7, publiée le 15 septembre 2027",
        "Fête d’essai",
        "Proeffeest",
        "Le Tilleul, à l’angle",
        "9–18:30",
        "…–11.10 8",
        "Places that nobody fills: 2",
        "+32 2 000 00 01",
    ):
        assert expected in text


def test_what_people_typed_is_never_markup() -> None:
    text = text_of(october())
    assert "#strong[Soins] $x$" in text
    assert "=HYPERLINK(A1)" in text


def test_a_gap_is_told_in_each_place_that_nobody_fills() -> None:
    (page,) = month_data(october(), "a4")["pages"]
    gaps = {
        day["number"]: [entry["hours"] for entry in day["cells"][0] if entry["gap"]] for day in page["days"]
    }
    assert {number: hours for number, hours in gaps.items() if hours} == {1: ["9–21"], 31: ["9–18:30"]}


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a3", (1191, 842))])
def test_the_paper_is_the_one_asked_for(paper: Paper, size: tuple[int, int]) -> None:
    for page in pages(october(), paper):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize(
    ("paper", "lines", "expected"), [("a4", 3, 1), ("a4", 4, 2), ("a3", 6, 1), ("a3", 7, 2)]
)
def test_a_full_month_fits_its_pages(paper: Paper, lines: int, expected: int) -> None:
    # Three duties a day on every line: 93 rows of names. One more page lists the services.
    assert len(pages(full(lines, 3), paper)) == expected + 1


def test_an_empty_month_is_a_page_that_says_so() -> None:
    assert len(pages(october(duties=()))) == 1
    assert pages(october(duties=(), lines=(), services=()))


def test_the_bytes_are_the_same_whenever_they_are_printed() -> None:
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        early = render_month(october())
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        late = render_month(october())
    assert early == late
    assert render_month(replace(october(), edition="version 8")) != early


def test_the_document_is_titled_tagged_and_in_a_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_month(october())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Tour de garde — octobre 2027"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_fonts_come_with_the_program_and_have_every_letter_we_need() -> None:
    import typst

    folders = []
    for name in FONT_PACKAGES:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        folders.append(str(Path(found.origin).parent / "files"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    letters = "àâçéèêëîïôœùûüÀÉÈŒ áíóúñ¿¡ ĳŁßşğ — – · … « » ’ € ° × الصيدلية المناوبة، حوض تجريبي؟ ٠١٢٣"
    set_up = '#set document(title: "letters")\n#set text(font: ("Noto Sans", "Noto Sans Arabic"))\n'
    # The standard for accessible PDF refuses a letter that no font has.
    compiled = typst.compile(
        (set_up + letters).encode(),
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
    )
    assert compiled.startswith(b"%PDF")
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typst.compile(
            (set_up + "漢").encode(),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
        )
