"""``garde services saturation`` and ``entrance``: what a service hangs at its door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given
from garde.cli.output import print_json, say

if TYPE_CHECKING:
    from garde.signs.saturation import Mark

ServiceArgument = Annotated[str, typer.Argument(metavar="ID", help="The service's external id.")]


def add_to(group: typer.Typer) -> None:
    """Puts the commands into their group."""
    command(group, "saturation", activity="administration")(saturation)
    command(group, "entrance", activity="administration")(entrance)


def saturation(
    acting: Acting,
    service: ServiceArgument,
    level: Annotated[
        str, typer.Argument(metavar="LEVEL", help="open, busy or full; none takes the mark off.")
    ],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Its last day (default: two weeks from today)."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Says how full a service is. It stays listed at every level; the mark goes by itself after its last day.

    Example: garde services saturation 213004 full --until 2027-01-10
    """
    from garde.signs.hanging import mark_saturation

    actor, last = acting.actor, None if until is None else day_given(until, "--until")
    with acting.database.writing() as session:
        mark = mark_saturation(
            session, acting.basin, service, level, until=last, actor=actor, at=acting.now()
        )
    if as_json:
        print_json(mark_as_json(acting, mark) or {"service": service, "level": "none"})
    else:
        say(f"{service}: {told_mark(acting, mark) if mark else 'no mark (any more)'}")
    return 0


def entrance(
    acting: Acting,
    service: ServiceArgument,
    french: Annotated[str | None, typer.Option("--fr", metavar="TEXT", help="In French (needed).")] = None,
    dutch: Annotated[str | None, typer.Option("--nl", metavar="TEXT", help="In Dutch (needed).")] = None,
    english: Annotated[str | None, typer.Option("--en", metavar="TEXT", help="In English.")] = None,
    spanish: Annotated[str | None, typer.Option("--es", metavar="TEXT", help="In Spanish.")] = None,
    arabic: Annotated[str | None, typer.Option("--ar", metavar="TEXT", help="In Arabic.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take the sign down.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Says how to get in when a service is on duty in the evening or at night: a few words a language.

    Without any text it shows what is said now.

    Example: garde services entrance 213004 --fr "Sonnez à la cloche verte" --nl "Bel aan bij de groene bel"
    """
    from garde.errors import BadInput
    from garde.signs.hanging import hang_entrance
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.signs import entrances_of

    given = {"fr": french, "nl": dutch, "en": english, "es": spanish, "ar": arabic}
    texts = {tag: text for tag, text in given.items() if text is not None}
    if clear and texts:
        raise BadInput(
            "a sign that is taken down has no text", where="--clear", remedy="leave one of them out"
        )
    if clear or texts:
        if texts and not any(text.strip() for text in texts.values()):
            raise BadInput("the texts are empty", remedy="write some words, or take it down with --clear")
        actor = acting.actor
        with acting.database.writing() as session:
            told = hang_entrance(session, acting.basin, service, texts, actor=actor, at=acting.now())
    else:
        with acting.database.reading() as session:
            known_service(session, acting.basin.id, service)
            told = entrances_of(session, acting.basin.id).get(service, {})
    if as_json:
        print_json({"service": service, "entrance": told or None})
    elif not told:
        say(f"{service}: nothing is said about how to get in")
    for tag, text in told.items() if not as_json else ():
        say(f"{tag}: {text}")
    return 0


def told_mark(acting: Acting, mark: Mark) -> str:
    """A mark in words: how full, since when, until when, who said it."""
    from garde.signs.saturation import last_day

    said = mark.said_at.astimezone(acting.zone)
    over = "" if mark.public.holds(acting.now()) else ", expired"
    return (
        f"{mark.level}, said on {said:%Y-%m-%d} by {mark.by}, "
        f"through {last_day(mark.until, acting.zone)}{over}"
    )


def mark_as_json(acting: Acting, mark: Mark | None) -> dict[str, Any] | None:
    """A mark for a program."""
    if mark is None:
        return None
    return {
        "service": mark.service,
        "level": mark.level,
        "said_at": mark.said_at,
        "until": mark.until,
        "by": mark.by,
        "role": mark.role,
        "holds": mark.public.holds(acting.now()),
    }
