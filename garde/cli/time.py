"""``garde time``: coordination time put on record, confirmed, corrected, signed off."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from garde.cli import time_read
from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given, instant_given, month_given
from garde.cli.output import print_json, say, warn
from garde.cli.time_words import minutes_long, tell

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
NoteOption = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help="What figures do not say; nothing about helped people."),
]
ServiceOption = Annotated[
    str | None, typer.Option("--service", metavar="ID", help="It is the time of this service.")
]
EntryArgument = Annotated[int, typer.Argument(metavar="ID", help="The entry's number.")]


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

    actor, kind, about = acting.actor, activity_named(activity), month_given(month)
    with acting.database.writing() as session:
        timer = start_timer(session, actor=actor, activity=kind, now=acting.now(), month=about, note=note)
    return tell(timer, acting.zone, as_json)


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

    actor, moment = acting.actor, instant_given(at, acting.zone, "--at")
    with acting.database.writing() as session:
        entry = stop_timer(session, actor=actor, now=acting.now(), at=moment, note=note)
    return tell(entry, acting.zone, as_json)


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
    service: ServiceOption = None,
    month: MonthOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> int:
    """Puts time on record by hand: minutes of a day, or from one instant to another; yours or a service's.

    Example: garde time add meeting --minutes 90 --date 2027-01-15 --people 4
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.log import put_on_record
    from garde.coordination.stated import stated_between, stated_on_day
    from garde.errors import BadInput

    zone, now, actor = acting.zone, acting.now(), acting.actor
    common: dict[str, Any] = {
        "basin": acting.basin.id,
        "person": actor.name,
        "service": service,
        "activity": activity_named(activity),
        "minutes": minutes,
        "people": people,
        "month": month_given(month),
        "note": note,
        "now": now,
    }
    if since is not None or until is not None:
        if day is not None:
            raise BadInput("--date and --from or --to say two things", remedy="leave one of them out")
        first, last = instant_given(since, zone, "--from"), instant_given(until, zone, "--to")
        entry = stated_between(start=first, end=last, **common)
    elif minutes is None:
        raise BadInput("how long it took is missing", remedy="add --minutes N, or --from and --to")
    else:
        on_day = now.astimezone(zone).date() if day is None else day_given(day, "--date")
        entry = stated_on_day(day=on_day, zone=zone, **common)
    with acting.database.writing() as session:
        entry, overlapping = put_on_record(session, acting.basin, entry, actor=actor, at=now)
    for other in overlapping:
        warn(
            f"entry {other.id} ({other.activity}, {other.source}) covers some of this time too; "
            "correct one of them with garde time confirm"
        )
    return tell(entry, zone, as_json)


def confirm(
    acting: Acting,
    entry: EntryArgument,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", help="How long it really took.")
    ] = None,
    activity: Annotated[
        str | None, typer.Option("--activity", metavar="ACTIVITY", help="What it really was.")
    ] = None,
    people: Annotated[int | None, typer.Option("--people", metavar="N", help="How many there were.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="On which day, where no hours are known.")
    ] = None,
    month: MonthOption = None,
    note: NoteOption = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; needed once it was signed off.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Confirms or corrects an entry of yours, or of a service. What it was before stays on record.

    Example: garde time confirm 12 --minutes 40 --note "and a call in between"
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.correcting import Correction
    from garde.coordination.log import confirm_entry

    actor = acting.actor
    correction = Correction(
        minutes=minutes,
        activity=None if activity is None else activity_named(activity),
        people=people,
        day=None if day is None else day_given(day, "--date"),
        month=month_given(month),
        note=note,
    )
    with acting.database.writing() as session:
        found = confirm_entry(
            session, acting.basin, entry, actor=actor, now=acting.now(), correction=correction, reason=reason
        )
    return tell(found, acting.zone, as_json)


def withdraw(
    acting: Acting,
    entry: EntryArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")],
    as_json: JsonOption = False,
) -> int:
    """Takes an entry of yours, or of a service, back: it stays on record, with 0 minutes.

    Example: garde time withdraw 12 --reason "put on record twice"
    """
    from garde.coordination.log import withdraw_entry

    actor = acting.actor
    with acting.database.writing() as session:
        found = withdraw_entry(session, acting.basin, entry, actor=actor, now=acting.now(), reason=reason)
    return tell(found, acting.zone, as_json)


def sign_off(
    acting: Acting,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month that it was spent in.")],
    as_json: JsonOption = False,
) -> int:
    """Signs off all time that was spent in a month, by coordinators and services, once it is confirmed.

    What comes or changes later is marked late; signing the month again signs that.

    Example: garde time sign-off --month 2027-01
    """
    from garde.calendar.month import Month
    from garde.coordination.sheet import sign_off_as_record
    from garde.coordination.signing_off import sign_off as sign

    actor, wanted = acting.actor, Month.parse(month)
    with acting.database.writing() as session:
        signed = sign(session, acting.basin, wanted, actor=actor, at=acting.now())
    if as_json:
        print_json(sign_off_as_record(signed, acting.zone))
    else:
        again = "" if signed.number == 1 else f", round {signed.number}"
        many = "1 entry" if signed.entries == 1 else f"{signed.entries} entries"
        said = f"{many}, {minutes_long(signed.minutes)} times people"
        say(f"{signed.month} is signed off by {signed.by}{again}: {said}.")
    return 0


command(app, "start")(start)
command(app, "stop")(stop)
command(app, "add")(add)
command(app, "confirm")(confirm)
command(app, "withdraw")(withdraw)
command(app, "sign-off")(sign_off)
time_read.add_to(app)
