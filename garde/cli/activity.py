"""``garde activity``: what happened on duties, and whether their hours are needed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from garde.cli.activity_shown import (
    door_as_json,
    report_as_json,
    show_doors,
    show_reports,
    show_use,
    use_as_json,
)
from garde.cli.frame import Acting, JsonOption, command, existing_file
from garde.cli.given import day_given
from garde.cli.output import print_json, say, warn

if TYPE_CHECKING:
    from garde.activity.report import DutyReport

app = typer.Typer(
    help="What happened on duties, in counts; and whether these hours are needed.", no_args_is_help=True
)

SlotOption = Annotated[str, typer.Option("--slot", metavar="KEY", help="The slot, as the rota names it.")]
ServiceOption = Annotated[str, typer.Option("--service", metavar="ID", help="Who was on duty.")]
NobodyNamedOption = Annotated[
    bool, typer.Option("--nobody-named", help="You have read the remark: it names and describes nobody.")
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only what starts on this day or later.")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only what starts on this day or earlier.")
]


def add(
    acting: Acting,
    slot: SlotOption,
    service: ServiceOption,
    contacts: Annotated[
        list[str] | None,
        typer.Option(
            "--contact",
            metavar="NEED:LANGUAGE:OUTCOME=N",
            help="So many people; outcomes: helped, accompanied, sent_on:TO, not_helped. Repeatable.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Nobody came.")] = False,
    quiet_hours: Annotated[
        int | None, typer.Option("--quiet-hours", metavar="N", help="Whole hours in which nobody came.")
    ] = None,
    hours: Annotated[
        list[str] | None,
        typer.Option(
            "--hour", metavar="HOUR=N", help="So many came around that hour of the clock. Repeatable."
        ),
    ] = None,
    incidents: Annotated[
        list[str] | None,
        typer.Option(
            "--incident", metavar="KIND=N", help="violence, technical, medical or other. Repeatable."
        ),
    ] = None,
    remark: Annotated[
        str | None, typer.Option("--remark", metavar="TEXT", help="A few words; never about a person.")
    ] = None,
    nobody_named: NobodyNamedOption = False,
    as_json: JsonOption = False,
) -> int:
    """Reports a duty that is over, in place of what was reported of it before.

    Counts only: a remark with a telephone number, a national register number or the like is refused.

    Example: garde activity add --slot pharmacy/2027-01-05/night --service 2130 --contact medicine:fr:helped=3
    """
    from garde.activity.checking import Unfit
    from garde.activity.report import Counts
    from garde.activity.reporting import report_duty
    from garde.activity.written import bands_written, contacts_written, incidents_written

    if bool(contacts) == quiet:
        raise Unfit(
            "contact", "say who came, or that nobody came", remedy="add --contact or --quiet, not both"
        )
    basin = acting.basin
    counts = Counts(
        contacts=contacts_written(contacts or (), basin),
        quiet_hours=quiet_hours,
        bands=bands_written(hours or ()),
        incidents=incidents_written(incidents or ()),
        remark=remark,
    )
    actor = acting.actor
    with acting.database.writing() as session:
        made = report_duty(
            session, basin, slot, service, counts, nobody_named=nobody_named, actor=actor, at=acting.now()
        )
    acting.month = made.month
    if as_json:
        print_json(report_as_json(made, acting.zone))
    else:
        say(_told(made))
    return 0


def closed_door(
    acting: Acting,
    service: Annotated[str, typer.Option("--service", metavar="ID", help="Before whose door.")],
    line: Annotated[str, typer.Option("--line", metavar="LINE", help="For which line they came.")],
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="On which day.")],
    hour: Annotated[
        int, typer.Option("--hour", metavar="HOUR", help="In the hour that begins then: 0 to 23.")
    ],
    people: Annotated[int, typer.Option("--people", metavar="N", help="How many; 0 takes it back.")],
    turned_away: Annotated[
        bool, typer.Option("--turned-away", help="They spoke to somebody, who could not receive them.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Reports people who stood before a closed door, or were turned away, outside every duty.

    What was told before of the same service, line, hour and kind is replaced.

    Example: garde activity closed-door --service 213004 --line pharmacy --date 2027-01-09 --hour 9 --people 3
    """
    from garde.activity.closed_doors import Hour, report_closed_door

    when = Hour(day_given(day, "--date"), hour)
    kind: Literal["closed", "turned_away"] = "turned_away" if turned_away else "closed"
    actor = acting.actor
    with acting.database.writing() as session:
        made = report_closed_door(
            session, acting.basin, service, line, when, kind, people, actor=actor, at=acting.now()
        )
    if as_json:
        print_json(door_as_json(made))
    else:
        what = "turned away" if turned_away else "before a closed door"
        say(f"Noted: {made.people} people {what}, {made.day} {made.hour:02}:00, {service}, {line}.")
    return 0


def strike(acting: Acting, slot: SlotOption, service: ServiceOption) -> int:
    """Takes the words of a remark out for good; the counts stay.

    Example: garde activity strike --slot pharmacy/2027-01-05/night --service 213004
    """
    from garde.activity.reporting import strike_remark

    actor = acting.actor
    with acting.database.writing() as session:
        strike_remark(session, acting.basin, slot, service, actor=actor, at=acting.now())
    say("The remark is gone; its counts stay.")
    return 0


