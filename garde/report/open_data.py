"""The figures as open data: one row a figure, ids instead of words, nothing about a single service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.report import DataRow
from garde.report.figures import BasinFigures
from garde.report.figures.counted import total
from garde.report.figures.covering import KINDS
from garde.report.figures.using import DutyUse
from garde.report.period import Period

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
    "duties_by_hour": ("duties", "activity"),
    "quiet_by_hour": ("duties", "activity"),
    "hint_drop": ("duties", "activity"),
    "hint_add": ("days", "activity"),
    "hint_show": ("days", "activity"),
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
    "settled_cents": ("cents", "settlements"),
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

PLACES = frozenset({"line", "month"})
"""Categories with a column of their own."""


OF_PEOPLE = frozenset({"people", "people_by_hour", "people_without_help", "quiet_duties", "quiet_by_hour"})
"""Counts of people, or so near to them, that freely chosen dates must not tell them."""

Rows = Iterator[tuple[str, float | None, dict[str, str]]]
"""Measures with their values (None: not told), and where each belongs."""


def open_data(figures: BasinFigures, period: Period) -> Iterator[DataRow]:
    """All figures of a basin that anybody may have.

    What is told of people in months, quarters and years is decided together (``small``); of other dates,
    whose difference from these could be one person, they are not told.
    """
    parts = (_covering, _sharing, _receiving, _using, _working, _costing, _steadiness)
    for measure, value, where in (row for part in parts for row in part(figures)):
        told = None if measure in OF_PEOPLE and not period.whole_months else value
        yield DataRow(
            basin=figures.basin,
            measure=measure,
            value=None if told is None else _kept(told),
            suppressed=told is None,
            **where,
        )


def _each(values: Mapping[str, float | None], **where: str) -> Rows:
    """Several measures of the same line, month or other thing."""
    for measure, value in values.items():
        yield measure, value, where


def _by(measure: str, category: str, values: Mapping[str, int | None] | Mapping[str, float]) -> Rows:
    """One measure by line or month, or by the keys of a category."""
    for key, value in values.items():
        yield measure, value, {category: key} if category in PLACES else {"category": category, "key": key}


def _covering(figures: BasinFigures) -> Rows:
    cover = figures.covering
    for line in cover.lines:
        yield from _each(
            {
                "target_minutes": line.target,
                "regular_minutes": line.regular,
                "duty_minutes": line.duty,
                "missing_minutes": line.missing,
                "places": line.places,
                "empty_places": line.empty,
                "served_hours": line.hours,
            },
            line=line.line,
        )
        for kind in KINDS:
            yield "served_hours_of_kind", line.kinds[kind], _named("kind", kind, line=line.line)
    for month in cover.months:
        yield from _each(
            {
                "target_minutes": month.target,
                "duty_minutes": month.duty,
                "missing_minutes": month.missing,
                "served_hours": month.hours,
            },
            month=month.month,
        )


def _sharing(figures: BasinFigures) -> Rows:
    for pool in figures.sharing.pools:
        yield from _each(
            {
                "services_of_pool": len(pool.services),
                "points_served": pool.served,
                "services_within_a_duty": pool.within_a_duty,
                "mean_distance": pool.spread,
            },
            **_named("pool", pool.pool),
        )
    for proof in figures.sharing.proofs:
        gaps = {
            "fairness_gap": proof.fair_gap,
            "nearer_duties": proof.nearer,
            "coverage_gap": proof.covering_gap,
        }
        known = {measure: gap for measure, gap in gaps.items() if gap is not None}
        yield from _each(known, **_named("pool", proof.pool, month=proof.month))


def _receiving(figures: BasinFigures) -> Rows:
    came = figures.receiving
    yield from _each({"duties_over": came.over, "duties_reported": came.reported, "quiet_duties": came.quiet})
    yield "people", total(came.everybody), {}
    for category, counts in (
        ("line", came.lines.counts),
        ("month", came.months),
        ("need", came.needs.counts),
        ("language", came.languages.counts),
        ("outcome", came.outcomes.counts),
        ("sent_to", came.sent_to.counts),
    ):
        yield from _by("people", category, counts)
    yield from _by("people_by_hour", "hour", came.hours.counts)
    yield from _by("incidents", "incident", came.incidents)
    yield "people_without_help", total(came.waited), {}
    for category, door in (("door", came.doors), ("line", came.door_lines), ("hour", came.door_hours)):
        yield from _by("people_without_help", category, door.counts)


def _using(figures: BasinFigures) -> Rows:
    use = figures.using
    for (line, kind), some in use.kinds.items():
        yield from _duties(some, **_named("kind", kind, line=line))
    for (line, kind, day), some in use.days.items():
        yield from _duties(some, **_named("kind_day", f"{kind}/{day}", line=line))
    for one in use.hours:
        yield from _each(
            {"duties_by_hour": one.known, "quiet_by_hour": one.quiet},
            **_named("hour", f"{one.hour}", line=one.line),
        )
    for quarter, some in use.quarters.items():
        yield from _duties(some, **_named("quarter", quarter))
    yield from _by("people", "quarter", use.people.counts)
    yield from _by("people_without_help", "quarter", use.doors.counts)
    for hint in use.hints:
        named = (
            _named("kind_day", f"{hint.kind}/{hint.day}")
            if hint.kind
            else _named("day_hour", f"{hint.day}/{hint.first}")
        )
        yield f"hint_{hint.what}", hint.occasions, {**named, "line": hint.line}


def _duties(some: DutyUse, **where: str) -> Rows:
    yield from _each(
        {"duties_over": some.over, "duties_reported": some.reported, "quiet_duties": some.quiet}, **where
    )


def _working(figures: BasinFigures) -> Rows:
    work = figures.working
    for month in work.months:
        for activity, minutes in sorted(month.activities.items()):
            yield "coordination_minutes", minutes, _named("activity", activity, month=month.month)
    yield from _by("coordination_minutes", "activity", dict(sorted(work.activities.items())))
    yield from _each(
        {
            "coordination_minutes": work.minutes,
            "coordination_minutes_of_services": work.by_services,
            "coordination_minutes_of_independents": work.by_independents,
            "signed_minutes": work.signed,
            "unconfirmed_minutes": work.waiting,
        }
    )
    if work.before is not None:
        yield from _each({"minutes_a_month_before": work.before.then, "minutes_a_month_now": work.before.now})
    yield "services", work.services, {}


def _costing(figures: BasinFigures) -> Rows:
    cost = figures.costing
    if cost is None:
        return
    yield from _each(
        {
            "owed_cents": cost.cents,
            "duty_cents": cost.duty_cents,
            "coordination_cents": cost.coordination_cents,
            "ceiling_cents": cost.ceiling_cents,
            "settled_cents": cost.settled_cents,
            "back_minutes": cost.back_minutes,
        }
    )
    yield from _by("duty_cents", "line", {line.line: line.cents for line in cost.lines})
    yield from _by("paid_hours", "kind", cost.hours)


def _steadiness(figures: BasinFigures) -> Rows:
    steady = figures.steadiness
    yield "published_places", steady.places, {}
    for month in steady.months:
        yield from _each(
            {
                "later_versions": month.publications,
                "changed_places": month.changed,
                "changed_late": month.late,
            },
            month=month.month,
        )
    yield from _by("swaps", "state", dict(sorted(steady.swaps.items())))
    yield from _each(
        {
            "absences": steady.absences,
            "late_absences": steady.late_absences,
            "no_shows": steady.no_shows,
            "cut_short": steady.cut_short,
            "replaced": steady.replaced,
        }
    )


def _named(category: str, key: str, **where: str) -> dict[str, str]:
    return {"category": category, "key": key, **where}


def _kept(value: float) -> int | float:
    """Without noise in the last digits; whole numbers as such."""
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
