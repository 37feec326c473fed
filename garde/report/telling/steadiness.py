"""The chapter on how steady the rota was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Block, Chapter, Paragraph, Table
from garde.report.telling.told import Told, chapter
from garde.report.tongue import Tongue

STATES = ("approved", "offered", "accepted", "refused", "withdrawn", "lapsed", "undone")


def steadiness_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Changes after publication, swaps, absences, who did not come."""
    return chapter("steadiness", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, steady = told.tongue, told.figures.steadiness
    if not steady.places:
        yield Paragraph(t("steadiness_nothing"))
        return
    yield Paragraph(
        t(
            "steadiness_intro",
            places=t.amount(steady.places),
            changed=t.amount(steady.changed),
            share=t.share(steady.changed / steady.places),
            late=t.amount(steady.late),
        )
        if steady.changed
        else t("steadiness_unchanged", places=t.amount(steady.places))
    )
    if steady.changed:
        months = {one.month: float(one.changed) for one in steady.months}
        yield told.by_month(t("steadiness_months"), months)
    yield _months(told)
    yield _served(told)
    if steady.swaps:
        yield _swaps(told)


def _months(told: Told) -> Table:
    t, steady = told.tongue, told.figures.steadiness
    return Table(
        title=t("changes_table"),
        sheet=t("changes_sheet"),
        header=(t("month"), t("later_versions"), t("changed_places"), t("changed_late")),
        rows=(
            *(
                (t.month(one.month), t.number(one.publications), t.number(one.changed), t.number(one.late))
                for one in steady.months
            ),
            (
                t("total"),
                t.number(sum(one.publications for one in steady.months)),
                t.number(steady.changed),
                t.number(steady.late),
            ),
        ),
        note=t("changes_note"),
        total=True,
    )


def _served(told: Told) -> Table:
    t, steady = told.tongue, told.figures.steadiness
    counts = {
        "absences": steady.absences,
        "late_absences": steady.late_absences,
        "no_shows": steady.no_shows,
        "cut_short": steady.cut_short,
        "replaced": steady.replaced,
    }
    return Table(
        title=t("served_table"),
        sheet=t("served_sheet"),
        header=(t("what_happened"), t("times")),
        rows=tuple((t(name), t.number(count)) for name, count in counts.items()),
        note=t("served_note"),
    )


def _swaps(told: Told) -> Table:
    t, swaps = told.tongue, told.figures.steadiness.swaps
    return Table(
        title=t("swaps_table"),
        sheet=t("swaps_sheet"),
        header=(t("outcome_of_swap"), t("times")),
        rows=(
            *((t(f"swap_{state}"), t.number(swaps[state])) for state in STATES if state in swaps),
            (t("total"), t.number(sum(swaps.values()))),
        ),
        total=True,
    )
