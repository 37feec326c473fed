"""``garde users``: the people of the coordination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.accounts.people import Person

app = typer.Typer(help="The people of the coordination.", no_args_is_help=True)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The name, as --as and GARDE_USER give it.")
]


def add(
    acting: Acting,
    name: NameArgument,
    role: Annotated[
        str, typer.Option("--role", help="coordinator, or reader: who may look and decide nothing.")
    ] = "coordinator",
    email: Annotated[
        str | None, typer.Option("--email", metavar="ADDRESS", help="Where notices to coordinators go.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="fr, nl or en: of those notices.")] = "fr",
    as_json: JsonOption = False,
) -> int:
    """Registers somebody. As long as nobody is registered any name may act; from then on these alone.

    Example: garde users add ann --email ann@basin.example --language nl
    """
    from garde.access.people import register

    actor = acting.actor
    with acting.database.writing() as session:
        person = register(
            session,
            acting.basin,
            name,
            role=role,
            email=email,
            language=language,
            actor=actor,
            at=acting.now(),
        )
    if as_json:
        print_json(_as_json(person))
    else:
        say(f"{person.name} is registered as {person.role} of {acting.basin.id}.")
    return 0


def list_users(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists everybody who is, or was, registered.

    Example: garde users list
    """
    from garde.access.people import list_people
    from garde.cli.showing import local

    with acting.database.reading() as session:
        found = list_people(session, acting.basin, actor=acting.actor)
    if as_json:
        print_json([_as_json(person) for person in found])
        return 0
    print_table(
        "",
        ["name", "role", "e-mail", "language", "since", "until"],
        [
            [
                person.name,
                person.role,
                person.email,
                person.language,
                local(person.created_at, acting.zone),
                local(person.ended_at, acting.zone) if person.ended_at else "",
            ]
            for person in found
        ],
    )
    return 0


def end(acting: Acting, name: NameArgument, as_json: JsonOption = False) -> int:
    """Says that somebody has left, and may not act any more; what was done under the name stays.

    Example: garde users end ann
    """
    from garde.access.people import end as end_person

    actor = acting.actor
    with acting.database.writing() as session:
        person = end_person(session, acting.basin, name, actor=actor, at=acting.now())
    if as_json:
        print_json(_as_json(person))
    else:
        say(f"{person.name} may not act in {acting.basin.id} any more.")
    return 0


def _as_json(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "email": person.email,
        "language": person.language,
        "created_at": person.created_at,
        "ended_at": person.ended_at,
    }


command(app, "add", activity="administration")(add)
command(app, "list")(list_users)
command(app, "end", activity="administration")(end)
