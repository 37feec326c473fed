"""The chapter on coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Block, Cell, Chapter, Chart, Paragraph, PartsChart, PartsRow, Table
from garde.report.figures.covering import KINDS, LineFigures
from garde.report.telling.told import Told, chapter
from garde.report.tongue import Tongue

FEW = 4
"""So many months are named; more are counted."""


def covering_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Hours offered beyond the opening hours, and minutes with nobody, by line and by month."""
    return chapter("covering", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, cover = told.tongue, told.figures.covering
    if not cover.places:
        yield Paragraph(t("covering_no_rota"))
    yield Paragraph(
        t(
            "covering_intro",
            lines=len(cover.lines),
            target=t.hours(cover.target),
            regular=t.hours(cover.regular),
            duty=t.hours(cover.duty),
        )
    )
    yield Paragraph(
        t(
            "covering_missing",
            missing=t.hours(cover.missing),
            share=t.share(1 - cover.missing / cover.target, 2),
        )
        if cover.missing
        else t("covering_complete")
    )
    if cover.unpublished and cover.places:
        yield Paragraph(unpublished(told))
    yield _parts(told)
    yield _lines(told)
    if cover.places:
        yield _added(told)
        yield _kinds(told)
    if cover.missing:
        yield _missing(told)
    yield from _remarks(told)


def unpublished(told: Told) -> str:
    """Of which months no rota is published, and what that means for the figures."""
    t, months = told.tongue, told.figures.covering.unpublished
    named = t.listed([t.month(month) for month in months])
    return t(
        "covering_unpublished", months=named if len(months) <= FEW else t("so_many_months", count=len(months))
    )


def _parts(told: Told) -> Chart:
    t, lines = told.tongue, told.figures.covering.lines
    # The first row bears the names of the parts: it should have both.
    shown = sorted((line for line in lines if line.target), key=lambda line: -line.by_itself)
    closed = told.figures.covering
    alone = (closed.target - closed.regular) / closed.target if closed.target else 0.0
    return Chart(
        title=t("covering_parts", share=t.share(alone, 0)),
        alternative=" ".join(
            t(
                "covering_parts_of",
                line=told.line(line.line),
                regular=t.share(line.by_itself),
                duty=t.share(line.duty / line.target),
                missing=t.share(line.missing / line.target, 2),
            )
            for line in shown
        ),
        drawing=PartsChart(
            heads=(t("open_by_itself"), t("open_by_duty"), t("nobody")),
            rows=tuple(_row(told, line) for line in shown),
        ),
    )


def _row(told: Told, line: LineFigures) -> PartsRow:
    t = told.tongue
    parts = (line.by_itself, line.duty / line.target, line.missing / line.target)
    return PartsRow(
        label=told.line(line.line),
        parts=parts,
        texts=(t.share(parts[0], 0), t.share(parts[1], 0), ""),
        end=t("nobody_for", time=t.hours(line.missing)) if line.missing else t("never_nobody"),
    )


def _lines(told: Told) -> Table:
    t, cover = told.tongue, told.figures.covering
    rows = [
        (
            told.line(line.line),
            t.number(line.target / 60),
            t.number(line.regular / 60),
            t.number(line.duty / 60),
            t.number(line.missing),
            t.share_number(line.covered, 2),
            t.number(line.places),
            t.number(line.empty),
            t.number(line.hours),
        )
        for line in cover.lines
    ]
    total = (
        t("total"),
        t.number(cover.target / 60),
        t.number(cover.regular / 60),
        t.number(cover.duty / 60),
        t.number(cover.missing),
        t.share_number(1 - cover.missing / cover.target if cover.target else 1.0, 2),
        t.number(cover.places),
        t.number(cover.empty),
        t.number(cover.hours),
    )
    return Table(
        title=t("covering_table"),
        sheet=t("covering_sheet"),
        header=(
            *(t("line"), t("target_hours"), t("regular_hours"), t("duty_hours_added"), t("missing_minutes")),
            *(t("covered_percent"), t("places"), t("empty_places"), t("served_hours")),
        ),
        rows=(*rows, total),
        total=True,
        note=t("covering_note"),
    )


def _added(told: Told) -> Chart:
    t, months = told.tongue, told.figures.covering.months
    return told.by_month(t("covering_months"), {one.month: one.duty / 60 for one in months})


def _missing(told: Told) -> Chart:
    t, months = told.tongue, told.figures.covering.months
    return told.by_month(t("missing_months"), {one.month: one.missing for one in months})


def _kinds(told: Told) -> Table:
    t, lines = told.tongue, [line for line in told.figures.covering.lines if line.places]
    rows: list[tuple[Cell, ...]] = [
        (told.line(line.line), *(t.number(line.kinds[kind]) for kind in KINDS), t.number(line.hours))
        for line in lines
    ]
    sums: list[Cell] = [t.number(sum(line.kinds[kind] for line in lines)) for kind in KINDS]
    total = (t("total"), *sums, t.number(sum(line.hours for line in lines)))
    return Table(
        title=t("kinds_table"),
        sheet=t("kinds_sheet"),
        header=(t("line"), *(t(f"kind_{kind}") for kind in KINDS), t("served_hours")),
        rows=(*rows, total),
        note=t("kinds_note"),
        total=True,
    )


def _remarks(told: Told) -> Iterator[Block]:
    t, lines = told.tongue, told.figures.covering.lines
    guests = sum(line.guest_hours for line in lines)
    if guests:
        yield Paragraph(t("covering_guests", hours=t.amount(guests)))
    if told.figures.covering.faults:
        yield Paragraph(t("covering_faults", count=told.figures.covering.faults))
