"""``garde report``: the funder's report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.exporting_tables import LanguageOption
from garde.cli.frame import Acting, command
from garde.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Puts the command into the program."""
    command(app, "report", uses_basin=False)(write_report)


def write_report(
    acting: Acting,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write: .pdf, .html, .xlsx or .csv."),
    ],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, included.")],
    language: LanguageOption = "fr",
    basin: Annotated[
        list[str] | None,
        typer.Option("--basin", metavar="BASIN", help="Needed where several are stored; may be repeated."),
    ] = None,
) -> int:
    """Writes the report of a period: coverage, sharing and its proof, activity, time, cost, stability.

    A .csv is open data; its dictionary is written beside it.

    Example: garde report --from 2027-01-01 --to 2027-12-31 --language nl -o report.pdf
    """
    from exports.files import write_files
    from garde.report.making import make_report
    from garde.report.period import Period
    from garde.report.printing import kind_of, report_files
    from garde.report.tongue import Tongue
    from garde.storage.repositories.basins import chosen_basin

    kind_of(output.name)
    period, tongue = Period.parse(first, last), Tongue(language)
    with acting.database.reading() as session:
        names: list[str] | list[None] = basin or [None]
        configs = [chosen_basin(session, name) for name in names]
        actors = [acting.actor_in(config) for config in configs]
        report = make_report(session, configs, period, tongue.tag, actors=actors, at=acting.now())
    files = report_files(report, output.name)
    write_files(output.parent, files)
    say(f"report written to {' and '.join(str(output.parent / name) for name in files)}")
    return 0
