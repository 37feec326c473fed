"""``garde export json``: published months for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    command(group, "json")(json)


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
