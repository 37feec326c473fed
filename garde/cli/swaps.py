"""``garde swaps``: duties that services give away or exchange."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

app = typer.Typer(help="Duties that services give away or exchange.", no_args_is_help=True)

SwapArgument = Annotated[int, typer.Argument(metavar="SWAP", help="The swap's number.")]
SlotOption = Annotated[str, typer.Option("--slot", metavar="SLOT", help="The slot, as the rota names it.")]
OverrideOption = Annotated[
    str | None, typer.Option("--override", metavar="REASON", help="Answer for a rule that this breaks.")
]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show what it would do; change nothing.")]


def list_swaps(
    acting: Acting,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Lists the swaps, oldest first: on a terminal those that are open or in force for a coming duty.

    Example: garde swaps list --all
    """
    from garde.cli.swapping import is_settled, names_of, swap_as_json, swap_rows
    from garde.swaps.lapsing import coming_slots
    from garde.swaps.listing import list_swaps as listed

    with acting.database.reading() as session:
        found = listed(session, acting.basin, actor=acting.actor, at=acting.now())
        names = names_of(session, acting.basin.id)
        slots = coming_slots(session, acting.basin, acting.now())
    if as_json:
        print_json([swap_as_json(swap) for swap in found])
        return 0
    shown = [swap for swap in found if everything or not is_settled(swap, slots, acting.now())]
    columns, rows = swap_rows(shown, names, slots, acting.zone)
    print_table("", columns, rows, right=[0], optional=[8, 7, 2])
    if len(shown) < len(found):
        say(f"{len(found) - len(shown)} more are over: garde swaps list --all")
    return 0


