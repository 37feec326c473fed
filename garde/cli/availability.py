"""``garde availability``: when a service can, cannot, or would rather (not) serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.availability_address import MeansOption, OneServiceOption, ServiceOption, fetch, source
from garde.cli.frame import Acting, JsonOption, command, existing_file
from garde.cli.given import instants_given
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from garde.availability.collisions import Collision
    from garde.availability.window import Window
    from garde.basin.service import Service

app = typer.Typer(help="When a service can and cannot serve.", no_args_is_help=True)


def add(
    acting: Acting,
    service: ServiceOption,
    start: Annotated[str, typer.Option("--from", metavar="INSTANT", help="Local time, 2027-01-04T08:00.")],
    end: Annotated[str, typer.Option("--to", metavar="INSTANT", help="Excluded.")],
    kind: Annotated[str, typer.Option("--kind", help="unavailable, available or wish.")] = "unavailable",
    points: Annotated[
        int,
        typer.Option(
            "--points", min=-100, max=100, help="Of a wish: above 0 glad to serve, below 0 rather not."
        ),
    ] = 0,
    note: Annotated[str | None, typer.Option("--note", help="A few words; coordinators see them.")] = None,
) -> int:
    """Adds a window by hand.

    Example: garde availability add --service nurse-7 --from 2027-01-04T18:00 --to 2027-01-05T08:00
    """
    from garde.availability.by_hand import add_by_hand
    from garde.availability.window import Window, window_kind
    from garde.cli.availability_shown import warn_of
    from garde.storage.repositories.services import known_service

    window = Window(
        window_kind(kind),
        instants_given(start, acting.zone, "--from")[0],
        instants_given(end, acting.zone, "--to")[-1],
        points,
        note=note,
    )
    with acting.database.writing() as session:
        add_by_hand(session, acting.basin, service, window, actor=acting.actor, at=acting.now())
        known = known_service(session, acting.basin.id, service)
        found = _collisions(acting, session, known, [window]) if kind == "unavailable" else ()
    say(f"{service}: {kind} from {start} to {end}")
    warn_of(known, [collision for collision in found if collision.window], acting.zone)
    return 0


def remove(
    acting: Acting,
    service: ServiceOption,
    window: Annotated[
        int | None, typer.Argument(metavar="WINDOW", help="Its number in `availability show`.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="All windows that came from there.")
    ] = None,
) -> int:
    """Removes a window, or all that one calendar or table gave.

    Example: garde availability remove 12 --service nurse-7
    """
    from garde.availability.removing import remove_all_of, remove_one
    from garde.errors import BadInput

    if (window is None) == (source is None):
        raise BadInput("name one window, or one source", remedy="give WINDOW or --source NAME")
    with acting.database.writing() as session:
        by, at = acting.actor, acting.now()
        if window is not None:
            remove_one(session, acting.basin, service, window, actor=by, at=at)
            told = f"window {window} removed"
        else:
            count = remove_all_of(session, acting.basin, service, source or "", actor=by, at=at)
            told = f"{count} windows of source {source} removed"
    say(f"{service}: {told}")
    return 0


def show(acting: Acting, service: ServiceOption, as_json: JsonOption = False) -> int:
    """Shows the windows of a service, oldest first, and the published duties that they collide with.

    Example: garde availability show --service nurse-7
    """
    from garde.cli.availability_shown import calendar_lines, warn_of, window_as_json
    from garde.cli.showing import local
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.windows import all_windows_of, calendar_of

    with acting.database.reading() as session:
        known = known_service(session, acting.basin.id, service)
        windows = all_windows_of(session, acting.basin.id, service)
        calendar = calendar_of(session, acting.basin.id, service)
        found = _collisions(acting, session, known, windows)
    against = {
        window.id: [
            collision.slot.key
            for collision in found
            if window.kind == "unavailable"
            and window.start < collision.slot.end
            and collision.slot.start < window.end
        ]
        for window in windows
    }
    if as_json:
        print_json([{**window_as_json(window), "collides_with": against[window.id]} for window in windows])
        return 0
    rule = (
        "serves only in its windows of kind available"
        if known.availability == "declared"
        else "may always serve"
    )
    print_table(
        f"{known.name}: {rule}, but for what is unavailable",
        ["window", "kind", "from", "to", "points", "source", "note", "collides with"],
        [
            [w.id, w.kind, local(w.start, acting.zone), local(w.end, acting.zone), w.points or "", w.source,
             w.note, ", ".join(against[w.id])]
            for w in windows
        ],
        right=[0, 4],
    )  # fmt: skip
    for line in calendar_lines(known, calendar, acting.zone):
        say(line)
    warn_of(known, found, acting.zone)
    return 0


def import_windows(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A calendar (.ics), or CSV or XLSX.")],
    service: OneServiceOption = None,
    means: MeansOption = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Which of several calendars or tables this is."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Takes windows from a file, in place of those that the same source gave before: all or none.

    Example: garde availability import agenda.ics --service nurse-7 --means available
    """
    from garde.availability.importing import Wanted, import_file
    from garde.availability.verdicts import means_named
    from garde.basin.refusal import ImportRefused
    from garde.cli.availability_shown import show_update, update_as_json, warn_of

    meaning = means_named(means) if means is not None else None
    wanted = Wanted(existing_file(file), service, meaning, source, dry_run)
    try:
        imported = import_file(acting.database, acting.basin, wanted, acting.now(), actor=acting.actor)
    except ImportRefused as refused:
        for fault in refused.faults[1:50]:
            warn(fault.one_line())
        raise
    for update in imported.updates:
        if as_json:
            warn_of(update.service, update.collisions, acting.zone)
        else:
            show_update(update, acting.zone, dry_run=dry_run)
    if as_json:
        print_json([update_as_json(update, dry_run=dry_run) for update in imported.updates])
    return 0


def _collisions(
    acting: Acting, session: Session, service: Service, windows: Sequence[Window]
) -> tuple[Collision, ...]:
    from garde.availability.collisions import collisions
    from garde.storage.repositories.rotas import slots_in_force

    now = acting.now()
    return collisions(service, windows, slots_in_force(session, acting.basin.id, start=now), now)


command(app, "import", activity="preparation")(import_windows)
command(app, "add", activity="preparation")(add)
command(app, "remove", activity="preparation")(remove)
command(app, "show")(show)
command(app, "source", activity="preparation")(source)
command(app, "fetch")(fetch)
