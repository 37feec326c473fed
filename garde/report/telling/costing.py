"""The chapter on cost and compensation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Block, Cell, Chapter, Chart, Paragraph, Table
from garde.report.telling.told import Told, chapter
from garde.report.tongue import Tongue


def costing_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """What is owed for duties and coordination, by kind of hour, by line and by month."""
    return chapter("costing", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, cost = told.tongue, told.figures.costing
    if cost is None:
        yield Paragraph(t("costing_no_rates"))
        return
    if not cost.services:
        yield Paragraph(t("costing_nothing"))
        return
    yield Paragraph(
        t(
            "costing_intro",
            services=cost.services,
            money=t.money(cost.cents),
            duties=t.money(cost.duty_cents),
            coordination=t.money(cost.coordination_cents),
        )
    )
    if cost.ceiling_cents:
        yield Paragraph(t("costing_ceilings", money=t.money(-cost.ceiling_cents)))
    if cost.back_minutes:
        yield Paragraph(t("costing_back", time=t.hours(cost.back_minutes)))
    if cost.settled_cents:
        left = cost.cents - cost.settled_cents
        key = "costing_settled_over" if left < 0 else "costing_settled" if left else "costing_settled_all"
        yield Paragraph(t(key, settled=t.money(cost.settled_cents), left=t.money(abs(left))))
    if cost.cents_per_hour is not None and cost.cents:
        yield Paragraph(t("costing_rate", money=t.money(round(cost.cents_per_hour))))
    if cost.cents:
        yield _months(told)
    yield _kinds(told)
    yield _lines(told)


def _months(told: Told) -> Chart:
    t, cost = told.tongue, told.figures.costing
    assert cost is not None
    euros = {month: cents / 100 for month, cents in cost.months.items()}
    return told.by_month(t("costing_months"), euros)


def _kinds(told: Told) -> Table:
    t, cost = told.tongue, told.figures.costing
    assert cost is not None
    rows: list[tuple[Cell, ...]] = [
        (t(f"paid_{kind}"), t.number(hours, 1)) for kind, hours in cost.hours.items() if hours
    ]
    return Table(
        title=t("paid_table"),
        sheet=t("paid_sheet"),
        header=(t("paid_kind"), t("hours_unit")),
        rows=(*rows, (t("total"), t.number(cost.duty_hours, 1))),
        note=t("paid_note"),
        total=True,
    )


def _lines(told: Told) -> Table:
    t, cost = told.tongue, told.figures.costing
    assert cost is not None
    rows: list[tuple[Cell, ...]] = [
        (told.line(one.line), t.number(one.hours, 1), t.euros(one.cents)) for one in cost.lines
    ]
    rows.append((t("coordination"), "–", t.euros(cost.coordination_cents)))
    if cost.ceiling_cents:
        rows.append((t("ceilings"), "–", t.euros(cost.ceiling_cents)))
    return Table(
        title=t("costing_table"),
        sheet=t("costing_sheet"),
        header=(t("line"), t("served_hours"), t("euros")),
        rows=(*rows, (t("total"), t.number(cost.duty_hours, 1), t.euros(cost.cents))),
        note=t("costing_note"),
        total=True,
    )
