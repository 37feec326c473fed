"""``garde drafts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

app = typer.Typer(help="The engine's proposals.", no_args_is_help=True)

DraftArgument = Annotated[int, typer.Argument(metavar="DRAFT", help="The draft's number.")]


def list_drafts(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the drafts, oldest first.

    Example: garde drafts list
    """
    from garde.storage.repositories.rotas import draft_ids, load_draft

    with acting.database.reading() as session:
        drafts = [
            load_draft(session, acting.basin.id, number) for number in draft_ids(session, acting.basin.id)
        ]
    if as_json:
        print_json(
            [
                {
                    "id": draft.id,
                    "months": list(draft.months),
                    "status": draft.status,
                    "created_at": draft.created_at,
                    "created_by": draft.created_by,
                    "missing": draft.missing,
                    "lines": list(draft.lines),
                }
                for draft in drafts
            ]
        )
        return 0
    print_table(
        "",
        ["draft", "months", "status", "made", "by", "lines", "missing"],
        [
            [
                draft.id,
                ", ".join(draft.months),
                draft.status,
                draft.created_at.astimezone(acting.zone).strftime("%Y-%m-%d %H:%M"),
                draft.created_by,
                ", ".join(draft.lines),
                draft.missing,
            ]
            for draft in drafts
        ],
        right=[0, 6],
    )
    return 0


def show(
    acting: Acting,
    draft: DraftArgument,
    documents: Annotated[
        Path | None,
        typer.Option("--documents", metavar="DIR", help="Also write each pool's problem and rota documents."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Shows a draft: its duties, fairness, proof and gaps.

    Example: garde drafts show 1 --documents proof/
    """
    from garde.cli.showing import draft_as_json, show_draft
    from garde.storage.repositories.rotas import load_draft

    with acting.database.reading() as session:
        found = load_draft(session, acting.basin.id, draft)
    files = {}
    for pool in found.pools:
        files[f"{pool.file_stem}.problem.json"] = pool.problem
        files[f"{pool.file_stem}.rota.json"] = pool.document
    if documents is not None:
        from exports.files import write_files

        write_files(documents, files)
    if as_json:
        print_json(draft_as_json(found))
        return 3 if found.missing else 0
    show_draft(acting.database, acting.basin, found)
    if documents is not None:
        for pool in found.pools:
            stem = documents / pool.file_stem
            say(f"garde verify {stem}.problem.json {stem}.rota.json")
    return 3 if found.missing else 0


def delete(acting: Acting, draft: DraftArgument) -> int:
    """Puts a draft away. A version that was made from it stays.

    Example: garde drafts delete 2
    """
    from garde.editing.putting_away import put_away

    actor = acting.actor
    with acting.database.writing() as session:
        put_away(session, acting.basin, draft, actor=actor, at=acting.now())
    say(f"Draft {draft} is put away.")
    return 0


command(app, "list")(list_drafts)
command(app, "show")(show)
command(app, "delete", activity="planning")(delete)
