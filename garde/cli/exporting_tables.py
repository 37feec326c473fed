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
    """Writes the rota in force as a spreadsheet: a grid of services by days for each month, rows, totals.

    Example: garde export xlsx --month 2027-01 -o january.xlsx
    """
    return _table(acting, output, month, language, "xlsx")


def _table(acting: Acting, output: Path, month: str | None, language: str, kind: str) -> int:
    from exports.files import write_files
    from exports.grid import render_workbook
    from exports.tables import render_csv
    from garde.calendar.month import Month
    from garde.printing.month import month_view
    from garde.printing.reading import all_months, read_months
    from garde.publication.tables import rota_table

    actor, config = acting.actor, acting.basin
    wanted = None if month is None else (Month.parse(month),)
    with acting.database.reading() as session:
        chosen = wanted or all_months(session, config, actor=actor)
        found = read_months(session, config, chosen, actor=actor)
    told = str(chosen[0]) if wanted else None
    table = rota_table(
        config,
        tuple(found.services.values()),
        found.slots,
        told,
        found.changed_at,
        language,
        found.guests,
    )
    if kind == "csv":
        data = render_csv(table)
    else:
        data = render_workbook(table, [month_view(found, one, (language,)) for one in found.months])
    write_files(output.parent, {output.name: data})
    say(f"{len(table.rows)} duties written to {output}")
    return 0
