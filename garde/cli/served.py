"""``garde served``: who really served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import instant_given
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from garde.served import Record

app = typer.Typer(help="Who really served: no-shows, replacements, duties cut short.", no_args_is_help=True)


def record(
    acting: Acting,
    slot: Annotated[str, typer.Option("--slot", metavar="KEY", help="The slot, as the rota names it.")],
    service: Annotated[
        str, typer.Option("--service", metavar="ID", help="Who was on duty, or replaced somebody.")
    ],
    start: Annotated[
        str | None, typer.Option("--from", metavar="INSTANT", help="It came at (default: in time).")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="INSTANT", help="It left at (default: at the end).")
    ] = None,
    absent: Annotated[bool, typer.Option("--absent", help="It did not come at all.")] = False,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", metavar="ID", help="Who served the rest.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Records what happened on a duty that has begun. The latest record of a service in a slot holds.

    Without --absent, --from and --to it says that the service served in full, which takes an earlier
    record back.

    Example: garde served record --slot pharmacy/2027-01-05/night --service 213004 --to 2027-01-06T08:00
    """
    from garde.publication.recording import record_served
    from garde.served import Report
    from garde.storage.repositories.services import known_service

    basin = acting.basin
    report = Report(
        service=service,
        start=instant_given(start, acting.zone, "--from"),
        end=instant_given(end, acting.zone, "--to"),
        absent=absent,
        replaced_by=replaced_by,
        reason=reason,
    )
    actor = acting.actor
    with acting.database.writing() as session:
        made, found = record_served(session, basin, slot, report, actor=actor, at=acting.now())
        for name in (service, replaced_by):
            if name is not None and found.line not in known_service(session, basin.id, name).lines:
                warn(f"{name} does not take part in line {found.line}")
    acting.month = found.month
    if as_json:
        print_json(_as_json(made))
    else:
        rest = f"; {made.replaced_by} served the rest" if made.replaced_by else ""
        say(f"Recorded: {made.service} {_what(acting, made)} in {made.slot}{rest}.")
        say(f"See what it leaves uncovered: garde coverage --month {found.month} --line {found.line}")
    return 0


def list_records(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists all records, oldest first; of a service in a slot, the last one holds.

    Example: garde served list
    """
    from garde.cli.showing import local
    from garde.storage.repositories.served import served_records

    with acting.database.reading() as session:
        found = served_records(session, acting.basin.id)
    if as_json:
        print_json([_as_json(one) for one in found])
        return 0
    print_table(
        "",
        ["record", "slot", "service", "what", "replaced by", "reason", "recorded", "by"],
        [
            [
                one.id,
                one.slot,
                one.service,
                _what(acting, one),
                one.replaced_by,
                one.reason,
                local(one.recorded_at, acting.zone),
                one.recorded_by,
            ]
            for one in found
        ],
        right=[0],
    )
    return 0


def _what(acting: Acting, one: Record) -> str:
    from garde.cli.showing import local

    if one.start is None or one.end is None:
        return "was absent"
    return f"served from {local(one.start, acting.zone)} to {local(one.end, acting.zone)}"


def _as_json(one: Record) -> dict[str, Any]:
    return {
        "id": one.id,
        "slot": one.slot,
        "service": one.service,
        "absent": one.absent,
        "start": one.start,
        "end": one.end,
        "replaced_by": one.replaced_by,
        "reason": one.reason,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
    }


command(app, "record", activity="administration")(record)
command(app, "list")(list_records)
