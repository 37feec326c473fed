"""``garde export site``: the whole lookup as static files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, command
from garde.cli.output import say


def add_to(group: typer.Typer) -> None:
    """Puts the command into its group."""
    command(group, "site")(site)


def site(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the site.")],
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="Where it will stand (default: GARDE_PUBLIC_URL)."),
    ] = None,
) -> int:
    """Writes "who is open now" as static files, which any host serves and which work offline.

    Example: garde export site -o site/
    """
    from exports.site import write_site
    from garde.errors import BadInput
    from garde.web.posters import stored_posters
    from garde.web.published import PublishedSource
    from garde.web.site import StoredSite

    if url is not None and not url.startswith(("http://", "https://")):
        raise BadInput(f"{url!r} is no address", where="--url", remedy="begin it with https://")
    public_url = url or acting.settings.known_public_url
    timetable = PublishedSource(acting.database, acting.basin.id, acting.clock).current()
    posters = stored_posters(acting.database, public_url)
    files = StoredSite(acting.database, acting.basin.id, public_url, posters).files(timetable, acting.now())
    written = write_site(output, files, acting.basin.id)
    until = timetable.end.astimezone(timetable.zone)
    say(f"{len(files)} files in {output}, {len(written.changed)} of them changed")
    say(f"They tell who is open until {until:%Y-%m-%d %H:%M}.")
    return 0
