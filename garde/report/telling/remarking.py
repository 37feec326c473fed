"""The chapter that quotes what services said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Block, Chapter, Paragraph, Quote
from garde.report.figures.remarking import OF_A_LINE
from garde.report.telling.told import Told, chapter
from garde.report.tongue import Tongue


def remarks_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Words of the services beside the figures."""
    return chapter("remarks", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, remarks = told.tongue, told.figures.remarking
    if not remarks.quoted and not remarks.said:
        yield Paragraph(t("remarks_nothing"))
        return
    if not remarks.quoted:
        return
    yield Paragraph(t("remarks_intro"))
    for one in remarks.quoted:
        source = t("remark_of_service", line=told.line(one.line), month=t.month(one.month))
        yield Quote(one.words, source)
    if len(remarks.quoted) < remarks.all:
        yield Paragraph(t("remarks_choice", all=remarks.all, shown=len(remarks.quoted), most=OF_A_LINE))
