"""``garde links``: the private links of services and funders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import instants_given
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.access.links import Given
    from garde.accounts.links import Link

app = typer.Typer(help="The private links of services and funders.", no_args_is_help=True)

LinkArgument = Annotated[int, typer.Argument(metavar="LINK", help="Its number in `links list`.")]


def create(
    acting: Acting,
    service: Annotated[
        str | None, typer.Option("--service", metavar="ID", help="For this service, by its external id.")
    ] = None,
    funder: Annotated[
        str | None, typer.Option("--funder", metavar="NAME", help="For a funder, who may only read.")
    ] = None,
    without: Annotated[
        bool, typer.Option("--all", help="For each service that takes part and has no link.")
    ] = False,
    label: Annotated[
        str | None, typer.Option("--label", help="With --service: for whom there, such as night team.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="INSTANT", help="It opens nothing from then on.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Makes links and prints their addresses: this once, never again. Who has one may answer for the service.

    Example: garde links create --service 213004
    """
    from garde.access.links import give_to_funder, give_to_service, give_to_those_without
    from garde.errors import BadInput

    if (service is not None) + (funder is not None) + without != 1:
        raise BadInput("for whom is the link?", remedy="give one of --service ID, --funder NAME and --all")
    if label is not None and service is None:
        raise BadInput("--label goes with --service", remedy="leave it out")
    # Of an hour that exists twice the later one.
    end = None if until is None else instants_given(until, acting.zone, "--until")[-1]
    acts: dict[str, Any] = {"actor": acting.actor, "at": acting.now(), "until": end}
    with acting.database.writing() as session:
        if service is not None:
            given = [give_to_service(session, acting.basin, service, label=label, **acts)]
        elif funder is not None:
            given = [give_to_funder(session, acting.basin, funder, **acts)]
        else:
            given = list(give_to_those_without(session, acting.basin, **acts))
    _show_given(acting, given, one=not without, as_json=as_json)
    return 0


def list_all(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists all links and whether they still open anything; never their addresses, which are not kept.

    Example: garde links list
    """
    from garde.access.links import list_links
    from garde.cli.showing import local

    with acting.database.reading() as session:
        found = list_links(session, acting.basin, actor=acting.actor)
    now = acting.now()
    if as_json:
        print_json([_as_json(link, now) for link in found])
        return 0
    print_table(
        "",
        ["link", "state", "for", "label", "made", "by", "until"],
        [
            [
                link.id,
                link.state(now),
                link.service or link.kind,
                link.label,
                local(link.created_at, acting.zone),
                link.created_by,
                local(end, acting.zone) if (end := link.ended_at or link.expires_at) else "",
            ]
            for link in found
        ],
        right=[0],
        optional=[4],
    )
    return 0


def renew(acting: Acting, link: LinkArgument, as_json: JsonOption = False) -> int:
    """Makes a new link in place of one, and prints its address once. The old calendar is empty for 30 days.

    Example: garde links renew 7
    """
    from garde.access.links import renew as renew_link

    actor = acting.actor
    with acting.database.writing() as session:
        given = renew_link(session, acting.basin, link, actor=actor, at=acting.now())
    _show_given(acting, [given], one=True, as_json=as_json)
    return 0


def revoke(
    acting: Acting,
    link: LinkArgument,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Takes a link back: from now on it opens nothing.

    Example: garde links revoke 7 --reason "sent to the wrong address"
    """
    from garde.access.links import revoke as revoke_link

    actor = acting.actor
    with acting.database.writing() as session:
        ended = revoke_link(session, acting.basin, link, actor=actor, at=acting.now(), reason=reason)
    if as_json:
        print_json(_as_json(ended, acting.now()))
    else:
        say(f"Link {link} opens nothing any more.")
    return 0


def _show_given(acting: Acting, given: Sequence[Given], *, one: bool, as_json: bool) -> None:
    from garde.accounts.links import page_address

    url, now = acting.settings.public_url, acting.now()
    if as_json:
        shown = [
            {**_as_json(each.link, now), "token": each.token, "address": page_address(url, each.token)}
            for each in given
        ]
        print_json(shown[0] if one else shown)
        return
    if one:
        say(f"Link {given[0].link.id}, for {given[0].link.service or given[0].link.label}; shown this once:")
        say(page_address(url, given[0].token))
        return
    print_table(
        f"{len(given)} links, shown this once",
        ["link", "service", "address"],
        [[each.link.id, each.link.service, page_address(url, each.token)] for each in given],
        right=[0],
    )


def _as_json(link: Link, now: datetime) -> dict[str, Any]:
    return {
        "id": link.id,
        "state": link.state(now),
        "kind": link.kind,
        "service": link.service,
        "label": link.label,
        "created_at": link.created_at,
        "created_by": link.created_by,
        "expires_at": link.expires_at,
        "ended_at": link.ended_at,
    }


command(app, "create", activity="administration")(create)
command(app, "list")(list_all)
command(app, "renew", activity="administration")(renew)
command(app, "revoke", activity="administration")(revoke)
