"""``garde export csv`` and ``xlsx``: the rota in force as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, command
from garde.cli.output import say

LanguageOption = Annotated[str, typer.Option("--language", metavar="TAG", help="fr, nl or en.")]


def add_to(group: typer.Typer) -> None:
    """Puts the commands into their group."""
    command(group, "csv")(csv)
    command(group, "xlsx")(xlsx)


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
    from garde.calendar.month import Month
    from garde.publication.tables import rota_table
    from garde.storage.repositories.rotas import slots_in_force, versions_of
    from garde.storage.repositories.services import services_of

    wanted = str(Month.parse(month)) if month else None
    with acting.database.reading() as session:
        slots = slots_in_force(session, acting.basin.id)
        services = services_of(session, acting.basin.id)
        versions = versions_of(session, acting.basin.id)
    kept = tuple(slot for slot in slots if wanted in (None, slot.month))
    changed_at = versions[-1].published_at if versions else acting.now()
    table = rota_table(acting.basin, services, kept, wanted, changed_at, language)
    render = render_csv if kind == "csv" else render_xlsx
    write_files(output.parent, {output.name: render(table)})
    say(f"{len(table.rows)} duties written to {output}")
    return 0
