"""``garde ledger``: what each service has carried, why, and correcting it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.calendar.month import Month
    from garde.ledger.history import Statement
    from garde.ledger.overview import Row

app = typer.Typer(help="What each service has carried.", no_args_is_help=True)

FromOption = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM", help="The first month (default: the first of all).")
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="YYYY-MM", help="The last month (default: the last of all).")
]
ServiceOption = Annotated[str, typer.Option("--service", metavar="ID", help="The service's external id.")]


def show(
    acting: Acting,
    first: FromOption = None,
    last: ToOption = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="YYYY-MM", help="Only the months before this one.")
    ] = None,
    service: Annotated[str | None, typer.Option("--service", metavar="ID", help="Only this service.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Shows each service's balances: served minus due, with adjustments, over the published months.

    Services are compared within their pool only. "Carried" is what planning the month after is given: the
    balance, within the cap.

    Example: garde ledger show --before 2027-02
    """
    from garde.errors import BadInput
    from garde.ledger.history import read_overview
    from garde.storage.repositories.services import known_service, services_of

    end = _month(last)
    if before is not None:
        if last is not None:
            raise BadInput(
                "--before and --to both end the period", where="--before", remedy="name one of them"
            )
        end = _required(before).previous()
    with acting.database.reading() as session:
        if service is not None:
            known_service(session, acting.basin.id, service)
        months, rows = read_overview(session, acting.basin, actor=acting.actor, first=_month(first), last=end)
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    shown = [row for row in rows if service in (None, row.service)]
    if as_json:
        print_json(_rows_as_json(shown, names))
    elif not months:
        say("Nothing is published yet: every balance is 0.")
    else:
        _show_rows(shown, months, names)
    return 0


def explain(
    acting: Acting,
    service: ServiceOption,
    first: FromOption = None,
    last: ToOption = None,
    language: Annotated[str, typer.Option("--language", metavar="TAG", help="fr, nl or en.")] = "en",
    as_json: JsonOption = False,
) -> int:
    """Explains a service's balance line by line: each duty, each month's due, what people decided.

    Example: garde ledger explain --service 213004 --from 2027-01 --to 2027-03 --language fr
    """
    from garde.ledger.history import read_statement
    from garde.ledger.words import words_of
    from garde.storage.repositories.services import services_of

    words_of(language)
    with acting.database.reading() as session:
        told = read_statement(
            session, acting.basin, service, actor=acting.actor, first=_month(first), last=_month(last)
        )
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    if as_json:
        print_json(_lines_as_json(told))
    else:
        _show_lines(acting, told, names, language)
    return 0


def adjust(
    acting: Acting,
    service: ServiceOption,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month that it belongs to.")],
    amount: Annotated[
        float, typer.Option("--amount", help="Above 0: served beyond its part; below 0: owed.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    quantity: Annotated[
        str,
        typer.Option("--quantity", metavar="NAME", help="burden (points), or duties of a category: night …"),
    ] = "burden",
    as_json: JsonOption = False,
) -> int:
    """Corrects a service's account by hand, with a reason. An opposite amount undoes it.

    Example: garde ledger adjust --service 213004 --month 2027-01 --amount -3 --reason "left early"
    """
    from garde.ledger.adjusting import adjust as use_case

    actor, chosen = acting.actor, _required(month)
    with acting.database.writing() as session:
        made = use_case(
            session,
            acting.basin,
            service=service,
            month=chosen,
            quantity=quantity,
            amount=amount,
            reason=reason,
            actor=actor,
            at=acting.now(),
        )
    acting.month = made.month
    if as_json:
        print_json(
            {
                "id": made.id,
                "service": made.service,
                "month": made.month,
                "quantity": made.quantity,
                "amount": made.amount,
                "reason": made.reason,
                "at": made.at,
                "by": made.by,
            }
        )
    else:
        say(
            f"Adjustment {made.id}: {made.service}, {made.month}, {made.quantity} {made.amount:+g}: "
            f"{made.reason}"
        )
        say(f"See the account: garde ledger explain --service {made.service}")
    return 0


def export(
    acting: Acting,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .csv or .xlsx file to write.")
    ],
    first: FromOption = None,
    last: ToOption = None,
) -> int:
    """Writes every entry (service, month, quantity); .xlsx with a sheet of totals beside.

    Example: garde ledger export -o ledger.xlsx --from 2027-01
    """
    from exports.files import write_files
    from exports.sheets import render_sheet_csv, render_sheets_xlsx
    from garde.accounts.actor import require_reader
    from garde.errors import BadInput
    from garde.ledger.tables import entries_sheet, totals_sheet
    from garde.storage.repositories.ledger import entries_of
    from garde.storage.repositories.rotas import versions_of
    from garde.storage.repositories.services import services_of

    kind = output.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise BadInput("the ledger is written as .csv or .xlsx", where=str(output), remedy="end the name so")
    require_reader(acting.actor, acting.basin.id, "export the ledger")
    start, end = _month(first), _month(last)
    with acting.database.reading() as session:
        found = entries_of(session, acting.basin.id, before=None if end is None else str(end.next()))
        versions = versions_of(session, acting.basin.id)
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    entries = [entry for entry in found if start is None or entry.month >= str(start)]
    rows = entries_sheet(entries, names)
    if kind == ".csv":
        data = render_sheet_csv(rows)
    else:
        at = versions[-1].published_at if versions else acting.now()
        title = f"Ledger, {acting.basin.id}"
        data = render_sheets_xlsx(title, at, [rows, totals_sheet(entries, names)])
    write_files(output.parent, {output.name: data})
    say(f"{len(rows.rows)} entries written to {output}")
    return 0


