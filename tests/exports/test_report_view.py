"""A report as page, PDF, spreadsheet and open data."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pypdf
import pytest
from openpyxl import load_workbook

from exports.errors import ExportError
from exports.report import (
    Bar,
    BarChart,
    Chapter,
    Chart,
    DataRow,
    Fact,
    Heading,
    Measure,
    Number,
    Paragraph,
    Points,
    Quote,
    Report,
    Table,
)
from exports.report_data import render_dictionary_csv, render_report_csv, render_report_xlsx
from exports.report_pages import Link, Menu, render_report_html, render_report_pdf

TABLE = Table(
    title="Hours of each line",
    sheet="Hours",
    header=("Line", "Hours", "Part"),
    rows=(
        ("Pharmacy <night>", Number(1234.5, "1,234.5"), "=1+1"),
        ("Total", Number(1234.5, "1,234.5"), "all"),
    ),
    total=True,
    note="Real hours.",
)
REPORT = Report(
    title="The rota",
    subtitle="Essai – 1 January 2027 to 31 January 2027",
    edition="What was on record on 2 February 2027.",
    language="en",
    first="2027-01-01",
    last="2027-01-31",
    changed_at=datetime(2027, 2, 2, tzinfo=UTC),
    notices=("DEMONSTRATION",),
    facts=(Fact(value="12 h", label="with <nobody>", note="of 744"),),
    chapters=(
        Chapter(
            id="covering",
            title="What was covered",
            blocks=(
                Heading("Essai"),
                Paragraph("Somebody was there & then."),
                Chart(
                    title="Two lines",
                    alternative="Pharmacy: 12.",
                    drawing=BarChart(bars=(Bar(label="Pharmacy", value=12, text="12"),)),
                ),
                TABLE,
                Quote("A hard month.", "the coordination"),
            ),
        ),
        Chapter(id="method", title="Method", blocks=(Points((("Rounding", "Half up."),)),)),
    ),
    data=(
        DataRow(basin="essai", measure="hours", value=12.5, line="pharmacy"),
        DataRow(basin="essai", measure="people", value=None, suppressed=True),
    ),
    dictionary=(
        Measure(id="hours", unit="hours", meaning="Hours of duty", source="The rota"),
        Measure(id="people", unit="people", meaning="People who came", source="Reports"),
    ),
)


class Outline(HTMLParser):
    """What a page is made of: its tags, and whether each is closed in order."""

    VOID = frozenset({"meta", "link", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_escapes_what_people_wrote() -> None:
    page = render_report_html(REPORT).decode()
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert (outline.seen.count("h1"), outline.seen.count("main"), outline.seen.count("script")) == (1, 1, 0)
    assert "Pharmacy &lt;night&gt;" in page
    assert "with &lt;nobody&gt;" in page
    assert "Somebody was there &amp; then." in page
    assert '<html lang="en">' in page


def test_the_page_needs_nothing_from_elsewhere_and_has_no_style_but_its_own() -> None:
    page = render_report_html(REPORT).decode()
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|\sstyle=|url\((?!#)", page)
    assert page.count("<style>") == 1


def test_tables_have_headers_captions_and_a_way_to_scroll_them_by_keyboard() -> None:
    page = render_report_html(REPORT).decode()
    assert "<caption>Hours of each line</caption>" in page
    assert '<th scope="row">Total</th>' in page
    assert page.count('<th scope="col"') == 3
    assert '<div class="wide" tabindex="0" role="region" aria-label="Hours of each line">' in page


def test_menus_stand_above_and_say_where_the_reader_is() -> None:
    menu = Menu("Language", (Link("français", "./?lang=fr", language="fr"), Link("English", "./", here=True)))
    page = render_report_html(REPORT, (menu,)).decode()
    assert '<a href="./?lang=fr" lang="fr" hreflang="fr">français</a>' in page
    assert '<strong aria-current="true">English</strong>' in page


def test_the_pdf_is_tagged_in_its_language_and_its_charts_have_their_words() -> None:
    data = render_report_pdf(REPORT)
    document = pypdf.PdfReader(io.BytesIO(data))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    text = "\n".join(page.extract_text() for page in document.pages)
    for words in ("What was covered", "Pharmacy <night>", "1,234.5", "A hard month.", "Half up."):
        assert words in text
    assert b"Pharmacy: 12." in data or "Pharmacy: 12." in str(_alternatives(root["/StructTreeRoot"]))


def _alternatives(node: object) -> list[str]:
    """The texts for who cannot see, anywhere below a part of the structure."""
    found: list[str] = []
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            found += _alternatives(child)
    elif isinstance(node, dict):
        if "/Alt" in node:
            found.append(str(node["/Alt"]))
        if "/K" in node:
            found += _alternatives(node["/K"])
    return found


def test_the_spreadsheet_has_numbers_and_takes_no_text_for_a_formula() -> None:
    book = load_workbook(io.BytesIO(render_report_xlsx(REPORT)))
    assert book.sheetnames == ["Key figures", "Hours", "The rota", "Data dictionary"]
    rows = [*book["Hours"].iter_rows(values_only=True)]
    assert rows[1] == ("Pharmacy <night>", 1234.5, "'=1+1")
    texts = [row[0] for row in book["The rota"].iter_rows(values_only=True)]
    assert {"“A hard month.” – the coordination", "Rounding: Half up.", "Real hours."} <= {*texts}


def test_two_tables_of_one_name_have_two_sheets() -> None:
    twice = replace(
        REPORT, chapters=(Chapter(id="one", title="One", blocks=(TABLE, replace(TABLE, title="More"))),)
    )
    assert load_workbook(io.BytesIO(render_report_xlsx(twice))).sheetnames[1:3] == ["Hours", "Hours 2"]


def test_open_data_are_one_figure_a_row_and_keep_small_ones_back() -> None:
    rows = [*csv.DictReader(io.StringIO(render_report_csv(REPORT).decode()))]
    assert rows[0] == {
        "basin": "essai",
        "period_start": "2027-01-01",
        "period_end": "2027-01-31",
        "month": "",
        "line": "pharmacy",
        "category": "",
        "key": "",
        "measure": "hours",
        "value": "12.5",
        "unit": "hours",
        "suppressed": "0",
    }
    assert (rows[1]["value"], rows[1]["suppressed"]) == ("", "1")
    words = [*csv.DictReader(io.StringIO(render_dictionary_csv(REPORT).decode()))]
    assert words[0] == {"measure": "hours", "unit": "hours", "meaning": "Hours of duty", "source": "The rota"}


@pytest.mark.parametrize(
    "render", [render_report_html, render_report_pdf, render_report_xlsx, render_report_csv]
)
def test_the_same_report_gives_the_same_bytes(render: object) -> None:
    assert render(REPORT) == render(REPORT)  # type: ignore[operator]


def test_what_cannot_be_told_truly_is_refused() -> None:
    with pytest.raises(ExportError, match="2 cells for 3 columns"):
        replace(TABLE, rows=(("a", "b"),))
    with pytest.raises(ExportError, match="does not explain people"):
        replace(REPORT, dictionary=REPORT.dictionary[:1])
    with pytest.raises(ExportError, match="two chapters"):
        replace(REPORT, chapters=REPORT.chapters[:1] * 2)
    with pytest.raises(ExportError, match="no time zone"):
        replace(REPORT, changed_at=datetime(2027, 2, 2))  # noqa: DTZ001
