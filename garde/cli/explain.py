"""``garde explain``: why this service, why not that one, why the gap."""

from __future__ import annotations

from typing import Annotated

import typer

from garde.cli.drafts import DraftArgument
from garde.cli.frame import Acting, JsonOption, command
from garde.cli.interrupting import asked_to_stop
from garde.cli.output import print_json, say


def add_to(app: typer.Typer) -> None:
    """Mounts the command. It only reads, so it is not put on record."""
    command(app, "explain")(explain)


def explain(
    acting: Acting,
    draft: DraftArgument,
    slot: Annotated[str, typer.Option("--slot", metavar="SLOT", help="The slot, as drafts show names it.")],
    service: Annotated[
        str | None, typer.Option("--service", metavar="ID", help="Why this one, or why not.")
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="TAG", help="fr, nl or en.")] = "en",
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.0, metavar="S", help="Seconds to solve again at most.")
    ] = 10.0,
    as_json: JsonOption = False,
) -> int:
    """Explains a slot of a draft: why this service, why not that one, or why nobody.

    Every reason is checked by solving again without it. Nothing is written.

    Example: garde explain 1 --slot pharmacy/2027-01-05/night --service 213004 --language fr
    """
    from garde.editing.explaining import ask_edited
    from garde.planning.explaining.plain import as_plain
    from garde.planning.explaining.sentences import Sentences
    from garde.planning.explaining.wording import Wording, known_language
    from garde.storage.repositories.rotas import load_draft
    from garde.storage.repositories.services import services_of

    known_language(language)
    with acting.database.reading() as session:
        found = load_draft(session, acting.basin.id, draft)
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    with asked_to_stop() as stop:
        answer = ask_edited(found, slot, service, time_limit=time_limit, cancelled=stop)
    if as_json:
        print_json(as_plain(answer.explanation, acting.zone))
        return 0
    duty = answer.problem.slots[answer.problem.slot_index[slot]]
    line = next((one.names for one in acting.basin.lines if one.id == duty.line), {})
    wording = Wording(language, acting.zone, names, duty.start.astimezone(acting.zone).year)
    shown = line.get(language) or line.get("fr") or duty.line
    for text in Sentences(wording, answer.problem, answer.explanation, shown).lines():
        say(text)
    for one in found.overrides:
        if one.slot == slot:
            rules = wording.listed([wording.phrase(f"rule.{rule}") for rule in one.rules])
            values = {
                "service": wording.name(one.service),
                "rules": rules,
                "by": one.by,
                "reason": one.reason,
            }
            say(wording.phrase("against", **values))
    return 0
