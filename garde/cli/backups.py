"""``garde backups``: services of neighbour basins that stand in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.backups.backup import Backup

app = typer.Typer(
    help="Services of neighbour basins that stand in where a place stays empty.", no_args_is_help=True
)

NumberArgument = Annotated[int, typer.Argument(metavar="BACKUP", help="Its number in `backups list`.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="What was said, for the record.")]
SlotOption = Annotated[str, typer.Option("--slot", metavar="KEY", help="The slot, as the rota names it.")]


def list_backups(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the backups that the basin asked for, and those asked of its own services, oldest first.

    Example: garde backups list
    """
    from garde.cli.showing import local
    from garde.storage.repositories.backups import backups_of

    with acting.database.reading() as session:
        found = backups_of(session, acting.basin.id)
    if as_json:
        print_json([_as_json(one) for one in found])
        return 0
    print_table(
        "",
        ["backup", "for", "slot", "from", "service", "state", "asked", "by", "decided by", "reason"],
        [
            [
                one.id,
                one.basin,
                one.slot,
                one.home,
                one.service,
                one.state,
                local(one.at, acting.zone),
                one.by,
                one.decided_by,
                one.reason,
            ]
            for one in found
        ],
        right=[0],
    )
    return 0


def candidates(
    acting: Acting,
    slot: SlotOption,
    absent: Annotated[
        str | None, typer.Option("--instead-of", metavar="ID", help="Nearest to this service of your basin.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Finds the neighbours' services on the line of a slot: those who can come, the nearest first.

    Neighbours are the basins that the basin's file names, as far as they are stored in this database. Exit
    status 1: nobody can come.

    Example: garde backups candidates --slot pharmacy/2027-01-05/night
    """
    from garde.cli.neighbours_shown import helper_as_json, helper_lines
    from garde.repair.neighbours import helpers, willing
    from garde.storage.repositories.served import known_slot
    from garde.storage.repositories.services import known_service

    with acting.database.reading() as session:
        named = known_service(session, acting.basin.id, absent) if absent else None
        found = helpers(session, acting.basin, known_slot(session, acting.basin, slot), named)
    if as_json:
        print_json([helper_as_json(one) for one in found])
    else:
        for text in helper_lines(found, most=len(found)):
            say(text)
    return 0 if willing(found) else 1


def propose(
    acting: Acting,
    slot: SlotOption,
    home: Annotated[str, typer.Option("--from", metavar="BASIN", help="The neighbour basin.")],
    service: Annotated[str, typer.Option("--service", metavar="ID", help="Its service.")],
    reason: ReasonOption = None,
    as_json: JsonOption = False,
) -> int:
    """Asks a neighbour's service to stand in; it and its basin's coordinators are written to.

    Example: garde backups propose --slot pharmacy/2027-01-05/night --from nord --service 213004
    """
    from garde.repair.standing_in import propose as ask

    actor = acting.actor
    with acting.database.writing() as session:
        made = ask(session, acting.basin, slot, home, service, actor=actor, at=acting.now(), reason=reason)
    acting.worked_on(made.slot)
    if as_json:
        print_json(_as_json(made))
    else:
        say(f"Backup {made.id}: {made.home}/{made.service} is asked to stand in, in {made.slot}.")
        say(f"Its own side answers: garde backups accept {made.id} --basin {made.home}")
    return 0


def accept(
    acting: Acting, number: NumberArgument, reason: ReasonOption = None, as_json: JsonOption = False
) -> int:
    """Agrees, for the basin whose service was asked: from now on it is shown as open, marked as a backup.

    Example: garde backups accept 3 --reason "agreed by telephone"
    """
    from garde.repair.standing_in import accept as decide

    return _decided(acting, decide, number, reason, as_json)


def decline(
    acting: Acting, number: NumberArgument, reason: ReasonOption = None, as_json: JsonOption = False
) -> int:
    """Says no, or no longer, for the basin whose service was asked.

    Example: garde backups decline 3 --reason "ill"
    """
    from garde.repair.standing_in import decline as decide

    return _decided(acting, decide, number, reason, as_json)


def withdraw(
    acting: Acting, number: NumberArgument, reason: ReasonOption = None, as_json: JsonOption = False
) -> int:
    """Says, for the basin that asked, that it is no longer needed; the service is written to.

    Example: garde backups withdraw 3
    """
    from garde.repair.standing_in import withdraw as decide

    return _decided(acting, decide, number, reason, as_json)


def _decided(
    acting: Acting, decide: Callable[..., Backup], number: int, reason: str | None, as_json: bool
) -> int:
    actor = acting.actor
    with acting.database.writing() as session:
        made = decide(session, acting.basin, number, actor=actor, at=acting.now(), reason=reason)
    acting.worked_on(made.slot)
    if as_json:
        print_json(_as_json(made))
    else:
        say(f"Backup {made.id} is {made.state}: {made.home}/{made.service}, {made.basin}, {made.slot}.")
    return 0


def _as_json(one: Backup) -> dict[str, Any]:
    return {
        "id": one.id,
        "basin": one.basin,
        "slot": one.slot,
        "home": one.home,
        "service": one.service,
        "state": one.state,
        "reason": one.reason,
        "asked_at": one.at,
        "asked_by": one.by,
        "decided_at": one.decided_at,
        "decided_by": one.decided_by,
    }


command(app, "list")(list_backups)
command(app, "candidates")(candidates)
command(app, "propose", activity="repair")(propose)
command(app, "accept", activity="repair")(accept)
command(app, "decline", activity="repair")(decline)
command(app, "withdraw", activity="repair")(withdraw)
