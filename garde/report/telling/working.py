"""The chapter on the time that coordination took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Bar, BarChart, Block, Chapter, Chart, Mark, Paragraph, Table
from garde.report.telling.told import Told, chapter, in_words
from garde.report.tongue import Tongue

QUARTER = 3
"""Months at either end of a period that are compared; a shorter period than two of them has no trend."""


def working_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Coordination time by activity and by month, per duty hour and per service."""
    return chapter("working", tongue, basins, _blocks)


def _blocks(told: Told) -> Iterator[Block]:
    t, work = told.tongue, told.figures.working
    if not work.minutes and not work.waiting:
        yield Paragraph(t("working_nothing"))
        return
    yield Paragraph(
        t("working_intro", time=t.hours(work.minutes), people=work.people, services=work.services_told)
    )
    if work.per_duty_hour is not None and work.per_service is not None:
        yield Paragraph(
            t(
                "working_rates",
                per_duty_hour=t.amount(work.per_duty_hour, 1),
                per_service=t.hours(work.per_service),
                services=work.services,
            )
        )
    if work.waiting and work.complete is not None:
        yield Paragraph(t("working_waiting", time=t.hours(work.waiting), share=t.share(work.complete)))
    if work.by_services:
        yield Paragraph(
            t(
                "working_whose",
                by_services=t.hours(work.by_services),
                by_independents=t.hours(work.by_independents),
            )
        )
    if work.minutes and work.signed:
        yield Paragraph(t("working_signed", share=t.share(work.signed / work.minutes)))
    yield Paragraph(" ".join(_before(told)))
    trend = _trend(told)
    if trend:
        yield Paragraph(trend)
    if work.minutes:
        yield _activities(told)
        yield _months(told)
        if work.before is not None and not work.before.with_services:
            yield told.by_month(
                t("working_own_months"), {one.month: one.own / 60 for one in work.months}, _mark(told)
            )
    yield _activity_table(told)
    yield _month_table(told)


def _activities(told: Told) -> Chart:
    t, work = told.tongue, told.figures.working
    bars = tuple(
        Bar(label=t(f"activity_{name}"), value=minutes / 60, text=t.hours(minutes))
        for name, minutes in work.activities.items()
    )
    first = next(iter(work.activities))
    return Chart(
        title=t(
            "working_activities",
            activity=t(f"activity_{first}"),
            share=t.share(work.activities[first] / work.minutes, 0),
        ),
        alternative=in_words(t, bars),
        drawing=BarChart(bars=bars),
    )


def _months(told: Told) -> Chart:
    t, work = told.tongue, told.figures.working
    mark = _mark(told) if work.before is not None and work.before.with_services else None
    return told.by_month(t("working_months"), {one.month: one.minutes / 60 for one in work.months}, mark)


def _trend(told: Told) -> str:
    """The first quarter of a longer period beside its last one; nothing where one has no hours of duty."""
    t, work = told.tongue, told.figures.working
    hours = {one.month: one.hours for one in told.figures.covering.months}
    if len(work.months) < 2 * QUARTER:
        return ""
    first, last = work.months[:QUARTER], work.months[-QUARTER:]
    if not all(sum(hours[one.month] for one in part) for part in (first, last)):
        return ""
    rates = [
        sum(one.minutes for one in part) / sum(hours[one.month] for one in part) for part in (first, last)
    ]
    return t("working_trend", first=t.amount(rates[0], 1), last=t.amount(rates[1], 1))


def _mark(told: Told) -> Mark | None:
    """What a month took before."""
    t, before = told.tongue, told.figures.working.before
    if before is None:
        return None
    return Mark(value=before.then / 60, text=t("before_mark", time=t.hours(before.then)))


def _before(told: Told) -> Iterator[str]:
    """The comparison with what coordination took before."""
    t, before = told.tongue, told.figures.working.before
    if before is None:
        yield t("before_none")
        return
    change = before.now / before.then - 1
    yield t(
        "before_more" if change >= 0 else "before_less",
        then=t.hours(before.then),
        now=t.hours(before.now),
        share=t.share(abs(change), 0),
    )
    if before.now_per_duty_hour is not None:
        yield t(
            "before_rate",
            then=t.amount(before.then_per_duty_hour, 1),
            now=t.amount(before.now_per_duty_hour, 1),
        )
    if not before.with_services:
        yield t("before_without_services")
    yield t(
        "before_source",
        first=t.month(before.first),
        last=t.month(before.last),
        method=t(f"method_{before.method}"),
        source=before.source,
    )


def _activity_table(told: Told) -> Table:
    t, work = told.tongue, told.figures.working
    return Table(
        title=t("activities_table"),
        sheet=t("activities_sheet"),
        header=(t("activity"), t("hours_unit"), t("part_percent")),
        rows=(
            *(
                (
                    t(f"activity_{name}"),
                    t.number(minutes / 60, 1),
                    t.share_number(minutes / work.minutes),
                )
                for name, minutes in work.activities.items()
            ),
            (t("total"), t.number(work.minutes / 60, 1), t.share_number(1.0)),
        ),
        total=True,
    )


def _month_table(told: Told) -> Table:
    t, work = told.tongue, told.figures.working
    duty = {one.month: one.hours for one in told.figures.covering.months}
    return Table(
        title=t("work_months_table"),
        sheet=t("work_months_sheet"),
        header=(t("month"), t("coordination_hours"), t("served_hours"), t("minutes_per_duty_hour")),
        rows=(
            *(
                (
                    t.month(one.month),
                    t.number(one.minutes / 60, 1),
                    t.number(duty[one.month]),
                    t.number(one.minutes / duty[one.month], 1) if duty[one.month] else "–",
                )
                for one in work.months
            ),
            (
                t("total"),
                t.number(work.minutes / 60, 1),
                t.number(work.duty_hours),
                "–" if work.per_duty_hour is None else t.number(work.per_duty_hour, 1),
            ),
        ),
        total=True,
    )
