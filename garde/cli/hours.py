"""``garde services hours``: from when to when a service keeps which opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from garde.basin.service import Service
    from garde.coverage.changed import Outdated
    from garde.storage.repositories.terms import Statement

ServiceArgument = Annotated[str, typer.Argument(metavar="ID", help="The service's external id.")]
WORD = "always"
"""Instead of a date: whatever came before."""


def add_to(group: typer.Typer) -> None:
    """Puts the command into its group."""
    command(group, "hours", activity="administration")(hours)


def hours(
    acting: Acting,
    service: ServiceArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="HOURS", help="As OpenStreetMap writes them; none: no hours.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Their first day, or: always (default: from now on)."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Their last day (default: until others are announced)."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; needed for a time that has gone by.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Shows from when to when a service keeps which hours; with HOURS, announces others or corrects the past.

    What is reported of a time follows the hours in force then. Exit status 3: hours of a published month
    are left with nobody.

    Example: garde services hours 213004 "Mo-Fr 09:00-18:00" --from 2027-05-01 --reason "told us in June"
    """
    from garde.access.hours import state_hours
    from garde.cli.coverage_changed import warn_of_outdated
    from garde.errors import BadInput
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.terms import statements_of

    if text is None and (since or until or reason):
        raise BadInput("these options go with opening hours", where="HOURS", remedy="add them after the id")
    outdated: Sequence[Outdated] = ()
    if text is None:
        with acting.database.reading() as session:
            found = known_service(session, acting.basin.id, service)
            said = statements_of(session, acting.basin.id)
    else:
        actor = acting.actor
        with acting.database.writing() as session:
            restated = state_hours(
                session,
                acting.basin,
                service,
                text,
                start=first_instant(acting.zone, since, "--from"),
                end=first_instant(acting.zone, until, "--until", days=1),
                reason=reason,
                actor=actor,
                at=acting.now(),
            )
            outdated = _outdated(acting, session, restated.before, restated.after)
            found = known_service(session, acting.basin.id, service)
            said = statements_of(session, acting.basin.id)
    warn_of_outdated(outdated, acting.zone)
    rows = _rows(found, said)
    if as_json:
        print_json(rows)
    else:
        print_table(
            f"hours of {service}",
            ["id", "from", "until", "opening hours", "lines", "said by", "reason"],
            [
                [
                    row["id"],
                    _local(acting, row["from"], WORD),
                    _local(acting, row["until"], ""),
                    row["opening_hours"] or "none",
                    ", ".join(row["lines"]),
                    row["by"],
                    row["reason"],
                ]
                for row in rows
            ],
            optional=[6, 4],
        )
        if text is not None and restated.before is restated.after:
            say("nothing is new: these were its hours already")
    return 3 if any(one.uncovered for one in outdated) else 0


def first_instant(zone: ZoneInfo, text: str | None, option: str, *, days: int = 0) -> datetime | None:
    """The local midnight with which a date begins, so many days later; the word always where it may stand."""
    from datetime import date, time, timedelta

    from garde.basin.terms import ALWAYS
    from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR, resolve_handover
    from garde.errors import BadInput

    if text is None:
        return None
    if text.strip().lower() == WORD and not days:
        return ALWAYS
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        or_always = "" if days else ", or: always"
        raise BadInput(
            f"{text!r} is no date", where=option, remedy=f"write it as 2027-05-01{or_always}"
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(
            f"{day} lies too far away", where=option, remedy=f"name a day from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return resolve_handover(day + timedelta(days=days), time(), zone)


def _outdated(acting: Acting, session: Session, before: Service, after: Service) -> tuple[Outdated, ...]:
    """The published months that do not fit the new hours."""
    from garde.coverage.changed import Basis, directory_after, outdated_months
    from garde.storage.repositories.services import services_of

    known = services_of(session, acting.basin.id)
    former, present = (Basis(acting.basin, directory_after(known, [one])) for one in (before, after))
    return outdated_months(session, former, present, acting.now())


def _rows(service: Service, said: dict[int, Statement]) -> list[dict[str, Any]]:
    from garde.basin.terms import ALWAYS, FOREVER

    rows = []
    for one in service.in_force:
        statement = said.get(one.statement or 0)
        rows.append(
            {
                "id": one.statement,
                "from": None if one.start == ALWAYS else one.start,
                "until": None if one.end == FOREVER else one.end,
                "opening_hours": one.terms.opening_hours,
                "lines": list(one.terms.lines),
                "active_from": one.terms.active_from,
                "active_until": one.terms.active_until,
                "at": statement.at if statement else None,
                "by": statement.by if statement else None,
                "reason": statement.reason if statement else None,
            }
        )
    return rows


def _local(acting: Acting, instant: datetime | None, otherwise: str) -> str:
    from garde.cli.showing import local

    return otherwise if instant is None else local(instant, acting.zone)
