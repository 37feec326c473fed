"""``garde time``: coordination time on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from garde.coordination.entry import TimeEntry

app = typer.Typer(help="The time that coordination takes.", no_args_is_help=True)

ActivityArgument = Annotated[
    str,
    typer.Argument(
        metavar="ACTIVITY",
        help="preparation, planning, consultation, publication, repair, swaps, meeting, call, "
        "administration or other.",
    ),
]
MonthOption = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help="The month of the rota that it was for.")
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What figures do not say.")]
SinceOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only what starts on this day or later.")
]
UntilOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only what starts on this day or earlier.")
]
EveryoneOption = Annotated[bool, typer.Option("--all", help="The time of all people, not only yours.")]


def start(
    acting: Acting,
    activity: ActivityArgument,
    month: MonthOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> int:
    """Starts a timer. Commands that you run meanwhile count to it.

    Example: garde time start meeting --month 2027-01 --note "with the nurses"
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.log import start_timer

    basin, kind, about = acting.basin.id, activity_named(activity), _month(month)
    with acting.database.writing() as session:
        timer = start_timer(
            session,
            basin=basin,
            person=acting.person,
            activity=kind,
            now=acting.now(),
            month=about,
            note=note,
        )
    return _tell(timer, acting.zone, as_json)


def stop(
    acting: Acting,
    note: NoteOption = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="INSTANT", help="When the work ended, if not just now.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Stops your timer.

    Example: garde time stop --at 2027-01-15T17:30 --note "forgot the timer"
    """
    from garde.coordination.log import stop_timer

    moment = _instant(at, acting.zone, "--at")
    with acting.database.writing() as session:
        entry = stop_timer(session, person=acting.person, now=acting.now(), at=moment, note=note)
    return _tell(entry, acting.zone, as_json)


def add(
    acting: Acting,
    activity: ActivityArgument,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", help="How long, for each person.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="On which day (default: today).")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="INSTANT", help="From when, if you know it.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="INSTANT", help="Until when, if you know it.")
    ] = None,
    people: Annotated[
        int, typer.Option("--people", metavar="N", help="How many people spent this time.")
    ] = 1,
    month: MonthOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> int:
    """Puts time on record by hand: minutes of a day, or from one instant to another.

    Example: garde time add meeting --minutes 90 --date 2027-01-15 --people 4
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.log import put_on_record
    from garde.coordination.stated import stated_between, stated_on_day
    from garde.errors import BadInput

    zone, now = acting.zone, acting.now()
    common: dict[str, Any] = {
        "basin": acting.basin.id,
        "person": acting.person,
        "activity": activity_named(activity),
        "minutes": minutes,
        "people": people,
        "month": _month(month),
        "note": note,
        "now": now,
    }
    if since is not None or until is not None:
        if day is not None:
            raise BadInput("--date and --from or --to say two things", remedy="leave one of them out")
        first, last = _instant(since, zone, "--from"), _instant(until, zone, "--to")
        entry = stated_between(start=first, end=last, **common)
    elif minutes is None:
        raise BadInput("how long it took is missing", remedy="add --minutes N, or --from and --to")
    else:
        on_day = now.astimezone(zone).date() if day is None else _day(day, "--date")
        entry = stated_on_day(day=on_day, zone=zone, **common)
    with acting.database.writing() as session:
        entry, overlapping = put_on_record(session, entry)
    for other in overlapping:
        warn(
            f"entry {other.id} ({other.activity}, {other.source}) covers some of this time too; "
            "correct one of them with garde time confirm"
        )
    return _tell(entry, zone, as_json)


def list_entries(
    acting: Acting,
    since: SinceOption = None,
    until: UntilOption = None,
    everyone: EveryoneOption = False,
    as_json: JsonOption = False,
) -> int:
    """Lists your time on record, oldest first.

    Example: garde time list --from 2027-01-01 --to 2027-01-31 --all
    """
    from garde.coordination.sheet import as_record

    entries = _chosen(acting, since, until, everyone)
    if as_json:
        print_json([as_record(entry, acting.zone) for entry in entries])
        return 0
    print_table(
        "",
        ["entry", "day", "from", "to", "person", "activity", "minutes", "measured", "people", "month",
         "status", "source", "note"],
        [
            [entry.id, *_when(entry, acting.zone), entry.person, entry.activity, entry.minutes,
             entry.measured_minutes, entry.people, entry.month, entry.status, entry.source, entry.note]
            for entry in entries
        ],
        right=[0, 6, 7, 8],
    )  # fmt: skip
    spent = {
        status: sum((entry.minutes or 0) * entry.people for entry in entries if entry.status == status)
        for status in ("confirmed", "provisional")
    }
    say(f"{_minutes(spent['confirmed'])} confirmed, {spent['provisional']} provisional, times people.")
    return 0


def confirm(
    acting: Acting,
    entry: Annotated[int, typer.Argument(metavar="ID", help="The entry's number.")],
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", help="How long it really took.")
    ] = None,
    activity: Annotated[
        str | None, typer.Option("--activity", metavar="ACTIVITY", help="What it really was.")
    ] = None,
    month: MonthOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> int:
    """Confirms or corrects an entry of yours. What was measured stays beside it.

    Example: garde time confirm 12 --minutes 40 --note "and a call in between"
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.log import confirm_entry

    basin, about = acting.basin.id, _month(month)
    kind = None if activity is None else activity_named(activity)
    with acting.database.writing() as session:
        found = confirm_entry(
            session,
            entry,
            basin=basin,
            by=acting.person,
            now=acting.now(),
            minutes=minutes,
            activity=kind,
            month=about,
            note=note,
        )
    return _tell(found, acting.zone, as_json)


def export(
    acting: Acting,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.csv", help="Where to write.")],
    since: SinceOption = None,
    until: UntilOption = None,
    everyone: EveryoneOption = False,
) -> int:
    """Writes your time on record as CSV.

    Example: garde time export --from 2027-01-01 --to 2027-01-31 --all -o january.csv
    """
    from exports.files import write_files
    from garde.coordination.sheet import as_csv

    entries = _chosen(acting, since, until, everyone)
    write_files(output.parent, {output.name: as_csv(entries, acting.zone)})
    say(f"{len(entries)} entries are in {output}.")
    return 0


def _chosen(acting: Acting, since: str | None, until: str | None, everyone: bool) -> tuple[TimeEntry, ...]:
    from datetime import time

    from garde.calendar.localtime import resolve_handover
    from garde.errors import BadInput
    from garde.storage.repositories.time import entries_of

    first = None if since is None else _day(since, "--from")
    last = None if until is None else _day(until, "--to")
    if first and last and last < first:
        raise BadInput("the end is before the start", where="--to", remedy="check --from and --to")
    with acting.database.reading() as session:
        return entries_of(
            session,
            acting.basin.id,
            person=None if everyone else acting.person,
            since=resolve_handover(first, time(), acting.zone) if first else None,
            until=resolve_handover(last + timedelta(days=1), time(), acting.zone) if last else None,
        )


def _tell(entry: TimeEntry, zone: ZoneInfo, as_json: bool) -> int:
    if as_json:
        from garde.coordination.sheet import as_record

        print_json(as_record(entry, zone))
        return 0
    day, first, last = _when(entry, zone)
    clock = f" {first} to {last}" if last else f" since {first}" if first else ""
    length = "a timer" if entry.minutes is None else _minutes(entry.minutes)
    if entry.measured_minutes != entry.minutes:
        length += f" ({entry.measured_minutes} at first)"
    shared = f", {entry.people} people" if entry.people > 1 else ""
    say(f"Entry {entry.id}: {entry.activity}, {length}{shared}, {day}{clock}, {entry.status}.")
    return 0


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"


def _when(entry: TimeEntry, zone: ZoneInfo) -> tuple[str, str, str]:
    """The local day and clock times, as far as they are known."""
    first = entry.start.astimezone(zone)
    last = entry.end.astimezone(zone) if entry.end else None
    if entry.span is None:
        return first.date().isoformat(), "", ""
    return first.date().isoformat(), f"{first:%H:%M}", f"{last:%H:%M}" if last else ""


def _month(text: str | None) -> str | None:
    from garde.calendar.month import Month

    return None if text is None else str(Month.parse(text))


def _day(text: str, where: str) -> date:
    from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR
    from garde.errors import BadInput

    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no date", where=where, remedy="write it as 2027-01-15") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{day.isoformat()} lies too far away", where=where, remedy="check the year")
    return day


def _instant(text: str | None, zone: ZoneInfo, where: str) -> datetime | None:
    from garde.calendar.localtime import parse_instant
    from garde.errors import BadInput

    if text is None:
        return None
    try:
        found = parse_instant(text, zone)
    except BadInput as error:
        raise BadInput(error.what, where=where, remedy=error.remedy) from None
    if len(found) > 1:
        both = " or ".join(instant.astimezone(zone).isoformat() for instant in found)
        raise BadInput(f"{text!r} happens twice that day", where=where, remedy=f"write {both}")
    return found[0]


command(app, "start")(start)
command(app, "stop")(stop)
command(app, "add")(add)
command(app, "list")(list_entries)
command(app, "confirm")(confirm)
command(app, "export")(export)
