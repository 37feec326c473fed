"""``garde baseline``: what coordination took before, and what it takes now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.coordination.activity import Activity
    from garde.coordination.baseline import Baseline
    from garde.coordination.comparing import Present

app = typer.Typer(help="What coordination took before, to compare with.", no_args_is_help=True)


def set_new(
    acting: Acting,
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="What it describes: 2025, or 2025-01/2025-06.")
    ],
    services: Annotated[int, typer.Option("--services", metavar="N", help="How many services took part.")],
    duty_hours: Annotated[
        float, typer.Option("--duty-hours", metavar="N", help="Hours of duty in a month, of all services.")
    ],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Whom you asked, or which papers.")],
    method: Annotated[
        str, typer.Option("--method", metavar="METHOD", help="estimate, interviews or time-sheets.")
    ] = "estimate",
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", help="Minutes a month, all people together.")
    ] = None,
    activity: Annotated[
        list[str] | None,
        typer.Option("--activity", metavar="ACTIVITY=N", help="Its minutes a month (may be repeated)."),
    ] = None,
    with_services: Annotated[
        bool, typer.Option("--with-services", help="The services' own time is in these figures.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="YYYY-MM", help="It holds from then (default: after the period)."),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="What figures do not say.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Sets what coordination took in a month before; former baselines stay on record.

    Example: garde baseline set --period 2025 --minutes 1500 --services 9 --duty-hours 750 --source Ann
    """
    from garde.calendar.month import Month
    from garde.coordination.baseline import stated_baseline
    from garde.coordination.measuring import set_baseline

    actor = acting.actor
    baseline = stated_baseline(
        basin=acting.basin.id,
        period=period,
        method=method,
        by_activity=_by_activity(activity or []),
        total=minutes,
        with_services=with_services,
        services=services,
        duty_hours=duty_hours,
        source=source,
        by=actor.name,
        now=acting.now(),
        holds_from=None if since is None else Month.parse(since),
        note=note,
    )
    with acting.database.writing() as session:
        stored = set_baseline(session, acting.basin, baseline, actor=actor, at=acting.now())
    if as_json:
        print_json(_as_json(stored))
    else:
        say(f"Baseline {stored.id}: {stored.total} minutes a month, holds from {stored.holds_from}.")
    return 0


def show(
    acting: Acting,
    months: Annotated[
        int, typer.Option("--months", metavar="N", help="So many complete months to compare with.")
    ] = 6,
    as_json: JsonOption = False,
) -> int:
    """Compares what coordination took before with the last complete months on record.

    Example: garde baseline show --months 12
    """
    from garde.coordination.measuring import compared

    actor = acting.actor
    with acting.database.reading() as session:
        found = compared(session, acting.basin, actor=actor, at=acting.now(), months=months)
    if as_json:
        print_json(
            {
                "baseline": _as_json(found.baseline),
                "present": None if found.present is None else _present_as_json(found.present),
                "change": None if found.present is None else _changes(found.baseline, found.present),
                "all": [_as_json(one) for one in found.all],
            }
        )
        return 0
    _show(found.baseline, found.present)
    return 0


def _show(baseline: Baseline, present: Present | None) -> None:
    before = (
        f"{baseline.first}" if baseline.first == baseline.last else f"{baseline.first} to {baseline.last}"
    )
    whose = (
        "coordinators and services" if baseline.with_services else "coordinators, without services' own time"
    )
    say(f"Baseline {baseline.id}: {before}, {baseline.method}, {baseline.source}. Time of {whose}.")
    if baseline.note:
        say(baseline.note)
    rows: list[list[object]] = [
        [name, _number(was), _number(now), _percent(was, now)]
        for name, was, now in _figures(baseline, present)
    ]
    for activity, was, now in _activities(baseline, present):
        rows.append([f"  {activity}", _number(was), _number(now), _percent(was, now)])
    if baseline.by_activity and baseline.not_told_apart:
        rows.append(["  not told apart", _number(baseline.not_told_apart), "", ""])
    print_table("", ["in a month", "before", "now", "change"], rows, right=[1, 2, 3])
    if present is None:
        say("No complete month has time on record yet.")
        return
    first, last = present.months[0], present.months[-1]
    say(f"Now: the mean of {first} to {last}. Not signed off yet: {present.unsigned} minutes of it.")
    if present.provisional:
        say(f"{present.provisional} minutes more wait to be confirmed and are left out.")


