"""``garde export pdf`` and the open formats: published months for walls and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.exporting_tables import LanguageOption
from garde.cli.frame import Acting, command
from garde.cli.output import say

if TYPE_CHECKING:
    from garde.calendar.month import Month
    from garde.printing.reading import Printed

MonthOption = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="Only this month (default: the current one and later)."),
]


def add_to(group: typer.Typer) -> None:
    """Puts the commands into their group."""
    command(group, "pdf")(pdf)
    command(group, "hsds")(hsds)
    command(group, "schema-org")(schema_org)
    command(group, "json")(json)


def pdf(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The .pdf file to write.")],
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="YYYY-MM", help="Which month (default: the latest published one)."),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="FORMAT", help="a4 or a3.")] = "a4",
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language", metavar="TAG", help="fr, nl or en; several times for several (default: fr nl)."
        ),
    ] = None,
) -> int:
    """Writes a published month to print and hang on the wall, in two languages.

    Example: garde export pdf --month 2027-01 --paper a3 -o january.pdf
    """
    from exports.typesetting import PAPERS
    from exports.wall import render_month
    from garde.calendar.month import Month
    from garde.errors import BadInput
    from garde.printing.month import month_view
    from garde.printing.reading import all_months, read_months

    size = next((size for size in PAPERS if size == paper.lower()), None)
    if size is None:
        raise BadInput(f"{paper!r} is no paper", where="--paper", remedy="use a4 or a3")
    actor, config = acting.actor, acting.basin
    wanted = None if month is None else Month.parse(month)
    with acting.database.reading() as session:
        chosen = wanted or all_months(session, config, actor=actor)[-1]
        found = read_months(session, config, (chosen,), actor=actor)
    view = month_view(found, chosen, tuple(dict.fromkeys(language or ("fr", "nl"))))
    write(output, render_month(view, size))
    say(f"{chosen}, version {found.version.number}, written to {output}")
    return 0


def hsds(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The .json file to write.")],
    month: MonthOption = None,
    language: LanguageOption = "fr",
) -> int:
    """Writes the services with their duties as Open Referral HSDS 3.0.

    Example: garde export hsds -o services.json
    """
    from exports.hsds import render_hsds
    from garde.printing.directory import directory_view

    view = directory_view(read(acting, month), language)
    write(output, render_hsds(view))
    say(f"{len(view.entries)} services written to {output}")
    return 0


def schema_org(
    acting: Acting,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .jsonld file to write.")
    ],
    month: MonthOption = None,
    language: LanguageOption = "fr",
) -> int:
    """Writes the services with their hours and duties as schema.org JSON-LD.

    Example: garde export schema-org -o services.jsonld
    """
    from exports.schema_org import render_schema_org
    from garde.printing.directory import directory_view

    view = directory_view(read(acting, month), language)
    write(output, render_schema_org(view))
    say(f"{len(view.entries)} services written to {output}")
    return 0


def json(
    acting: Acting,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The .json file to write.")],
    month: MonthOption = None,
) -> int:
    """Writes the rota in force as garde-rota-month/1, which garde versions import reads again.

    Example: garde export json --month 2027-01 -o january.json
    """
    from exports.rota_document import render_rota
    from garde.publication.document import rota_document

    found = read(acting, month)
    months = [str(one) for one in found.months]
    document = rota_document(found.config, months, found.version, found.slots, found.against)
    write(output, render_rota(document))
    say(f"{len(document.slots)} slots of {', '.join(months)} written to {output}")
    return 0


def read(acting: Acting, month: str | None) -> Printed:
    """The published month, or all from the current one on."""
    from garde.calendar.month import Month
    from garde.printing.reading import months_ahead, read_months

    actor, config = acting.actor, acting.basin
    wanted: tuple[Month, ...] | None = None if month is None else (Month.parse(month),)
    with acting.database.reading() as session:
        if wanted is None:
            wanted = months_ahead(session, config, acting.now(), actor=actor)
        return read_months(session, config, wanted, actor=actor)


def write(output: Path, data: bytes) -> None:
    """Writes one file, whole or not at all."""
    from exports.files import write_files

    write_files(output.parent, {output.name: data})
