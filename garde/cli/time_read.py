"""``garde time list|history|export|months``: the record as it is read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given
from garde.cli.output import print_json, print_table, say
from garde.cli.time_words import minutes_long, when

if TYPE_CHECKING:
    from garde.coordination.entry import TimeEntry

SinceOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only what starts on this day or later.")
]
UntilOption = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only what starts on this day or earlier.")
]
EveryoneOption = Annotated[
    bool, typer.Option("--all", help="The time of everybody, services as well, not only yours.")
]
OneServiceOption = Annotated[
    str | None, typer.Option("--service", metavar="ID", help="Only the time of this service.")
]


def add_to(app: typer.Typer) -> None:
    """Mounts the commands."""
    command(app, "list")(list_entries)
    command(app, "history")(history)
    command(app, "months")(months)
    command(app, "export")(export)


def list_entries(
    acting: Acting,
    since: SinceOption = None,
    until: UntilOption = None,
    everyone: EveryoneOption = False,
    service: OneServiceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Lists your time on record, oldest first.

    Example: garde time list --from 2027-01-01 --to 2027-01-31 --all
    """
    from garde.coordination.sheet import as_record

    entries = _chosen(acting, since, until, everyone, service)
    if as_json:
        print_json([as_record(entry, acting.zone) for entry in entries])
        return 0
    print_table(
        "",
        ["entry", "day", "from", "to", "whose", "activity", "minutes", "measured", "people", "month",
         "status", "source", "note"],
        [
            [entry.id, *when(entry, acting.zone), entry.service or entry.person, entry.activity,
             entry.minutes, entry.measured_minutes, entry.people, entry.month, _status(entry), entry.source,
             entry.note]
            for entry in entries
        ],
        right=[0, 6, 7, 8],
    )  # fmt: skip
    counted = sum(entry.spent for entry in entries if entry.counts)
    signed = sum(entry.spent for entry in entries if entry.status == "signed")
    waiting = sum(entry.spent for entry in entries if entry.status == "provisional")
    part = f" (of which {signed} signed)" if signed else ""
    say(f"{minutes_long(counted)} confirmed{part}, {waiting} provisional, times people.")
    return 0


def history(
    acting: Acting,
    entry: Annotated[int, typer.Argument(metavar="ID", help="The entry's number.")],
    as_json: JsonOption = False,
) -> int:
    """Shows an entry and everything that it was before, oldest first.

    Example: garde time history 12
    """
    from garde.coordination.correcting import facts_of
    from garde.coordination.log import history_of
    from garde.coordination.sheet import as_record

    actor = acting.actor
    with acting.database.reading() as session:
        found, former = history_of(session, acting.basin, entry, actor=actor)
    if as_json:
        print_json(
            {
                "entry": as_record(found, acting.zone),
                "former": [
                    {
                        "id": one.id,
                        "until": one.at.astimezone(acting.zone),
                        "changed_by": one.by,
                        "role": one.role,
                        "reason": one.reason,
                        **one.state,
                    }
                    for one in former
                ],
            }
        )
        return 0
    print_table(
        "",
        ["until", "status", "activity", "minutes", "people", "month", "signed by", "changed by", "reason"],
        [
            *(
                [f"{one.at.astimezone(acting.zone):%Y-%m-%d %H:%M}", *_facts(one.state), one.by, one.reason]
                for one in former
            ),
            ["now", *_facts(facts_of(found)), "", ""],
        ],
        right=[3, 4],
    )
    return 0


def months(acting: Acting, as_json: JsonOption = False) -> int:
    """Shows the months with time on record: what counts, what is signed off, what waits.

    Example: garde time months
    """
    from garde.coordination.sheet import sign_off_as_record
    from garde.coordination.signing_off import months as on_record

    actor = acting.actor
    with acting.database.reading() as session:
        found = on_record(session, acting.basin, actor=actor)
    if as_json:
        print_json(
            [
                {
                    "id": str(one.month),
                    "entries": one.entries,
                    "minutes": one.minutes,
                    "signed_minutes": one.signed,
                    "unsettled_entries": one.provisional,
                    "late_entries": one.late,
                    "sign_offs": [sign_off_as_record(signed, acting.zone) for signed in one.rounds],
                }
                for one in found
            ]
        )
        return 0
    print_table(
        "",
        ["month", "entries", "minutes", "signed", "to confirm", "late", "signed off"],
        [
            [
                str(one.month),
                one.entries,
                one.minutes,
                one.signed,
                one.provisional,
                one.late,
                "; ".join(
                    f"{signed.by} {signed.at.astimezone(acting.zone):%Y-%m-%d}" for signed in one.rounds
                ),
            ]
            for one in found
        ],
        right=[1, 2, 3, 4, 5],
    )
    say("Minutes are times people.")
    return 0


def export(
    acting: Acting,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.csv", help="Where to write.")],
    since: SinceOption = None,
    until: UntilOption = None,
    everyone: EveryoneOption = False,
    service: OneServiceOption = None,
) -> int:
    """Writes your time on record as CSV.

    Example: garde time export --from 2027-01-01 --to 2027-01-31 --all -o january.csv
    """
    from exports.files import write_files
    from garde.coordination.sheet import as_csv

    entries = _chosen(acting, since, until, everyone, service)
    write_files(output.parent, {output.name: as_csv(entries, acting.zone)})
    say(f"{len(entries)} entries are in {output}.")
    return 0


def _chosen(
    acting: Acting, since: str | None, until: str | None, everyone: bool, service: str | None
) -> tuple[TimeEntry, ...]:
    from datetime import time

    from garde.accounts.actor import require_reader
    from garde.calendar.localtime import resolve_handover
    from garde.errors import BadInput
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.time import entries_of

    require_reader(acting.actor, acting.basin.id, "see time")
    first = None if since is None else day_given(since, "--from")
    last = None if until is None else day_given(until, "--to")
    if first and last and last < first:
        raise BadInput("the end is before the start", where="--to", remedy="check --from and --to")
    with acting.database.reading() as session:
        if service is not None:
            known_service(session, acting.basin.id, service)
        return entries_of(
            session,
            acting.basin.id,
            person=None if everyone or service is not None else acting.person,
            service=service,
            since=resolve_handover(first, time(), acting.zone) if first else None,
            until=resolve_handover(last + timedelta(days=1), time(), acting.zone) if last else None,
        )


def _status(entry: TimeEntry) -> str:
    return f"{entry.status}, late" if entry.late else entry.status


def _facts(state: dict[str, object]) -> list[object]:
    return [state[name] for name in ("status", "activity", "minutes", "people", "month", "signed_by")]
