"""``garde availability``: when a service can, cannot, or would rather (not) serve."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

app = typer.Typer(help="When a service can and cannot serve.", no_args_is_help=True)

ServiceOption = Annotated[str, typer.Option("--service", metavar="ID", help="The service's external id.")]


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
    note: Annotated[str | None, typer.Option("--note", help="A remark, for the coordinators.")] = None,
) -> int:
    """Adds a window by hand.

    Example: garde availability add --service nurse-7 --from 2027-01-04T18:00 --to 2027-01-05T08:00
    """
    from garde.availability.window import Window, window_kind
    from garde.storage.repositories.services import add_windows, known_service

    window = Window(
        window_kind(kind), _instant(acting, start, 0), _instant(acting, end, -1), points, note=note
    )
    with acting.database.writing() as session:
        known_service(session, acting.basin.id, service)
        add_windows(session, acting.basin.id, {service: [window]})
    say(f"{service}: {kind} from {start} to {end}")
    return 0


def _instant(acting: Acting, text: str, which: int) -> datetime:
    """The instant; of an hour that exists twice, the first for a start and the last for an end."""
    from garde.calendar.localtime import parse_instant

    return parse_instant(text, acting.zone)[which]


def remove(
    acting: Acting,
    window: Annotated[int, typer.Argument(metavar="WINDOW", help="Its number in `availability show`.")],
    service: ServiceOption,
) -> int:
    """Removes a window.

    Example: garde availability remove 12 --service nurse-7
    """
    from garde.errors import NotFound
    from garde.storage.repositories.services import known_service, remove_window, service_ids

    with acting.database.writing() as session:
        known_service(session, acting.basin.id, service)
        if not remove_window(session, service_ids(session, acting.basin.id)[service], window):
            raise NotFound(f"{service} has no window {window}", remedy="see: garde availability show")
    say(f"{service}: window {window} removed")
    return 0


def show(acting: Acting, service: ServiceOption, as_json: JsonOption = False) -> int:
    """Shows the windows of a service, oldest first.

    Example: garde availability show --service nurse-7
    """
    from datetime import UTC

    from garde.cli.showing import local
    from garde.storage.repositories.services import known_service, windows_of

    with acting.database.reading() as session:
        known = known_service(session, acting.basin.id, service)
        always = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
        windows = windows_of(session, acting.basin.id, *always).get(service, ())
    if as_json:
        print_json(
            [
                {
                    "id": window.id,
                    "kind": window.kind,
                    "start": window.start,
                    "end": window.end,
                    "points": window.points,
                    "source": window.source,
                    "note": window.note,
                }
                for window in windows
            ]
        )
        return 0
    rule = (
        "serves only in its windows of kind available"
        if known.availability == "declared"
        else "may always serve"
    )
    print_table(
        f"{known.name}: {rule}, but for what is unavailable",
        ["window", "kind", "from", "to", "points", "note"],
        [
            [w.id, w.kind, local(w.start, acting.zone), local(w.end, acting.zone), w.points or "", w.note]
            for w in windows
        ],
        right=[0, 4],
    )
    return 0


command(app, "add", activity="preparation")(add)
command(app, "remove", activity="preparation")(remove)
command(app, "show")(show)
