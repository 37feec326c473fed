"""``garde export``: the rota in force as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli import exporting_months, exporting_posters, exporting_site, exporting_tables
from garde.cli.exporting_tables import LanguageOption
from garde.cli.frame import Acting, command
from garde.cli.output import say

app = typer.Typer(help="The rota in force as files.", no_args_is_help=True)


def ical(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")],
    language: LanguageOption = "fr",
    gaps: Annotated[
        bool, typer.Option("--gaps", help="With an event for each duty that nobody has.")
    ] = False,
) -> int:
    """Writes calendar feeds of the basin, each line, sector, service and organisation.

    Example: garde export ical -o feeds/
    """
    from exports.files import write_files
    from garde.publication.feed_scopes import Form
    from garde.publication.feeds import feed_files
    from garde.publication.reading import read_in_force

    with acting.database.reading() as session:
        in_force = read_in_force(session, acting.basin, acting.now())
    files = feed_files(in_force, Form(language, gaps), acting.settings.known_public_url)
    changed = write_files(output, files)
    say(f"{len(files)} feeds in {output}, {len(changed)} of them changed")
    return 0


command(app, "ical", activity="publication")(ical)
exporting_tables.add_to(app)
exporting_months.add_to(app)
exporting_posters.add_to(app)
exporting_site.add_to(app)
