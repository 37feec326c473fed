"""``garde messages``: what services are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from garde.messages.message import Message
    from garde.messages.sending import Tally

app = typer.Typer(help="What services and coordinators are told.", no_args_is_help=True)

_SETTINGS = {"mail": "GARDE_SMTP_URL", "webhook": "GARDE_WEBHOOK_SECRET"}


def list_all(
    acting: Acting,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", metavar="STATE", help="waiting, claimed, sent, failed, no-address or lapsed."
        ),
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="ID", help="Only to this service.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Lists the messages, oldest first. Those of state no-address are to be told by telephone.

    Example: garde messages list --state no-address
    """
    from garde.cli.showing import local
    from garde.messages.listing import list_messages

    with acting.database.reading() as session:
        found = list_messages(session, acting.basin, actor=acting.actor, state=state, service=service)
    if as_json:
        print_json([_as_json(one) for one in found])
        return 0
    print_table(
        "",
        ["message", "state", "to", "address", "subject", "due", "sent", "why not"],
        [
            [
                one.id,
                one.state,
                one.service or "coordination",
                "webhook" if one.channel == "webhook" else one.address,
                one.subject,
                local(one.due_at, acting.zone),
                local(one.sent_at, acting.zone) if one.sent_at else "",
                one.failure,
            ]
            for one in found
        ],
        right=[0],
        optional=[5, 3],
    )
    return 0


def send(acting: Acting, as_json: JsonOption = False) -> int:
    """Sends what is due now, each message once. Ends with status 1 when something could not be sent.

    Example: garde messages send
    """
    from garde.bootstrap import couriers
    from garde.messages.sending import send_due

    tally = send_due(acting.database, couriers(acting.settings), acting.clock, actor=acting.actor)
    for reason in tally.reasons:
        warn(reason)
    for channel, count in tally.unset.items():
        warn(f"{count} by {channel} wait: {_SETTINGS[channel]} is not set")
    if as_json:
        print_json(
            {
                "sent": tally.sent,
                "later": tally.later + sum(tally.unset.values()),
                "failed": tally.failed,
                "lapsed": tally.lapsed,
                "no_address": tally.no_address,
            }
        )
    else:
        say(told(tally))
    return 0 if tally.well else 1


def told(tally: Tally) -> str:
    """A round of sending in one line."""
    parts = [f"{tally.sent} sent"]
    for count, what in (
        (tally.later + sum(tally.unset.values()), "to be tried again"),
        (tally.failed, "failed for good"),
        (tally.lapsed, "no longer of use"),
    ):
        if count:
            parts.append(f"{count} {what}")
    if tally.no_address:
        parts.append(f"{tally.no_address} without an address: garde messages list --state no-address")
    return "; ".join(parts)


def _as_json(one: Message) -> dict[str, Any]:
    from garde.messages.message import without_links

    return {
        "id": one.id,
        "state": one.state,
        "kind": one.kind,
        "channel": one.channel,
        "service": one.service,
        "address": one.address,
        "language": one.language,
        "subject": one.subject,
        "text": without_links(one.body),
        "key": one.key,
        "message_id": one.message_id or None,
        "attempts": one.attempts,
        "created_at": one.created_at,
        "due_at": one.due_at,
        "until": one.until,
        "sent_at": one.sent_at,
        "failure": one.failure,
    }


command(app, "list")(list_all)
command(app, "send")(send)
