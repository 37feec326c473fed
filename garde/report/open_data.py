"""The figures as open data: one row a figure, ids instead of words, nothing about a single service."""

from __future__ import annotations

from collections.abc import Iterator

from exports.report import DataRow
from garde.report.figures import BasinFigures
from garde.report.figures.covering import KINDS

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
    "coverage_gap": ("part of 1", "plans"),
    "coordination_minutes": ("person-minutes", "time"),
    "unconfirmed_minutes": ("person-minutes", "time"),
    "services": ("services", "directory"),
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
    yield from _working(figures)
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
        for measure, gap in (("fairness_gap", proof.fair_gap), ("coverage_gap", proof.covering_gap)):
            if gap is not None:
                yield DataRow(
                    basin=basin,
                    measure=measure,
                    value=_kept(gap),
                    month=proof.month,
                    category="pool",
                    key=proof.pool,
                )


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
    yield DataRow(basin=basin, measure="unconfirmed_minutes", value=work.waiting)
    yield DataRow(basin=basin, measure="services", value=work.services)


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
