"""``garde compensation``: what each service is owed; ``garde services workload``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from garde.compensation.account import Owed, Statement

_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def add_to(app: typer.Typer, services: typer.Typer) -> None:
    """Mounts the commands."""
    command(app, "compensation", activity="administration")(compensation)
    command(services, "workload")(workload)


def compensation(
    acting: Acting,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The .csv or .xlsx to write: a row for each service.")
    ],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first local day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last local day, included.")],
    items: Annotated[
        Path | None,
        typer.Option("--items", metavar="FILE.csv", help="Also every duty, hour and ceiling behind it."),
    ] = None,
    statements: Annotated[
        Path | None,
        typer.Option("--statements", metavar="DIR", help="Also a statement in PDF for each service."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="TAG", help="Of the statements (default: each service's own)."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Writes what each service is owed: hours by kind at the basin's rates, coordination, ceilings.

    Who really served is paid, by real elapsed time. A duty counts on the day on which it starts, once it has
    ended. A workbook has a second sheet with every line; lines add up to the totals, to the cent. What was
    settled before (garde settlements record) stands beside, and what is still to be paid or recovered.

    Example: garde compensation january.xlsx --from 2027-01-01 --to 2027-01-31 --statements statements
    """
    from exports.files import write_files
    from exports.sheets import render_sheet_csv, render_sheets_xlsx
    from garde.compensation.outstanding import read_outstanding
    from garde.compensation.reading import read_owed
    from garde.compensation.tables import changes, payable, settlements
    from garde.compensation.tables import items as item_rows
    from garde.errors import BadInput

    suffix = file.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise BadInput("what is owed is written as .csv or .xlsx", where=str(file), remedy="end the name so")
    if items is not None and items.suffix.lower() != ".csv":
        raise BadInput("the lines are written as .csv", where=str(items), remedy="end the name so")
    if items is not None and items.absolute() == file.absolute():
        raise BadInput("the lines would take the table's place", where="--items", remedy="name another file")
    start, end = day_given(first, "--from"), day_given(last, "--to")
    now = acting.now()
    with acting.database.reading() as session:
        told = read_owed(session, acting.basin, start, end, actor=acting.actor, at=now)
        earlier = read_outstanding(session, acting.basin, before=start, actor=acting.actor, at=now)
    rows, lines = payable(told), item_rows(acting.basin, told)
    papers = _papers(acting, told, language) if statements is not None else {}
    if suffix == ".csv":
        content = render_sheet_csv(rows)
    else:
        sheets = [rows, lines, *(sheet for sheet in (settlements(told), changes(told)) if sheet.rows)]
        content = render_sheets_xlsx(f"{acting.basin.id}, {start} – {end}", now, sheets)
    write_files(file.parent, {file.name: content})
    if items is not None:
        write_files(items.parent, {items.name: render_sheet_csv(lines)})
    if statements is not None:
        write_files(statements, papers)
    if as_json:
        print_json(_as_json(told))
    else:
        _show(told)
    if told.ahead:
        warn(f"{told.ahead} duties of the period have not ended yet and are not in it")
    if earlier is not None and earlier[2]:
        since, until, some = earlier
        count = len({one.service.external_id for one in some})
        warn(
            f"{count} services have something open from {since} to {until}, before this period; "
            "see: garde settlements balance"
        )
    if told.unsigned:
        warn(f"{told.unsigned} entries of coordination time in it are not signed off yet")
    return 0


def workload(
    acting: Acting,
    service: Annotated[str, typer.Argument(metavar="ID", help="The service's external id.")],
    hours: Annotated[
        str,
        typer.Argument(metavar="HOURS", help="A week's working hours of all its people; none: not known."),
    ],
) -> int:
    """Says how much a service's people work in an ordinary week, so that the duty's part of it can be told.

    Example: garde services workload 213004 152
    """
    from garde.compensation.workload import set_workload
    from garde.errors import BadInput

    try:
        number = None if hours.strip().lower() == "none" else float(hours.replace(",", "."))
    except ValueError:
        raise BadInput(
            f"{hours[:20]!r} is no number of hours", where="HOURS", remedy="as 152 or 37.5"
        ) from None
    with acting.database.writing() as session:
        weekly = set_workload(session, acting.basin, service, number, actor=acting.actor, at=acting.now())
    if weekly is None:
        say(f"{service}: working time not known")
    else:
        say(f"{service}: {weekly.total_seconds() / 3600:g} hours in an ordinary week")
    return 0