def offer(
    acting: Acting,
    slot: SlotOption,
    service: Annotated[str, typer.Option("--service", metavar="ID", help="Whose duty it is.")],
    exchange: Annotated[
        bool, typer.Option("--exchange", help="For a duty in return; without it, for nothing.")
    ] = False,
    to: Annotated[
        str | None, typer.Option("--to", metavar="ID", help="To this service alone (default: to anybody).")
    ] = None,
    return_slot: Annotated[
        str | None,
        typer.Option("--for", metavar="SLOT", help="The duty of --to wanted in return (means --exchange)."),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="A word to whoever may take it.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Offers a coming duty in force, on behalf of its service.

    Example: garde swaps offer --slot pharmacy/2027-01-05/day --service 213004 --to 213007
    """
    from garde.cli.swapping import swap_as_json
    from garde.swaps.offering import Terms
    from garde.swaps.offering import offer as offered
    from garde.swaps.swap import Kind

    kind: Kind = "exchange" if exchange or return_slot is not None else "gift"
    terms = Terms(slot, service, kind, to, return_slot, note)
    actor = acting.actor
    with acting.database.writing() as session:
        swap = offered(session, acting.basin, terms, actor=actor, at=acting.now())
    acting.worked_on(swap.slot)
    if as_json:
        print_json(swap_as_json(swap))
        return 0
    say(f"Swap {swap.id}: {service} offers {slot} to {to or 'anybody'}{_terms(kind, return_slot)}.")
    say(f"See who may take it: garde swaps candidates {swap.id}")
    return 0


def candidates(
    acting: Acting,
    swap: Annotated[int | None, typer.Argument(metavar="[SWAP]", help="The swap's number.")] = None,
    slot: Annotated[
        str | None, typer.Option("--slot", metavar="SLOT", help="A duty that is not offered yet.")
    ] = None,
    service: Annotated[str | None, typer.Option("--service", metavar="ID", help="Whose duty it is.")] = None,
    exchange: Annotated[bool, typer.Option("--exchange", help="For a duty in return.")] = False,
    to: Annotated[str | None, typer.Option("--to", metavar="ID", help="Look at this service alone.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Ranks who could take a duty: what it does to fairness and rest, and what keeps the others out.

    Example: garde swaps candidates --slot pharmacy/2027-01-05/day --service 213004 --exchange
    """
    from dataclasses import replace

    from garde.cli.swapping import candidate_as_json, names_of, show_candidates
    from garde.errors import BadInput
    from garde.swaps.candidates import candidates_for, terms_of
    from garde.swaps.offering import Terms

    by_hand = slot is not None and service is not None
    if (swap is None) != by_hand or (swap is not None and (slot or service or exchange)):
        raise BadInput("say which duty is meant", remedy="name either a SWAP, or --slot and --service")
    actor = acting.actor
    with acting.database.reading() as session:
        if swap is not None:
            terms = terms_of(session, acting.basin, swap)
        else:
            terms = Terms(slot or "", service or "", "exchange" if exchange else "gift")
        if to is not None:
            terms = replace(terms, to=to)
        found = candidates_for(session, acting.basin, terms, actor=actor, at=acting.now())
        names = names_of(session, acting.basin.id)
    if as_json:
        print_json([candidate_as_json(one, acting.basin, names) for one in found])
    else:
        show_candidates(found, terms, acting.basin, names)
    return 0 if any(one.may for one in found) else 1


def accept(
    acting: Acting,
    swap: SwapArgument,
    service: Annotated[str, typer.Option("--service", metavar="ID", help="Which service takes the duty.")],
    return_slot: Annotated[
        str | None, typer.Option("--for", metavar="SLOT", help="In an exchange: its own duty in return.")
    ] = None,
    override: OverrideOption = None,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> int:
    """Accepts an offered duty, on behalf of a service. It is judged; a rule that it breaks is named.

    It is in force once a coordinator approves it, or at once where the basin's file says so.

    Example: garde swaps accept 4 --service 213007 --for pharmacy/2027-01-12/day
    """
    from garde.swaps.agreeing import Agreed
    from garde.swaps.agreeing import accept as accepted

    def act(session: Any) -> Agreed:
        return accepted(
            session,
            acting.basin,
            swap,
            service,
            actor=actor,
            at=acting.now(),
            return_slot=return_slot,
            override=override,
        )

    actor = acting.actor
    return _judged(acting, act, dry_run, as_json)


def approve(
    acting: Acting,
    swap: SwapArgument,
    override: OverrideOption = None,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> int:
    """Puts an accepted swap in force as a new version; the ledger and the calendars follow.

    Example: garde swaps approve 4 --dry-run
    """
    from garde.swaps.agreeing import Agreed
    from garde.swaps.agreeing import approve as approved

    def act(session: Any) -> Agreed:
        return approved(session, acting.basin, swap, actor=actor, at=acting.now(), override=override)

    actor = acting.actor
    return _judged(acting, act, dry_run, as_json)


def undo(
    acting: Acting,
    swap: SwapArgument,
    override: OverrideOption = None,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
) -> int:
    """Gives each service its own duty back, as a new version, while the duties are still to come.

    Example: garde swaps undo 4
    """
    from garde.swaps.agreeing import Agreed
    from garde.swaps.undoing import undo as undone

    def act(session: Any) -> Agreed:
        return undone(session, acting.basin, swap, actor=actor, at=acting.now(), override=override)

    actor = acting.actor
    return _judged(acting, act, dry_run, as_json)


def refuse(
    acting: Acting,
    swap: SwapArgument,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Turns a swap down that is not in force: as coordinator, or on behalf of whom it was offered to.

    Example: garde swaps refuse 4 --reason "the night shift is full"
    """
    from garde.cli.swapping import swap_as_json
    from garde.swaps.offering import refuse as refused

    actor = acting.actor
    with acting.database.writing() as session:
        after = refused(session, acting.basin, swap, actor=actor, at=acting.now(), reason=reason)
    acting.worked_on(after.slot)
    if as_json:
        print_json(swap_as_json(after))
    else:
        say(f"Swap {swap} is turned down; {after.giver} keeps {after.slot}.")
    return 0


def withdraw(acting: Acting, swap: SwapArgument, as_json: JsonOption = False) -> int:
    """Takes an offer back that is not in force, on behalf of the service that made it.

    Example: garde swaps withdraw 4
    """
    from garde.cli.swapping import swap_as_json
    from garde.swaps.offering import withdraw as withdrawn

    actor = acting.actor
    with acting.database.writing() as session:
        after = withdrawn(session, acting.basin, swap, actor=actor, at=acting.now())
    acting.worked_on(after.slot)
    if as_json:
        print_json(swap_as_json(after))
    else:
        say(f"Swap {swap} is taken back; {after.giver} keeps {after.slot}.")
    return 0


def _terms(kind: str, return_slot: str | None) -> str:
    if kind == "gift":
        return ""
    return f" for {return_slot}" if return_slot else " for a duty in return"


def _judged(acting: Acting, act: Any, dry_run: bool, as_json: bool) -> int:
    """Runs a use case that judges, and shows what it found; with ``dry_run`` all of it is rolled back."""
    from garde.cli.swapping import agreed_as_json, judgement_as_json, names_of, show_agreed, show_judgement
    from garde.swaps.force import Refused

    with acting.database.reading() as session:
        names = names_of(session, acting.basin.id)
    try:
        with acting.database.writing() as session:
            agreed = act(session)
            if dry_run:
                session.rollback()
    except Refused as refusal:
        if as_json:
            print_json({"saved": False, **judgement_as_json(refusal.judgement, acting.basin, names)})
        else:
            show_judgement(refusal.judgement, acting.basin, names)
        raise
    acting.month = agreed.judgement.months[0]
    if as_json:
        print_json({"saved": not dry_run, **agreed_as_json(agreed, acting.basin, names)})
    else:
        show_agreed(agreed, acting.basin, names, saved=not dry_run)
    return 0


command(app, "list")(list_swaps)
command(app, "offer", activity="swaps")(offer)
command(app, "candidates")(candidates)
command(app, "accept", activity="swaps")(accept)
command(app, "approve", activity="swaps")(approve)
command(app, "refuse", activity="swaps")(refuse)
command(app, "withdraw", activity="swaps")(withdraw)
command(app, "undo", activity="swaps")(undo)
