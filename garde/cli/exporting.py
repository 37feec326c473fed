"""``garde export``: the rota in force as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, command
from garde.cli.output import say

app = typer.Typer(help="The rota in force as files.", no_args_is_help=True)

LanguageOption = Annotated[str, typer.Option("--language", metavar="TAG", help="fr, nl or en.")]


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


def csv(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The .csv file to write.")],
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="Only this month.")] = None,
    language: LanguageOption = "fr",
) -> int:
    """Writes the rota in force as CSV, one row a duty.

    Example: garde export csv --month 2027-01 -o january.csv
    """
    return _table(acting, output, month, language, "csv")


def xlsx(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The .xlsx file to write.")],
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="Only this month.")] = None,
    language: LanguageOption = "fr",
) -> int:
    """Writes the rota in force as a spreadsheet with totals.

    Example: garde export xlsx --month 2027-01 -o january.xlsx
    """
    return _table(acting, output, month, language, "xlsx")


def _table(acting: Acting, output: Path, month: str | None, language: str, kind: str) -> int:
    from exports.files import write_files
    from exports.tables import render_csv, render_xlsx
    from garde.backups.reading import guests_of
    from garde.calendar.month import Month
    from garde.publication.tables import rota_table
    from garde.storage.repositories.rotas import slots_in_force, versions_of
    from garde.storage.repositories.services import services_of

    wanted = str(Month.parse(month)) if month else None
    with acting.database.reading() as session:
        slots = slots_in_force(session, acting.basin.id)
        services = services_of(session, acting.basin.id)
        versions = versions_of(session, acting.basin.id)
        guests = guests_of(session, acting.basin.id)
    kept = tuple(slot for slot in slots if wanted in (None, slot.month))
    changed_at = versions[-1].published_at if versions else acting.now()
    table = rota_table(acting.basin, services, kept, wanted, changed_at, language, guests)
    render = render_csv if kind == "csv" else render_xlsx
    write_files(output.parent, {output.name: render(table)})
    say(f"{len(table.rows)} duties written to {output}")
    return 0


command(app, "ical", activity="publication")(ical)
command(app, "csv")(csv)
command(app, "xlsx")(xlsx)