def import_file(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    nobody_named: NobodyNamedOption = False,
    as_json: JsonOption = False,
) -> int:
    """Reports duties, or people before closed doors, from a table: all rows or none.

    Of duties, a row for each kind of contact: slot, service, need, language, outcome, to, people,
    quiet_hours, violence, technical, medical, other, remark; a row without people says that nobody came.
    Of closed doors: date, hour, service, line, kind (closed or turned_away), people.

    Example: garde activity import january.csv
    """
    from garde.activity.importing import import_activity
    from garde.basin.refusal import ImportRefused

    actor = acting.actor
    try:
        with acting.database.writing() as session:
            done = import_activity(
                session,
                acting.basin,
                existing_file(file),
                nobody_named=nobody_named,
                actor=actor,
                at=acting.now(),
            )
    except ImportRefused as refused:
        for fault in refused.faults[1:50]:
            warn(fault.one_line())
        raise
    if as_json:
        print_json({"duties": done.duties, "closed_doors": done.closed_doors})
    elif done.closed_doors:
        say(f"{done.closed_doors} hours with people before a closed door are on record.")
    else:
        say(f"{done.duties} duties are reported.")
    return 0


def list_activity(
    acting: Acting,
    since: FromOption = None,
    until: ToOption = None,
    line: Annotated[str | None, typer.Option("--line", metavar="LINE", help="Only this line.")] = None,
    service: Annotated[str | None, typer.Option("--service", metavar="ID", help="Only this service.")] = None,
    doors: Annotated[
        bool, typer.Option("--closed-doors", help="People before closed doors instead of duties.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Lists what was reported and holds, oldest duty first.

    Example: garde activity list --from 2027-01-01 --to 2027-01-31 --line pharmacy
    """
    from garde.activity.reporting import list_reports

    start, end = _period(acting, since, until)
    _known(acting, line)
    with acting.database.reading() as session:
        reports, found = list_reports(session, acting.basin, actor=acting.actor, start=start, end=end)
    if doors:
        shown = [one for one in found if line in (None, one.line) and service in (None, one.service)]
        if as_json:
            print_json([door_as_json(one) for one in shown])
        else:
            show_doors(shown)
        return 0
    kept = [one for one in reports if line in (None, one.line) and service in (None, one.service)]
    if as_json:
        print_json([report_as_json(one, acting.zone) for one in kept])
    else:
        show_reports(kept, acting.zone)
    return 0


def use(
    acting: Acting,
    since: FromOption = None,
    until: ToOption = None,
    line: Annotated[str | None, typer.Option("--line", metavar="LINE", help="Only this line.")] = None,
    language: Annotated[
        Literal["fr", "nl", "en"], typer.Option("--language", help="In which the hints are told.")
    ] = "en",
    as_json: JsonOption = False,
) -> int:
    """Are these hours needed? Contacts by kind of duty, hour and quarter, closed doors, and hints.

    Without --from, over the last twelve months. Rates count reported duties only.

    Example: garde activity use --from 2027-01-01 --to 2027-06-30 --line pharmacy
    """
    from garde.activity.reading import read_use

    start, end = _period(acting, since, until)
    _known(acting, line)
    end = min(end or acting.now(), acting.now())
    start = start or end - timedelta(days=365)
    with acting.database.reading() as session:
        found = read_use(session, acting.basin, start, end, actor=acting.actor)
    if as_json:
        print_json(use_as_json(found, acting.basin, line, language))
    else:
        show_use(found, acting.basin, line, language)
    return 0


def _told(made: DutyReport) -> str:
    counts = made.counts
    came = "nobody came" if counts.quiet else "1 person" if counts.people == 1 else f"{counts.people} people"
    incidents = sum(one.count for one in counts.incidents)
    more = f", {incidents} incidents" if incidents else ""
    words = ", with a remark" if counts.remark else ""
    return f"Reported: {made.service}, {made.slot}: {came}{more}{words}."


def _known(acting: Acting, line: str | None) -> None:
    from garde.errors import NotFound

    if line is not None and acting.basin.line(line) is None:
        lines = ", ".join(one.id for one in acting.basin.lines)
        raise NotFound(
            f"basin {acting.basin.id} has no line {line[:40]!r}",
            where="--line",
            remedy=f"its lines are {lines}",
        )


def _period(acting: Acting, since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    from garde.calendar.localtime import resolve_handover
    from garde.errors import BadInput

    first = None if since is None else day_given(since, "--from")
    last = None if until is None else day_given(until, "--to")
    if first and last and last < first:
        raise BadInput("the end is before the start", where="--to", remedy="check --from and --to")
    return (
        resolve_handover(first, time(), acting.zone) if first else None,
        resolve_handover(last + timedelta(days=1), time(), acting.zone) if last else None,
    )


command(app, "add", activity="administration")(add)
command(app, "closed-door", activity="administration")(closed_door)
command(app, "strike")(strike)
command(app, "import", activity="administration")(import_file)
command(app, "list")(list_activity)
command(app, "use")(use)
