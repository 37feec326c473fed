"""``garde settlements``: what was paid of what services are owed, put on record, read and taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given
from garde.cli.output import print_json, say, warn
from garde.cli.settlements_shown import (
    euro_given,
    proposal_as_json,
    run_as_json,
    run_with_services_as_json,
    say_recorded,
    show_outstanding,
    show_proposal,
    show_run,
    show_runs,
)

if TYPE_CHECKING:
    from garde.compensation.settling import Proposal

app = typer.Typer(help="What was paid of what services are owed, and what is open.", no_args_is_help=True)

FromOption = Annotated[str, typer.Option("--from", metavar="DATE", help="The first local day.")]
ToOption = Annotated[str, typer.Option("--to", metavar="DATE", help="The last local day, included.")]
ServicesOption = Annotated[
    list[str] | None, typer.Option("--service", metavar="ID", help="Only this service; may be repeated.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def record(
    acting: Acting,
    first: FromOption,
    last: ToOption,
    reference: Annotated[
        str,
        typer.Option("--reference", metavar="TEXT", help="The payment's communication; services read it."),
    ],
    paid_on: Annotated[
        str | None, typer.Option("--paid-on", metavar="DATE", help="When it was paid (default: today).")
    ] = None,
    services: ServicesOption = None,
    recovered: Annotated[
        bool, typer.Option("--recovered", help="What was to be recovered was paid back: settle it as well.")
    ] = False,
    expect: Annotated[
        str | None,
        typer.Option("--expect", metavar="EURO", help="What was paid in all; refused if it is another sum."),
    ] = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> int:
    """Puts on record that services were paid what is still owed to them for a period.

    Later runs of garde compensation show it, and what is left. What a service has to give back stays open,
    to be taken off its next payment, unless you say --recovered. Asks first; where nobody can be asked, it
    records nothing without --yes, and ends with status 1.

    Example: garde settlements record --from 2027-01-01 --to 2027-01-31 --reference "Gardes 01/2027" --yes
    """
    from garde.compensation.settling import propose, require_sum, settle

    begin, end = day_given(first, "--from"), day_given(last, "--to")
    paid = None if paid_on is None else day_given(paid_on, "--paid-on")
    sum_ = None if expect is None else euro_given(expect, "--expect")
    named, now = tuple(services or ()), acting.now()
    if not yes:
        with acting.database.reading() as session:
            proposal = propose(
                session,
                acting.basin,
                begin,
                end,
                services=named,
                recovered=recovered,
                actor=acting.actor,
                at=now,
            )
        if proposal.settle and sum_ is not None:
            require_sum(proposal, sum_)
        if as_json:
            print_json(proposal_as_json(proposal))
        else:
            show_proposal(proposal)
        if not proposal.settle or not _agreed(proposal, reference):
            return 1
        # What was agreed to is what is recorded.
        sum_ = proposal.amounts.cents if sum_ is None else sum_
    with acting.database.writing() as session:
        run, made = settle(
            session,
            acting.basin,
            begin,
            end,
            reference=reference,
            paid_on=paid,
            services=named,
            recovered=recovered,
            expected=sum_,
            actor=acting.actor,
            at=now,
        )
    if as_json:
        print_json(run_with_services_as_json(run, made))
    else:
        say_recorded(run, made)
    return 0


def _agreed(proposal: Proposal, reference: str) -> bool:
    question = f'Record {proposal.amounts.cents / 100:.2f} euro as paid, "{reference}"?'
    return _confirmed(question, "nothing is recorded yet")


def _confirmed(question: str, otherwise: str) -> bool:
    """What the person at the terminal says; ``otherwise`` is told where there is none."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        warn(f"{otherwise}: run it again with --yes")
        return False
    agreed = typer.confirm(question)
    if not agreed:
        say("Nothing was changed.")
    return agreed


def listing(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the settlements, oldest first, with those that take others back.

    Example: garde settlements list
    """
    from garde.compensation.settling import list_runs

    with acting.database.reading() as session:
        found = list_runs(session, acting.basin, actor=acting.actor)
    if as_json:
        print_json([run_as_json(run, count, amounts) for run, count, amounts in found])
    else:
        show_runs(found)
    return 0


def show(
    acting: Acting,
    number: Annotated[int, typer.Argument(metavar="ID", help="The settlement's number.")],
    as_json: JsonOption = False,
) -> int:
    """Shows a settlement: when, by whom, at which rates, and what each service was paid.

    Example: garde settlements show 3
    """
    from garde.compensation.settling import show_run as read

    with acting.database.reading() as session:
        run, made = read(session, acting.basin, number, actor=acting.actor)
    if as_json:
        print_json(run_with_services_as_json(run, made))
    else:
        show_run(run, made)
    return 0


def undo(
    acting: Acting,
    number: Annotated[int, typer.Argument(metavar="ID", help="The settlement's number.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for the record.")],
    services: ServicesOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> int:
    """Takes a settlement back, with all its services or with some, by one of opposite amounts.

    Both stay on record. What it had settled is owed again. Asks first; where nobody can be asked, it does
    nothing without --yes, and ends with status 1.

    Example: garde settlements undo 3 --service 213004 --reason "the transfer came back" --yes
    """
    from garde.compensation.settling import to_take_back
    from garde.compensation.settling import undo as use_case

    named, now = tuple(services or ()), acting.now()
    if not yes:
        with acting.database.reading() as session:
            run, standing = to_take_back(
                session, acting.basin, number, reason=reason, services=named, actor=acting.actor
            )
        if not as_json:
            show_run(run, standing)
        whom = ", ".join(one.service for one in standing) if named else f"{len(standing)} services"
        if not _confirmed(f"Take settlement {number} back, with {whom}?", "nothing is taken back yet"):
            return 1
    with acting.database.writing() as session:
        counter, taken = use_case(
            session, acting.basin, number, reason=reason, services=named, actor=acting.actor, at=now
        )
    if as_json:
        print_json(run_with_services_as_json(counter, taken))
    else:
        say_recorded(counter, taken)
    return 0


def balance(acting: Acting, as_json: JsonOption = False) -> int:
    """Shows what is open of all days that were ever settled: what changed since, and what was never paid.

    To carry it into a payment, let that payment's period begin with the first of these months.

    Example: garde settlements balance
    """
    from garde.compensation.outstanding import read_outstanding

    with acting.database.reading() as session:
        found = read_outstanding(session, acting.basin, actor=acting.actor, at=acting.now())
    if not as_json and found is None:
        say("Nothing was ever settled.")
        return 0
    show_outstanding(found, as_json=as_json)
    return 0


command(app, "record", activity="administration")(record)
command(app, "list")(listing)
command(app, "show")(show)
command(app, "undo", activity="administration")(undo)
command(app, "balance")(balance)
