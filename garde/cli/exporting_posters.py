"""``garde export poster``: the week's duties for walls, and sheets for the services' doors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, command
from garde.cli.given import day_given
from garde.cli.output import say, warn


def add_to(group: typer.Typer) -> None:
    """Puts the command into its group."""
    command(group, "poster")(poster)


def poster(
    acting: Acting,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="PATH", help="The .pdf file to write; with --doors the folder."
        ),
    ],
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="DATE", help="A date of the week (default: the current week)."),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="FORMAT", help="a4 or a3.")] = "a4",
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="LINE", help="Only this line; several times for several."),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            "--service", metavar="ID", help="A sheet for this service's door, into the folder PATH."
        ),
    ] = None,
    doors: Annotated[
        bool, typer.Option("--doors", help="A sheet for every service's door, into the folder PATH.")
    ] = False,
) -> int:
    """Writes the week's duties as a poster in five languages, or the sheets that hang on closed doors.

    Example: garde export poster --week 2027-01-04 --paper a3 -o poster.pdf
    """
    from exports.files import write_files
    from exports.typesetting import PAPERS
    from garde.errors import BadInput
    from garde.printing.poster import door_sheets, printed_poster
    from garde.printing.weeks import current_monday, monday_of
    from garde.web.pages import pictogram

    size = next((size for size in PAPERS if size == paper.lower()), None)
    if size is None:
        raise BadInput(f"{paper!r} is no paper", where="--paper", remedy="use a4 or a3")
    if line and (service or doors):
        raise BadInput(
            "a door sheet has the lines of its service",
            where="--line",
            remedy="leave it out, or --service and --doors",
        )
    actor, config = acting.actor, acting.basin
    monday = current_monday(config, acting.now()) if week is None else monday_of(day_given(week, "--week"))
    public_url = acting.settings.known_public_url
    with acting.database.reading() as session:
        about = (session, config, monday, pictogram, public_url)
        if service or doors:
            chosen = tuple(dict.fromkeys(service or ()))
            files = door_sheets(*about, actor=actor, paper=size, services=chosen)
        else:
            lines = tuple(dict.fromkeys(line or ()))
            data = printed_poster(*about, actor=actor, paper=size, lines=lines)
            files = {output.name: data}
    if public_url is None:
        warn("no QR code: set GARDE_PUBLIC_URL to the address under which people reach the public page")
    if service or doors:
        changed = write_files(output, files)
        say(f"Week of {monday}: {len(files)} door sheets in {output}, {len(changed)} of them changed")
    else:
        write_files(output.parent, files)
        say(f"Week of {monday} written to {output}")
    return 0