def _papers(acting: Acting, told: Owed, language: str | None) -> dict[str, bytes]:
    """The statements as files; their names end in the service's own id."""
    from exports.statement import render_statement
    from garde.cli.output import progress
    from garde.compensation.statements import language_for, statement_view
    from garde.compensation.words import texts_of

    if language is not None:
        texts_of(language)
    now, found = acting.now(), {}
    day = now.astimezone(acting.zone).date()
    with progress("statements") as step:
        for number, one in enumerate(told.statements):
            step("statements being written", number / len(told.statements))
            tongue = language or language_for(one.service, acting.basin)
            view = statement_view(acting.basin, told, one, tongue, now, day)
            name = one.service.external_id.translate(_UNFIT)
            found[f"{told.first}_{told.last}_{name}.pdf"] = render_statement(view)
    return found


def _show(told: Owed) -> None:
    some = any(one.settled for one in told.statements)
    print_table(
        f"Owed from {told.first} to {told.last}",
        [
            *("service", "name", "duties", "hours", "coordination", "euro", "hours back", "of working time"),
            *(("settled", "still to pay") if some else ()),
        ],
        [
            [
                one.service.external_id,
                one.service.name,
                len(one.served),
                _hours(sum(one.seconds.values())),
                _hours(60 * one.coordination),
                f"{one.cents / 100:.2f}",
                _hours(one.back.total_seconds()),
                "" if one.workload is None else f"{float(one.workload):.1%}",
                *(_settled(one) if some else ()),
            ]
            for one in told.statements
        ],
        right=range(2, 10 if some else 8),
        optional=[7, 6, 4, 3, 2],
    )
    back = f", and {_hours(told.back.total_seconds())} hours back" if told.back else ""
    say(f"Together: {told.cents / 100:.2f} euro{back}.")
    if some:
        _show_balance(told)


def _show_balance(told: Owed) -> None:
    from garde.compensation.balance import due_amounts, settled_amounts

    settled = sum(settled_amounts(one).cents for one in told.statements)
    dues = [due_amounts(one) for one in told.statements]
    pay, recover = (sum(max(0, sign * one.cents) for one in dues) / 100 for sign in (1, -1))
    say(
        f"Settled: {settled / 100:.2f} euro. Still to pay: {pay:.2f} euro. "
        f"To be recovered: {recover:.2f} euro."
    )


def _settled(one: Statement) -> tuple[str, str]:
    """Money, or hours where there is no money in it."""
    from garde.compensation.balance import due_amounts, settled_amounts

    settled, due = settled_amounts(one), due_amounts(one)
    if settled.minutes or due.minutes:
        return _hours(60 * settled.minutes), _hours(60 * due.minutes)
    return f"{settled.cents / 100:.2f}", f"{due.cents / 100:.2f}"


def _hours(seconds: float) -> str:
    from garde.compensation.hours import in_hours

    return in_hours(timedelta(seconds=seconds))


def _as_json(told: Owed) -> dict[str, Any]:
    from garde.compensation.balance import due_amounts, settled_amounts
    from garde.compensation.hours import whole_minutes

    return {
        "from": told.first,
        "to": told.last,
        "amount_cents": told.cents,
        "settled_cents": sum(settled_amounts(one).cents for one in told.statements),
        "balance_cents": sum(due_amounts(one).cents for one in told.statements),
        "recovered_minutes": whole_minutes(told.back),
        "duties_ahead": told.ahead,
        "entries_unsigned": told.unsigned,
        "services": [_statement(one) for one in told.statements],
    }


def _statement(one: Statement) -> dict[str, Any]:
    from garde.compensation.balance import corrections, due_amounts, settled_amounts
    from garde.compensation.hours import whole_minutes

    settled, due = settled_amounts(one), due_amounts(one)
    return {
        "id": one.service.external_id,
        "name": one.service.name,
        "kind": one.service.kind,
        "home": one.home["fr"] if one.home else None,
        "duties": len(one.served),
        "minutes": {kind: seconds // 60 for kind, seconds in one.seconds.items()},
        "coordination_minutes": one.coordination,
        "amount_cents": one.cents,
        "ceiling_cents": sum(cut.cents for cut in one.cuts),
        "recovered_minutes": whole_minutes(one.back),
        "workload": None if one.workload is None else round(float(one.workload), 6),
        "settled_cents": settled.cents,
        "settled_minutes": settled.minutes,
        "balance_cents": due.cents,
        "balance_minutes": due.minutes,
        "changes": [
            {
                "kind": changed.owed.kind,
                "item": changed.owed.key,
                "date": changed.owed.day,
                "difference_cents": changed.cents,
                "difference_minutes": changed.minutes,
            }
            for changed in corrections(one)
        ],
    }