def _month(text: str | None) -> Month | None:
    return None if text is None else _required(text)


def _required(text: str) -> Month:
    from garde.calendar.month import Month

    return Month.parse(text)


def _show_rows(rows: Sequence[Row], months: Sequence[str], names: dict[str, str]) -> None:
    from garde.ledger.overview import quantities_of

    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    for pool in dict.fromkeys(row.pool for row in rows):
        own = [row for row in rows if row.pool == pool]
        quantities = quantities_of(own)
        print_table(
            f"Ledger of {pool}, {span}: served minus due (above 0: carried more than its part)",
            ["service", "name", "points served", "points due", "adjusted", "points a share", *quantities,
             "carried on"],
            [
                [row.service, names.get(row.service), *_points(row),
                 "" if row.per_share is None else f"{row.per_share:.2f}",
                 *(f"{row.quantities[name].balance:+.2f}" if name in row.quantities else "+0.00"
                   for name in quantities),
                 f"{row.quantities['burden'].carried:+.2f}" if "burden" in row.quantities else "+0.00"]
                for row in own
            ],
            right=range(2, 7 + len(quantities)),
            optional=[5, 4, *range(7, 6 + len(quantities))],
        )  # fmt: skip


def _points(row: Row) -> tuple[str, str, str]:
    burden = row.quantities.get("burden")
    if burden is None:
        return "0", "0.00", ""
    adjusted = f"{burden.adjusted:+g}" if burden.adjusted else ""
    return f"{round(burden.served, 2):g}", f"{burden.due:.2f}", adjusted


def _rows_as_json(rows: Sequence[Row], names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.service,
            "name": names.get(row.service),
            "pool": row.pool,
            "share_months": row.share_months,
            "points_per_share": row.per_share,
            "quantities": {
                name: {
                    "served": amounts.served,
                    "due": amounts.due,
                    "adjusted": amounts.adjusted,
                    "balance": amounts.balance,
                    "carried": amounts.carried,
                }
                for name, amounts in row.quantities.items()
            },
        }
        for row in sorted(rows, key=lambda row: (row.service, row.pool))
    ]


def _show_lines(acting: Acting, told: Statement, names: dict[str, str], language: str) -> None:
    from garde.ledger.words import Telling, words_of

    telling, words = Telling(language, acting.zone, names), words_of(language)
    if not told.lines:
        say("Nothing is published yet: every balance is 0.")
        return
    print_table(
        words.title.format(
            service=told.service.name, first=telling.month(told.first), last=telling.month(told.last)
        ),
        list(words.headers),
        [
            [
                line.month,
                telling.what(line),
                telling.points(line.amounts),
                telling.others(line.amounts),
                telling.number(line.balance.get("burden", 0.0)),
            ]
            for line in told.lines
        ],
        right=[2, 4],
        optional=[3],
    )
    say(words.kept.format(amounts=telling.all_amounts(told.lines[-1].balance)))


def _lines_as_json(told: Statement) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "kind": line.kind,
            "month": line.month,
            "slot": line.slot,
            "start": line.start,
            "end": line.end,
            "portion": line.portion,
            "in_place_of": line.planned,
            "origin": line.origin,
            "share": line.share,
            "shares": line.shares,
            "pool_served": line.pool_served,
            "reason": line.reason,
            "by": line.by,
            "at": line.at,
            "amounts": dict(line.amounts),
            "balance": dict(line.balance),
        }
        for number, line in enumerate(told.lines, start=1)
    ]


command(app, "show")(show)
command(app, "explain")(explain)
command(app, "export")(export)
command(app, "adjust", activity="administration")(adjust)
