"""``garde ledger``: what each service has carried."""

from __future__ import annotations

from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

app = typer.Typer(help="What each service has carried.", no_args_is_help=True)


def show(
    acting: Acting,
    before: Annotated[
        str | None, typer.Option("--before", metavar="YYYY-MM", help="Only the months before this one.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Shows each service's balances: served minus due, over the published months.

    Example: garde ledger show --before 2027-02
    """
    from garde.calendar.month import Month
    from garde.ledger.account import balances
    from garde.storage.repositories.ledger import entries_of
    from garde.storage.repositories.services import services_of

    limit = str(Month.parse(before)) if before else None
    with acting.database.reading() as session:
        entries = entries_of(session, acting.basin.id, before=limit)
        names = {s.external_id: s.name for s in services_of(session, acting.basin.id)}
    total = balances(entries)
    quantities = sorted({entry.quantity for entry in entries}, key=lambda name: (name != "burden", name))
    months = sorted({entry.month for entry in entries})
    served: dict[tuple[str, str], float] = {}
    due: dict[tuple[str, str], float] = {}
    for entry in entries:
        key = (entry.service, entry.quantity)
        served[key] = served.get(key, 0.0) + entry.served
        due[key] = due.get(key, 0.0) + entry.due
    if as_json:
        print_json(
            [
                {
                    "id": service,
                    "name": names.get(service),
                    "quantities": {
                        quantity: {
                            "served": served.get((service, quantity), 0.0),
                            "due": due.get((service, quantity), 0.0),
                            "balance": amount,
                        }
                        for quantity, amount in sorted(total[service].items())
                    },
                }
                for service in sorted(total)
            ]
        )
        return 0
    if not months:
        say("Nothing is published yet: every balance is 0.")
        return 0
    order = sorted(total, key=lambda service: (-total[service].get("burden", 0.0), service))
    print_table(
        f"Ledger, {months[0]} to {months[-1]}: served minus due (above 0: carried more than its part)",
        ["service", "name", "points served", "points due", *quantities],
        [
            [
                service,
                names.get(service),
                f"{served.get((service, 'burden'), 0.0):g}",
                f"{due.get((service, 'burden'), 0.0):.2f}",
                *(f"{total[service].get(quantity, 0.0):+.2f}" for quantity in quantities),
            ]
            for service in order
        ],
        right=range(2, 4 + len(quantities)),
    )
    return 0


command(app, "show")(show)
