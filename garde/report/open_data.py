"""The figures as open data: one row a figure, ids instead of words, nothing about a single service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.report import DataRow
from garde.report.figures import BasinFigures
from garde.report.figures.covering import KINDS
from garde.report.figures.small import Guarded

MEASURES = {
    "target_minutes": ("minutes", "basin_file"),
    "regular_minutes": ("minutes", "opening_hours"),
    "duty_minutes": ("minutes", "rota"),
    "missing_minutes": ("minutes", "rota"),
    "places": ("places", "rota"),
    "empty_places": ("places", "rota"),
    "served_hours": ("hours", "rota"),
    "served_hours_of_kind": ("hours", "rota"),
    "services_of_pool": ("services", "ledger"),
    "points_served": ("points", "ledger"),
    "services_within_a_duty": ("services", "ledger"),
    "mean_distance": ("part of 1", "ledger"),
    "fairness_gap": ("part of 1", "plans"),
    "nearer_duties": ("duties", "plans"),
    "coverage_gap": ("part of 1", "plans"),
    "duties_over": ("duties", "rota"),
    "duties_reported": ("duties", "activity"),
    "quiet_duties": ("duties", "activity"),
    "people": ("people", "activity"),
    "people_by_hour": ("people", "activity"),
    "incidents": ("incidents", "activity"),
    "people_without_help": ("people", "activity"),
    "coordination_minutes": ("person-minutes", "time"),
    "coordination_minutes_of_services": ("person-minutes", "time"),
    "coordination_minutes_of_independents": ("person-minutes", "time"),
    "signed_minutes": ("person-minutes", "time"),
    "unconfirmed_minutes": ("person-minutes", "time"),
    "minutes_a_month_before": ("person-minutes a month", "baseline"),
    "minutes_a_month_now": ("person-minutes a month", "time"),
    "services": ("services", "directory"),
    "owed_cents": ("cents", "compensation"),
    "duty_cents": ("cents", "compensation"),
    "coordination_cents": ("cents", "compensation"),
    "ceiling_cents": ("cents", "compensation"),
    "back_minutes": ("minutes", "compensation"),
    "paid_hours": ("hours", "compensation"),
    "published_places": ("places", "versions"),
    "later_versions": ("versions", "versions"),
    "changed_places": ("places", "versions"),
    "changed_late": ("places", "versions"),
    "swaps": ("swaps", "swaps"),
    "absences": ("absences", "audit"),
    "late_absences": ("absences", "audit"),
    "no_shows": ("duties", "records"),
    "cut_short": ("duties", "records"),
    "replaced": ("duties", "records"),
}
"""Every measure: its unit, and where it comes from."""

DIGITS = 6
"""So many decimals are kept."""


def open_data(figures: BasinFigures) -> Iterator[DataRow]:
    """All figures of a basin that anybody may have."""
    yield from _covering(figures)
    yield from _sharing(figures)
    yield from _receiving(figures)
    yield from _working(figures)
    yield from _costing(figures)
    yield from _steadiness(figures)


def _covering(figures: BasinFigures) -> Iterator[DataRow]:
    basin, cover = figures.basin, figures.covering
    for line in cover.lines:
        for measure, value in (
            ("target_minutes", line.target),
            ("regular_minutes", line.regular),
            ("duty_minutes", line.duty),
            ("missing_minutes", line.missing),
            ("places", line.places),
            ("empty_places", line.empty),
            ("served_hours", line.hours),
        ):
            yield DataRow(basin=basin, measure=measure, value=_kept(value), line=line.line)
        for kind in KINDS:
            value = _kept(line.kinds[kind])
            yield DataRow(
                basin=basin,
                measure="served_hours_of_kind",
                value=value,
                line=line.line,
                category="kind",
                key=kind,
            )
    for month in cover.months:
        for measure, value in (
            ("target_minutes", month.target),
            ("duty_minutes", month.duty),
            ("missing_minutes", month.missing),
            ("served_hours", month.hours),
        ):
            yield DataRow(basin=basin, measure=measure, value=_kept(value), month=month.month)


def _sharing(figures: BasinFigures) -> Iterator[DataRow]:
    basin, shared = figures.basin, figures.sharing
    for pool in shared.pools:
        for measure, value in (
            ("services_of_pool", len(pool.services)),
            ("points_served", pool.served),
            ("services_within_a_duty", pool.within_a_duty),
            ("mean_distance", pool.spread),
        ):
            yield DataRow(basin=basin, measure=measure, value=_kept(value), category="pool", key=pool.pool)
    for proof in shared.proofs:
        for measure, gap in (
            ("fairness_gap", proof.fair_gap),
            ("nearer_duties", proof.nearer),
            ("coverage_gap", proof.covering_gap),
        ):
            if gap is not None:
                yield DataRow(
                    basin=basin,
                    measure=measure,
                    value=_kept(gap),
                    month=proof.month,
                    category="pool",
                    key=proof.pool,
                )


def _receiving(figures: BasinFigures) -> Iterator[DataRow]:
    basin, came = figures.basin, figures.receiving
    yield DataRow(basin=basin, measure="duties_over", value=came.over)
    yield DataRow(basin=basin, measure="duties_reported", value=came.reported)
    yield DataRow(basin=basin, measure="quiet_duties", value=came.quiet)
    for kind in came.kinds:
        for measure, value in (
            ("duties_over", kind.over),
            ("duties_reported", kind.reported),
            ("quiet_duties", kind.quiet),
        ):
            yield DataRow(
                basin=basin, measure=measure, value=value, line=kind.line, category="kind", key=kind.kind
            )
    yield from _counts(basin, "people", {"line": came.lines, "month": came.months})
    yield from _counts(
        basin,
        "people",
        {
            "need": came.needs,
            "language": came.languages,
            "outcome": came.outcomes,
            "sent_to": came.sent_to,
        },
    )
    yield _total(basin, "people", came.lines)
    yield from _counts(basin, "people_by_hour", {"hour": came.hours})
    for kind_of, count in came.incidents.items():
        yield DataRow(basin=basin, measure="incidents", value=count, category="incident", key=kind_of)
    yield from _counts(
        basin, "people_without_help", {"door": came.doors, "line": came.door_lines, "hour": came.door_hours}
    )
    yield _total(basin, "people_without_help", came.doors)


def _counts(basin: str, measure: str, groups: Mapping[str, Guarded]) -> Iterator[DataRow]:
    """Counts of people; those too small to be told, and those that would give them away, have no value."""
    for name, group in groups.items():
        for key, count in group.counts.items():
            line, month = (key if name == one else "" for one in ("line", "month"))
            yield DataRow(
                basin=basin,
                measure=measure,
                value=count,
                line=line,
                month=month,
                category="" if line or month else name,
                key="" if line or month else key,
                suppressed=count is None,
            )


def _total(basin: str, measure: str, group: Guarded) -> DataRow:
    return DataRow(basin=basin, measure=measure, value=group.total, suppressed=group.total is None)


def _working(figures: BasinFigures) -> Iterator[DataRow]:
    basin, work = figures.basin, figures.working
    for month in work.months:
        for activity, minutes in sorted(month.activities.items()):
            yield DataRow(
                basin=basin,
                measure="coordination_minutes",
                value=minutes,
                month=month.month,
                category="activity",
                key=activity,
            )
    for activity, minutes in sorted(work.activities.items()):
        yield DataRow(
            basin=basin, measure="coordination_minutes", value=minutes, category="activity", key=activity
        )
    yield DataRow(basin=basin, measure="coordination_minutes", value=work.minutes)
    for measure, value in (
        ("coordination_minutes_of_services", work.by_services),
        ("coordination_minutes_of_independents", work.by_independents),
        ("signed_minutes", work.signed),
        ("unconfirmed_minutes", work.waiting),
    ):
        yield DataRow(basin=basin, measure=measure, value=value)
    if work.before is not None:
        yield DataRow(basin=basin, measure="minutes_a_month_before", value=_kept(work.before.then))
        yield DataRow(basin=basin, measure="minutes_a_month_now", value=_kept(work.before.now))
    yield DataRow(basin=basin, measure="services", value=work.services)


def _costing(figures: BasinFigures) -> Iterator[DataRow]:
    basin, cost = figures.basin, figures.costing
    if cost is None:
        return
    for measure, value in (
        ("owed_cents", cost.cents),
        ("duty_cents", cost.duty_cents),
        ("coordination_cents", cost.coordination_cents),
        ("ceiling_cents", cost.ceiling_cents),
        ("back_minutes", cost.back_minutes),
    ):
        yield DataRow(basin=basin, measure=measure, value=value)
    for line in cost.lines:
        yield DataRow(basin=basin, measure="duty_cents", value=line.cents, line=line.line)
    for kind, hours in cost.hours.items():
        yield DataRow(basin=basin, measure="paid_hours", value=_kept(hours), category="kind", key=kind)


def _steadiness(figures: BasinFigures) -> Iterator[DataRow]:
    basin, steady = figures.basin, figures.steadiness
    yield DataRow(basin=basin, measure="published_places", value=steady.places)
    for month in steady.months:
        for measure, value in (
            ("later_versions", month.publications),
            ("changed_places", month.changed),
            ("changed_late", month.late),
        ):
            yield DataRow(basin=basin, measure=measure, value=value, month=month.month)
    for state, count in sorted(steady.swaps.items()):
        yield DataRow(basin=basin, measure="swaps", value=count, category="state", key=state)
    for measure, value in (
        ("absences", steady.absences),
        ("late_absences", steady.late_absences),
        ("no_shows", steady.no_shows),
        ("cut_short", steady.cut_short),
        ("replaced", steady.replaced),
    ):
        yield DataRow(basin=basin, measure=measure, value=value)


def _kept(value: float) -> int | float:
    """Without noise in the last digits; whole numbers as such."""
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
