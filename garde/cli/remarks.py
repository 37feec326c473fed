"""``garde remarks``: words of the coordination beside a report's figures."""

from __future__ import annotations

from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

app = typer.Typer(help="Words of the coordination beside a report's figures.", no_args_is_help=True)


def add(
    acting: Acting,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What figures do not say.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day that it is about.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last one, included.")],
    chapter: Annotated[
        str,
        typer.Option(
            "--chapter",
            metavar="CHAPTER",
            help="Where: covering, sharing, receiving, working, costing, steadiness; else at the end.",
        ),
    ] = "remarks",
    nobody_named: Annotated[
        bool, typer.Option("--nobody-named", help="You have read it: it names and describes nobody.")
    ] = False,
) -> int:
    """Puts words beside the figures of every report that touches these days.

    Example: garde remarks add "The heating failed for a week." --from 2027-01-04 --to 2027-01-10
    """
    from garde.report.period import Period
    from garde.report.remarking import remark

    period, actor = Period.parse(first, last), acting.actor
    with acting.database.writing() as session:
        made = remark(
            session,
            acting.basin,
            words,
            chapter,
            period,
            actor=actor,
            at=acting.now(),
            nobody_named=nobody_named,
        )
    say(f"Remark {made.id} will stand in reports that touch {period.first} to {period.last}.")
    return 0


def listing(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the remarks that stand, by the days that they are about.

    Example: garde remarks list
    """
    from garde.report.remarking import list_remarks

    actor = acting.actor
    with acting.database.reading() as session:
        found = list_remarks(session, acting.basin, actor=actor)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "chapter": one.chapter,
                    "from": one.period.first,
                    "to": one.period.last,
                    "words": one.words,
                    "at": one.at,
                    "by": one.by,
                }
                for one in found
            ]
        )
        return 0
    rows = [(one.id, one.chapter, one.period.first, one.period.last, one.words) for one in found]
    print_table("Remarks", ("id", "chapter", "from", "to", "words"), rows)
    return 0


def withdraw(
    acting: Acting, number: Annotated[int, typer.Argument(metavar="ID", help="The remark's number.")]
) -> int:
    """Takes a remark back: no report quotes it any more.

    Example: garde remarks withdraw 3
    """
    from garde.report.remarking import take_back

    actor = acting.actor
    with acting.database.writing() as session:
        take_back(session, acting.basin, number, actor=actor, at=acting.now())
    say(f"Remark {number} is taken back.")
    return 0


command(app, "add")(add)
command(app, "list")(listing)
command(app, "withdraw")(withdraw)
