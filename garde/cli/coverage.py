"""``garde coverage``: the minutes with nobody there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from fractions import Fraction

    from garde.calendar.intervals import Interval
    from garde.coverage.measure import LineCoverage


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "coverage")(coverage)


def coverage(
    acting: Acting,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month to look at.")],
    line: Annotated[str | None, typer.Option("--line", help="Only this line.")] = None,
    mode: Annotated[
        Literal["door", "telephone", "visit"] | None,
        typer.Option("--mode", help="Only those reached in this way count as there."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Finds the minutes of the target hours with nobody open or on duty. Exit status 1: there are some.

    Example: garde coverage --month 2027-10 --line pharmacy
    """
    from garde.calendar.month import Month
    from garde.coverage.reading import read_coverage

    with acting.database.reading() as session:
        found = read_coverage(session, acting.basin, Month.parse(month), line=line, mode=mode)
    for fault in dict.fromkeys(fault for one in found for fault in one.faults):
        warn(f"{fault}; it counts as closed")
    for one in found:
        if not one.published and one.duty_needed:
            warn(f"no rota of line {one.line} is published for {one.month}: only opening hours count")
    if as_json:
        print_json([_as_json(one) for one in found])
    else:
        _show(acting, found)
    return 1 if any(one.gaps for one in found) else 0


def _show(acting: Acting, found: tuple[LineCoverage, ...]) -> None:
    from garde.cli.showing import local

    print_table(
        f"Coverage, {found[0].month}" + (f", by {found[0].mode}" if found[0].mode else ""),
        ["line", "target minutes", "with nobody"],
        [[one.line, _number(one.target_minutes), _number(one.missing_minutes)] for one in found],
        right=[1, 2],
    )
    for one in found:
        if not one.published and not one.duty_needed:
            say(f"{one.line} needs no duty in {one.month}: services are open in all its hours")
        for gap in one.gaps:
            start, end = local(gap.start, acting.zone), local(gap.end, acting.zone)
            say(f"GAP {one.line}: {start} to {end}, {_minutes([gap])} minutes")


def _as_json(one: LineCoverage) -> dict[str, Any]:
    return {
        "id": one.line,
        "line": one.line,
        "month": str(one.month),
        "mode": one.mode,
        "published": one.published,
        "duty_needed": one.duty_needed,
        "target_minutes": _number(one.target_minutes),
        "missing_minutes": _number(one.missing_minutes),
        "gaps": [{"start": gap.start, "end": gap.end, "minutes": _minutes([gap])} for gap in one.gaps],
    }


def _minutes(gaps: list[Interval]) -> int | float:
    from garde.calendar.timeline import minutes_of

    return _number(minutes_of(gaps))


def _number(minutes: Fraction) -> int | float:
    """Whole minutes as they are; seconds, which only a record by hand can have, as decimals."""
    return minutes.numerator if minutes.denominator == 1 else round(float(minutes), 6)
