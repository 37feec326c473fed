"""A report as people read it: chapters of sentences, charts, tables and quotes, already in their language.

A view checks itself when it is made, so that whatever exists can be printed: as PDF and HTML
(``exports.report_pages``), as a spreadsheet and as open data (``exports.report_data``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from exports.errors import ExportError
from exports.views import in_utc


@dataclass(frozen=True, slots=True)
class Number:
    """A number with how it is shown; spreadsheets get the number itself, in the unit that is shown."""

    value: int | float
    text: str

    def __post_init__(self) -> None:
        """Refuse what no table could tell truly."""
        _require_finite(self.value, self.text)


Cell = str | Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; its first column names the rows. With ``total`` the last row adds up the others.

    ``sheet`` is a short name for the tab of a spreadsheet. ``figures`` are columns that stand like numbers,
    also where all that can be told of them is words ("at least 5").
    """

    title: str
    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    total: bool = False
    figures: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows of another length."""
        for row in self.rows:
            if len(row) != len(self.header):
                raise ExportError(
                    f"a row has {len(row)} cells for {len(self.header)} columns", where=f"table {self.title}"
                )

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return column in self.figures or any(isinstance(row[column], Number) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A length: what it is of, how long, and how that is written at its end."""

    label: str
    value: float
    text: str

    def __post_init__(self) -> None:
        """Refuse what has no length."""
        _require_finite(self.value, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value to compare with, and what it is."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Amounts of several things, one below the other."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """Amounts over time, one beside the other; ``mark`` is drawn as a line across."""

    columns: tuple[Bar, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsRow:
    """A whole divided: the parts (0 to 1) add up to 1; ``texts`` stand in them, ``end`` beside the last."""

    label: str
    parts: tuple[float, ...]
    texts: tuple[str, ...]
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsChart:
    """Several wholes, each divided into the same parts, named once above the first by ``heads``."""

    heads: tuple[str, ...]
    rows: tuple[PartsRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """Points around zero, one for each value; ``near`` is the half width of the band that counts as near."""

    label: str
    values: tuple[float, ...]
    near: float
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadChart:
    """How far several things are from zero, group by group; ``zero``, ``less`` and ``more`` name the axis."""

    rows: tuple[SpreadRow, ...]
    zero: str
    less: str
    more: str
    limit: float


Drawing = BarChart | ColumnChart | PartsChart | SpreadChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its message as title, and in words (``alternative``) for who cannot see it."""

    title: str
    alternative: str
    drawing: Drawing
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences, each with what it is about first."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who."""

    text: str
    source: str


Block = Paragraph | Points | Heading | Quote | Chart | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A key figure: ``value`` as shown, what it is, and what to know about it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter; ``id`` is for addresses within the page."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """A figure as open data: ids instead of words. ``value`` None with ``suppressed``: too small to be told.

    ``month`` is empty for the whole period, ``line`` for all lines; ``category`` says what ``key`` is one of.
    """

    basin: str
    measure: str
    value: int | float | None
    month: str = ""
    line: str = ""
    category: str = ""
    key: str = ""
    suppressed: bool = False

    def __post_init__(self) -> None:
        """Refuse what no table could tell truly."""
        if self.value is not None:
            _require_finite(self.value, self.measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An entry of the data dictionary."""

    id: str
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """What stands around the chapters, in the reader's language."""

    contents: str = "Contents"
    key_figures: str = "Key figures"
    page: str = "page"
    dictionary: str = "Data dictionary"
    data: str = "Open data"
    figure: str = "Figure"
    value: str = "Value"
    remark: str = "Note"
    measure: str = "Measure"
    unit: str = "Unit"
    meaning: str = "Meaning"
    source: str = "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report.

    ``first`` and ``last`` are its local dates in ISO 8601; ``edition`` says of when its data are;
    ``changed_at`` dates the document, so that the same data give the same bytes. Raises ExportError for a
    time without zone, a row of open data that the dictionary does not explain, two chapters of one id.
    """

    title: str
    subtitle: str
    edition: str
    language: str
    first: str
    last: str
    changed_at: datetime
    facts: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]
    data: tuple[DataRow, ...]
    dictionary: tuple[Measure, ...]
    notices: tuple[str, ...] = ()
    words: ReportWords = field(default_factory=ReportWords)

    def __post_init__(self) -> None:
        """Refuse what no report could tell truly."""
        object.__setattr__(self, "changed_at", in_utc(self.changed_at, f"report {self.title}"))
        unknown = {row.measure for row in self.data} - {measure.id for measure in self.dictionary}
        if unknown:
            raise ExportError(f"the dictionary does not explain {min(unknown)}", where="report")
        names = [chapter.id for chapter in self.chapters]
        if len(names) != len(set(names)):
            raise ExportError("two chapters have one id", where="report")

    def tables(self) -> Iterator[Table]:
        """All tables, in order."""
        for chapter in self.chapters:
            for block in chapter.blocks:
                if isinstance(block, Table):
                    yield block


def _require_finite(value: float, where: str) -> None:
    if not math.isfinite(value):
        raise ExportError(f"{value} is no figure", where=where)
