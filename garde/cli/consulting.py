"""``garde consult``: a draft opened to the services, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from garde.cli.drafts import DraftArgument
from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import instants_given
from garde.cli.output import print_json, print_table, say, warn

app = typer.Typer(help="Services read a draft and answer it.", no_args_is_help=True)


def open_draft(
    acting: Acting,
    draft: DraftArgument,
    until: Annotated[
        str, typer.Option("--until", metavar="INSTANT", help="The deadline, local time: 2026-12-20T18:00.")
    ],
    new_links: Annotated[
        bool, typer.Option("--new-links", help="A new address for every service; the old ones end.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Opens a draft to its services until a deadline, and writes to each of them.

    A service that has no page of its own yet gets one; its address is in the message, and printed here once.

    Example: garde consult open 1 --until 2026-12-20T18:00
    """
    from garde.cli.consulted import consultation_as_json
    from garde.consultation.opening import open_consultation

    actor, public_url = acting.actor, acting.settings.public_url
    with acting.database.writing() as session:
        opened = open_consultation(
            session,
            acting.basin,
            draft,
            _deadline(acting, until),
            actor=actor,
            at=acting.now(),
            public_url=public_url,
            new_links=new_links,
        )
    acting.month = opened.draft.months[0]
    if as_json:
        print_json(
            {
                **consultation_as_json(opened.consultation, acting.now()),
                "services": list(opened.services),
                "told": opened.told,
                "addresses": opened.addresses,
            }
        )
        return 0
    deadline = opened.consultation.until.astimezone(acting.zone)
    say(f"Draft {draft} is open to {len(opened.services)} services until {deadline:%Y-%m-%d %H:%M}.")
    if opened.addresses:
        print_table(
            "New addresses: they are shown this once", ["service", "address"], list(opened.addresses.items())
        )
    say(f"{opened.told} messages are in the outbox. Who has answered: garde consult status {draft}")
    return 0


def status(acting: Acting, draft: DraftArgument, as_json: JsonOption = False) -> int:
    """Shows who has answered what, and whom you still wait for; ends with 1 while you wait for somebody.

    Example: garde consult status 1
    """
    from garde.cli.consulted import show_status, status_as_json
    from garde.consultation.status import consultation_status
    from garde.storage.repositories.services import services_of

    actor = acting.actor
    with acting.database.reading() as session:
        found = consultation_status(session, acting.basin, draft, actor=actor, at=acting.now())
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    if as_json:
        print_json(status_as_json(found, acting.now()))
    else:
        show_status(found, names, acting.zone, acting.now())
    return 1 if found.waited_for else 0


def answer(
    acting: Acting,
    draft: DraftArgument,
    action: Annotated[
        Literal["accept", "comment", "decline", "withdraw"],
        typer.Argument(metavar="ACTION", help="accept, comment, decline or withdraw."),
    ],
    service: Annotated[str, typer.Option("--service", metavar="ID", help="The service that answers.")],
    slot: Annotated[
        str | None, typer.Option("--slot", metavar="SLOT", help="The duty it is about; accept: all of them.")
    ] = None,
    comment: Annotated[
        str | None, typer.Option("--comment", metavar="TEXT", help="The words, or why it asks for a change.")
    ] = None,
    prefer: Annotated[
        list[str] | None,
        typer.Option("--prefer", metavar="SLOT", help="decline: rather this one (may be repeated)."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Writes down what a service answers by telephone, also after the deadline; your name stays with it.

    accept takes every duty, or that of --slot; decline asks for a change of one duty; withdraw takes back
    what the service said about --slot, or everything.

    Example: garde consult answer 1 decline --service nurse-7 --slot nurse/2027-01-05/night --comment "abroad"
    """
    from garde.cli.consulted import answer_as_json
    from garde.consultation.answering import answer as record
    from garde.storage.repositories.rotas import load_draft

    actor = acting.actor
    with acting.database.writing() as session:
        given = record(
            session,
            acting.basin,
            draft,
            service,
            action,
            slot=slot,
            comment=comment,
            preferred=prefer or (),
            actor=actor,
            at=acting.now(),
        )
        acting.month = load_draft(session, acting.basin.id, draft).months[0]
    if as_json:
        print_json(answer_as_json(given))
    else:
        about = given.slot or "the whole draft"
        say(f"{service}: {given.kind}, {about} (written down by {given.by})")
    return 0


def close(acting: Acting, draft: DraftArgument, as_json: JsonOption = False) -> int:
    """Closes a consultation before its deadline; you can still write answers down.

    Example: garde consult close 1
    """
    from garde.cli.consulted import consultation_as_json
    from garde.consultation.closing import close_consultation
    from garde.storage.repositories.rotas import load_draft

    actor = acting.actor
    with acting.database.writing() as session:
        closed = close_consultation(session, acting.basin, draft, actor=actor, at=acting.now())
        acting.month = load_draft(session, acting.basin.id, draft).months[0]
    if as_json:
        print_json(consultation_as_json(closed, acting.now()))
    else:
        say(f"Draft {draft} is closed. Plan again with the answers: garde plan --from {draft} --answers")
    return 0


def list_consultations(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the consultations, oldest first.

    Example: garde consult list
    """
    from garde.accounts.actor import require_reader
    from garde.cli.consulted import consultation_as_json
    from garde.cli.showing import local
    from garde.storage.repositories.consultations import consultations_of

    require_reader(acting.actor, acting.basin.id, "see the consultations")
    with acting.database.reading() as session:
        found = consultations_of(session, acting.basin.id)
    now = acting.now()
    if as_json:
        print_json([consultation_as_json(one, now) for one in found])
        return 0
    print_table(
        "",
        ["consultation", "draft", "opened", "by", "until", "state"],
        [
            [one.id, one.draft, local(one.opened_at, acting.zone), one.opened_by,
             local(one.until, acting.zone), "open" if one.is_open(now) else "closed"]
            for one in found
        ],
        right=[0, 1],
    )  # fmt: skip
    return 0


def _deadline(acting: Acting, text: str) -> datetime:
    """The deadline; of an hour that exists twice the later one, so that nobody comes too late by it."""
    found = instants_given(text, acting.zone, "--until")
    if len(found) > 1:
        warn(f"{text} exists twice that night: the later one is taken")
    return found[-1]


command(app, "open", activity="consultation")(open_draft)
command(app, "status")(status)
command(app, "answer", activity="consultation")(answer)
command(app, "close", activity="consultation")(close)
command(app, "list")(list_consultations)
