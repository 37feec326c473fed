"""``garde absence``: the published rota repaired around an absence."""

from __future__ import annotations

from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import instants_given
from garde.cli.interrupting import asked_to_stop
from garde.cli.output import print_json, progress, warn


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "absence", activity="repair")(absence)


def absence(
    acting: Acting,
    service: Annotated[str, typer.Option("--service", metavar="ID", help="Who cannot serve.")],
    start: Annotated[str, typer.Option("--from", metavar="INSTANT", help="Local time, 2027-01-04T08:00.")],
    end: Annotated[str, typer.Option("--to", metavar="INSTANT", help="Excluded.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why; coordinators see it.")] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=1, help="Seconds to think, at most.")
    ] = 10.0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed, same rota.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Puts an absence on record, and re-plans the published rota around it with the fewest changes.

    Makes a draft, and says which duties the absence takes away, who takes each, whom to call (soonest first),
    who else could take it, and what it costs in fairness. Nothing is in force before you publish the draft.
    Exit status 3: a place stays empty, or a duty under way is cut.

    Example: garde absence --service 213004 --from 2027-01-04T08:00 --to 2027-01-11T08:00
    """
    from garde.calendar.month import Month
    from garde.cli.repaired import repair_as_json, show_repair
    from garde.planning.plan import Listener
    from garde.repair.absence import Absence
    from garde.repair.repairing import Limits, repair

    announced = Absence(
        service,
        instants_given(start, acting.zone, "--from")[0],
        instants_given(end, acting.zone, "--to")[-1],
        reason,
    )
    actor = acting.actor
    acting.month = str(Month.of(announced.start, acting.zone))
    with progress("planning") as step, asked_to_stop() as stop:
        found = repair(
            acting.database,
            acting.basin,
            announced,
            actor=actor,
            at=acting.now(),
            listener=Listener(step, stop),
            limits=Limits(time_limit, seed),
            dry_run=dry_run,
        )
    if found.draft is not None and found.fresh:
        acting.solver_seconds += sum(pool.rota.seconds for pool in found.draft.pools)
        acting.month = found.draft.months[0]
    for text in found.warnings:
        warn(text)
    if as_json:
        print_json(repair_as_json(found, acting.zone))
    else:
        show_repair(found, acting.zone, dry_run=dry_run)
    return 0 if found.whole else 3
