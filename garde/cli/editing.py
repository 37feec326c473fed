"""``garde edit`` and ``garde drafts compare``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

from garde.cli import drafts
from garde.cli.drafts import DraftArgument
from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json


def add_to(app: typer.Typer) -> None:
    """Mounts the commands, ``compare`` beside the others of drafts."""
    command(app, "edit", activity="planning")(edit)
    command(drafts.app, "compare")(compare_drafts)


def edit(
    acting: Acting,
    draft: DraftArgument,
    action: Annotated[
        Literal["assign", "unassign", "exchange", "pin", "unpin"],
        typer.Argument(metavar="ACTION", help="assign, unassign, exchange, pin or unpin."),
    ],
    slot: Annotated[str, typer.Option("--slot", metavar="SLOT", help="The slot, as drafts show names it.")],
    service: Annotated[str, typer.Option("--service", metavar="ID", help="The service it is about.")],
    instead_of: Annotated[
        str | None,
        typer.Option("--instead-of", metavar="ID", help="assign: whose place, where several serve."),
    ] = None,
    with_slot: Annotated[
        str | None, typer.Option("--with-slot", metavar="SLOT", help="exchange: the other duty.")
    ] = None,
    with_service: Annotated[
        str | None, typer.Option("--with-service", metavar="ID", help="exchange: who has the other duty.")
    ] = None,
    must_not: Annotated[bool, typer.Option("--not", help="pin: it must not serve there.")] = False,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="REASON", help="Answer for a rule that this breaks."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Changes a draft by hand: says what it breaks, what it costs, and who else could serve.

    assign gives SLOT to a service, unassign takes it away, exchange swaps two duties; pin keeps a service in
    (or, with --not, out of) a slot when you plan again, unpin lets go. What breaks a rule is refused, unless
    you answer for it with --override; that stays on the record.

    Example: garde edit 1 assign --slot pharmacy/2027-01-05/day --service 213004 --dry-run
    """
    from garde.cli.edited import edit_as_json, show_edit
    from garde.editing.edit import check_edit, edit_draft, refuse_unsound
    from garde.editing.moves import Edit
    from garde.editing.outcome import Edited, Refused
    from garde.storage.repositories.services import services_of

    _refuse_misplaced(action, instead_of, with_slot, with_service, must_not)
    wanted = Edit(action, slot, service, with_slot, with_service or instead_of, not must_not)
    actor, config = acting.actor, acting.basin
    with acting.database.reading() as session:
        names = {one.external_id: one.name for one in services_of(session, config.id)}

    def shown(edited: Edited) -> None:
        if as_json:
            print_json(edit_as_json(edited, config.timezone, names, override))
        else:
            show_edit(edited, config.timezone, names, override)

    acts: dict[str, Any] = {"actor": actor, "at": acting.now(), "reason": override}
    try:
        if dry_run:
            with acting.database.reading() as session:
                edited = check_edit(session, config, draft, wanted, **acts)
            if override is None:
                refuse_unsound(edited, config.timezone)
        else:
            with acting.database.writing() as session:
                edited = edit_draft(session, config, draft, wanted, **acts)
    except Refused as refusal:
        shown(refusal.edited)
        raise
    acting.month = edited.after.months[0]
    shown(edited)
    return 3 if edited.after.missing else 0


def compare_drafts(
    acting: Acting,
    first: Annotated[int, typer.Argument(metavar="A", help="One draft's number.")],
    second: Annotated[int, typer.Argument(metavar="B", help="The other's.")],
    as_json: JsonOption = False,
) -> int:
    """Puts two drafts side by side: who changes, and what each aim and each load becomes.

    Example: garde drafts compare 1 2
    """
    from garde.cli.edited import comparison_as_json, show_comparison
    from garde.editing.compare import compare
    from garde.storage.repositories.rotas import load_draft
    from garde.storage.repositories.services import services_of

    actor = acting.actor
    with acting.database.reading() as session:
        pair = [load_draft(session, acting.basin.id, number) for number in (first, second)]
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    comparison = compare(pair[0], pair[1], actor=actor)
    if as_json:
        print_json(comparison_as_json(comparison))
    else:
        show_comparison(comparison, acting.zone, names)
    return 0


def _refuse_misplaced(
    action: str, instead_of: str | None, with_slot: str | None, with_service: str | None, must_not: bool
) -> None:
    from garde.errors import BadInput

    own: list[tuple[str, object, Callable[[], bool]]] = [
        ("--instead-of", instead_of, lambda: action == "assign"),
        ("--with-slot", with_slot, lambda: action == "exchange"),
        ("--with-service", with_service, lambda: action == "exchange"),
        ("--not", must_not, lambda: action == "pin"),
    ]
    for name, given, fits in own:
        if given and not fits():
            raise BadInput(f"{action} has no {name}", remedy="leave it out, or see: garde edit --help")
