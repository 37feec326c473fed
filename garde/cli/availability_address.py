"""``garde availability source`` and ``fetch``: what a service's calendar means, and where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.frame import Acting, JsonOption
from garde.cli.output import print_json, say, warn

if TYPE_CHECKING:
    from garde.availability.fetching import Fetched

ServiceOption = Annotated[str, typer.Option("--service", metavar="ID", help="The service's external id.")]
OneServiceOption = Annotated[
    str | None, typer.Option("--service", metavar="ID", help="Only this service, by its external id.")
]
MeansOption = Annotated[
    str | None,
    typer.Option(
        "--means",
        metavar="busy|available",
        help="What its calendar's events say; remembered (default: busy, of an independent available).",
    ),
]


def source(
    acting: Acting,
    service: ServiceOption,
    means: MeansOption = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="Where its calendar is read; - asks for it."),
    ] = None,
    no_address: Annotated[
        bool, typer.Option("--no-address", help="Forget the address and the windows that it gave.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Says, or shows, what a service's calendar means and at which address it is read.

    Example: garde availability source --service nurse-7 --means available --address https://example.org/a.ics
    """
    import sys

    from garde.availability.settings import set_calendar
    from garde.availability.verdicts import means_named
    from garde.availability.webaddress import web_address
    from garde.cli.availability_shown import calendar_as_json, calendar_lines
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.windows import calendar_of

    given = sys.stdin.readline() if address == "-" else address
    place = web_address(given) if given is not None else None
    changing = means is not None or place is not None or no_address
    with acting.database.writing() if changing else acting.database.reading() as session:
        known = known_service(session, acting.basin.id, service)
        if changing:
            calendar = set_calendar(
                session,
                acting.basin,
                service,
                means=None if means is None else means_named(means),
                address=place,
                no_address=no_address,
                actor=acting.actor,
                at=acting.now(),
            )
        else:
            calendar = calendar_of(session, acting.basin.id, service)
    if as_json:
        print_json(calendar_as_json(known, calendar))
    else:
        say(f"{service}: {'; '.join(calendar_lines(known, calendar, acting.zone))}")
    return 0


def fetch(acting: Acting, service: OneServiceOption = None, as_json: JsonOption = False) -> int:
    """Reads the services' calendars at their addresses; what cannot be read keeps its last good windows.

    Example: garde availability fetch
    """
    from garde.availability import download
    from garde.availability.fetching import fetch_calendars
    from garde.cli.availability_shown import update_as_json
    from garde.errors import NotFound
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.windows import addresses_of

    if service is not None:
        with acting.database.reading() as session:
            known_service(session, acting.basin.id, service)
            if service not in addresses_of(session, acting.basin.id):
                raise NotFound(
                    f"{service} has no address",
                    remedy="give one: garde availability source --service ID --address URL",
                )
    results = []
    for fetched in fetch_calendars(
        acting.database,
        acting.basin,
        acting.now(),
        download.outside(),
        actor=acting.actor,
        only=None if service is None else [service],
    ):
        _show(acting, fetched, quiet=as_json)
        results.append(
            {
                "id": fetched.service.external_id,
                "failure": fetched.failure,
                "failed_since": fetched.failed_since,
                "read_at": fetched.read_at,
                "update": update_as_json(fetched.update, dry_run=False) if fetched.update else None,
            }
        )
    if as_json:
        print_json(results)
    elif not results:
        say("no service has an address; give one: garde availability source --service ID --address URL")
    return 1 if any(result["failure"] for result in results) else 0


def _show(acting: Acting, fetched: Fetched, *, quiet: bool) -> None:
    from garde.cli.availability_shown import show_update, warn_of
    from garde.cli.showing import local

    name, zone = fetched.service.external_id, acting.zone
    if fetched.failure is not None:
        since = f" (since {local(fetched.failed_since, zone)})" if fetched.failed_since else ""
        kept = f"its windows of {local(fetched.read_at, zone)} stay" if fetched.read_at else "never read yet"
        warn(f"{name}: {fetched.failure}{since}; {kept}")
    elif fetched.update is None:
        if not quiet:
            say(f"{name}: not changed since it was last read")
    elif quiet:
        warn_of(fetched.service, fetched.update.collisions, zone)
    else:
        show_update(fetched.update, zone, dry_run=False)