def _figures(baseline: Baseline, present: Present | None) -> list[tuple[str, float, float | None]]:
    return [
        ("minutes", baseline.total, None if present is None else present.minutes),
        (
            "minutes per hour of duty",
            baseline.minutes_per_duty_hour,
            None if present is None else present.minutes_per_duty_hour,
        ),
        (
            "minutes per service",
            baseline.minutes_per_service,
            None if present is None else present.minutes_per_service,
        ),
        ("hours of duty", baseline.duty_hours, None if present is None else present.duty_hours),
        ("services", baseline.services, None if present is None else present.services),
    ]


def _activities(
    baseline: Baseline, present: Present | None
) -> list[tuple[Activity, float | None, float | None]]:
    from garde.coordination.activity import Activity

    return [
        (one, baseline.by_activity.get(one), None if present is None else present.by_activity[one])
        for one in Activity
        if baseline.by_activity.get(one) or (present and present.by_activity[one])
    ]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _percent(was: float | None, now: float | None) -> str:
    from garde.coordination.comparing import change

    part = change(was or 0, now)
    return "" if part is None else f"{part:+.0%}"


def _changes(baseline: Baseline, present: Present) -> dict[str, float | None]:
    from garde.coordination.comparing import change

    return {name.replace(" ", "_"): change(was, now) for name, was, now in _figures(baseline, present)}


def _present_as_json(present: Present) -> dict[str, Any]:
    return {
        "first_month": str(present.months[0]),
        "last_month": str(present.months[-1]),
        "months": len(present.months),
        "minutes": present.minutes,
        "by_activity": {one.value: minutes for one, minutes in present.by_activity.items() if minutes},
        "duty_hours": present.duty_hours,
        "services": present.services,
        "minutes_per_duty_hour": present.minutes_per_duty_hour,
        "minutes_per_service": present.minutes_per_service,
        "unsigned_minutes": present.unsigned,
        "provisional_minutes": present.provisional,
    }


def _as_json(baseline: Baseline) -> dict[str, Any]:
    return {
        "id": baseline.id,
        "basin": baseline.basin,
        "holds_from": str(baseline.holds_from),
        "first_month": str(baseline.first),
        "last_month": str(baseline.last),
        "method": baseline.method,
        "minutes": baseline.total,
        "by_activity": {one.value: minutes for one, minutes in baseline.by_activity.items()},
        "with_services": baseline.with_services,
        "services": baseline.services,
        "duty_hours": baseline.duty_hours,
        "minutes_per_duty_hour": baseline.minutes_per_duty_hour,
        "minutes_per_service": baseline.minutes_per_service,
        "source": baseline.source,
        "note": baseline.note,
        "set_at": baseline.set_at,
        "set_by": baseline.set_by,
    }


def _by_activity(given: list[str]) -> dict[Activity, int]:
    """Minutes of each activity, as ``meeting=900``. Raises BadInput."""
    from garde.coordination.activity import activity_named
    from garde.errors import BadInput

    found: dict[Activity, int] = {}
    for text in given:
        name, _, number = text.partition("=")
        kind = activity_named(name)
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            raise BadInput(f"{text[:40]!r} says no minutes", where="--activity", remedy="write meeting=900")
        if kind in found:
            raise BadInput(f"{kind} is given twice", where="--activity", remedy="give their sum once")
        found[kind] = int(number)
    return found


command(app, "set")(set_new)
command(app, "show")(show)
