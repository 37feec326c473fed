"""A report's figures as a spreadsheet for people, and as open data for programs."""

from __future__ import annotations

from collections.abc import Iterator

from exports.report import Block, Heading, Number, Paragraph, Points, Quote, Report, Table
from exports.sheets import Sheet, render_sheet_csv, render_sheets_xlsx

DATA_HEADER = (
    *("basin", "period_start", "period_end", "month", "line", "category", "key"),
    *("measure", "value", "unit", "suppressed"),
)
DICTIONARY_HEADER = ("measure", "unit", "meaning", "source")
_LONGEST_TAB = 31


def render_report_csv(report: Report) -> bytes:
    """The open data: one row a figure, ids instead of words, numbers with a point; see the dictionary.

    What is too small to be told has no value, and 1 as ``suppressed``.
    """
    units = {measure.id: measure.unit for measure in report.dictionary}
    rows = tuple(
        (
            row.basin,
            report.first,
            report.last,
            row.month,
            row.line,
            row.category,
            row.key,
            row.measure,
            "" if row.value is None else row.value,
            units[row.measure],
            int(row.suppressed),
        )
        for row in report.data
    )
    return render_sheet_csv(Sheet(name="data", header=DATA_HEADER, rows=rows))


def render_dictionary_csv(report: Report) -> bytes:
    """What each measure of the open data means, in the report's language."""
    rows = tuple((one.id, one.unit, one.meaning, one.source) for one in report.dictionary)
    return render_sheet_csv(Sheet(name="dictionary", header=DICTIONARY_HEADER, rows=rows))


def render_report_xlsx(report: Report) -> bytes:
    """A sheet of key figures, one for each table of the report, its texts, and the data dictionary."""
    words = report.words
    facts = Sheet(
        name=words.key_figures,
        header=(words.figure, words.value, words.remark),
        rows=tuple((fact.label, fact.value, fact.note) for fact in report.facts),
    )
    dictionary = Sheet(
        name=words.dictionary,
        header=(words.measure, words.unit, words.meaning, words.source),
        rows=tuple((one.id, one.unit, one.meaning, one.source) for one in report.dictionary),
    )
    taken = {facts.name, dictionary.name}
    tables = [_sheet(table, taken) for table in report.tables()]
    texts = Sheet(name=_tab(report.title, taken), header=(report.title,), rows=tuple(_texts(report)))
    return render_sheets_xlsx(report.title, report.changed_at, (facts, *tables, texts, dictionary))


def _sheet(table: Table, taken: set[str]) -> Sheet:
    return Sheet(
        name=_tab(table.sheet, taken),
        header=table.header,
        rows=tuple(
            tuple(cell.value if isinstance(cell, Number) else cell for cell in row) for row in table.rows
        ),
    )


def _tab(name: str, taken: set[str]) -> str:
    """A name for a tab that no other has."""
    found, number = name[:_LONGEST_TAB], 1
    while found.casefold() in {one.casefold() for one in taken}:
        number += 1
        end = f" {number}"
        found = name[: _LONGEST_TAB - len(end)] + end
    taken.add(found)
    return found


def _texts(report: Report) -> Iterator[tuple[str]]:
    """What is said around the figures, line by line: a spreadsheet that is passed on keeps its limits."""
    yield from ((line,) for line in (report.subtitle, report.edition, *report.notices))
    for chapter in report.chapters:
        yield ("",)
        yield (chapter.title,)
        for block in chapter.blocks:
            yield from ((line,) for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text) | Heading(text):
            yield text
        case Points(items):
            yield from (f"{name}: {text}" for name, text in items)
        case Quote(text, source):
            yield f"“{text}” – {source}"
        case Table():
            if block.note:
                yield block.note
        case _:
            yield block.title
