"""A report as people read it: one self-contained page without scripts, or a tagged PDF on A4."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.charts import svg
from exports.report import Block, Cell, Chart, Heading, Number, Paragraph, Points, Quote, Report, Table
from exports.text import printable
from exports.typesetting import pictures, typeset

if TYPE_CHECKING:
    from jinja2 import Environment

HTML_MEDIA_TYPE = "text/html; charset=utf-8"
_HERE = Path(__file__).parent / "html"


@dataclass(frozen=True, slots=True)
class Link:
    """A link above the report, or where the reader is ``here`` already; ``language`` is that of its text."""

    text: str
    address: str
    here: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Links of one kind."""

    title: str
    links: tuple[Link, ...]


def render_report_html(report: Report, bar: Sequence[Menu] = ()) -> bytes:
    """The page; it prints well. ``bar`` has menus to stand above it where it is served."""
    from markupsafe import Markup

    page = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            bar=bar,
            style=Markup(report_style()),
            kind_of=lambda block: type(block).__name__,
            drawn=lambda chart, chapter, number: Markup(svg(chart, f"{chapter}-{number}")),
            shown=_shown,
        )
    )
    return page.encode()


def render_report_pdf(report: Report) -> bytes:
    """The document: tagged, with its charts' texts for who cannot see them. Same report, same bytes."""
    return typeset("report", report_document(report), report.changed_at)


def report_pictures(report: Report, dots_per_inch: float) -> tuple[bytes, ...]:
    """The document's pages as PNG, to be looked at."""
    return pictures("report", report_document(report), dots_per_inch)


def report_document(report: Report) -> dict[str, Any]:
    """What the template is given."""
    return {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "edition": report.edition,
        "notices": list(report.notices),
        "page": report.words.page,
        "contents": report.words.contents,
        "key_figures": report.words.key_figures,
        "facts": [{"label": one.label, "value": one.value, "note": one.note} for one in report.facts],
        "chapters": [
            {
                "title": chapter.title,
                "blocks": [
                    _told(block, f"{chapter.id}-{number}") for number, block in enumerate(chapter.blocks)
                ],
            }
            for chapter in report.chapters
        ],
    }


def _told(block: Block, name: str) -> dict[str, Any]:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Points(items):
            return {"kind": "points", "items": [list(item) for item in items]}
        case Quote(text, source):
            return {"kind": "quote", "text": text, "source": source}
        case Chart():
            return {
                "kind": "chart",
                "title": block.title,
                "alternative": block.alternative,
                "svg": svg(block, name),
                "note": block.note,
            }
        case Table():
            return {
                "kind": "table",
                "title": block.title,
                "header": list(block.header),
                "numeric": [block.numeric(column) for column in range(len(block.header))],
                "rows": [[_shown(cell) for cell in row] for row in block.rows],
                "total": block.total,
                "note": block.note,
            }


def report_style_hash() -> str:
    """The Content-Security-Policy source expression that allows the page's style sheet."""
    return "sha256-" + b64encode(sha256(report_style().encode()).digest()).decode()


@lru_cache(maxsize=1)
def report_style() -> str:
    """The page's style sheet."""
    return (_HERE / "report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Number) else cell
