"""The people of a basin's coordination.

Whoever can open the database is trusted with it. As long as a basin has nobody registered, any name may
act; from the first one on, a name that is given (``--as`` or ``GARDE_USER``) must be a registered one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from garde.accounts.actor import ROLES, Actor, Role
from garde.errors import BadInput, Conflict, Forbidden, NotFound

LANGUAGES = ("fr", "nl", "en")
"""The languages in which we write to people."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the coordination; ``ended_at``: has left."""

    id: int
    name: str
    role: Role
    email: str | None
    language: str
    created_at: datetime
    ended_at: datetime | None = None


def acting(people: Sequence[Person], basin: str, name: str, *, named: bool) -> Actor:
    """Who acts under a name; ``named``: it was given, and is not just the system's user name.

    Raises Forbidden for a name that is not, or no longer, registered when others are.
    """
    present = {person.name: person for person in people if person.ended_at is None}
    known = present.get(name)
    if known is not None:
        return Actor(name, known.role, basin)
    if present and named:
        raise Forbidden(
            f"{name} is not registered in basin {basin}", where="--as", remedy=f"garde users add {name}"
        )
    return Actor(name, "coordinator", basin)


def new_person(
    people: Sequence[Person], name: str, role: str, email: str | None, language: str, at: datetime
) -> Person:
    """A person to be stored, with 0 for its id. Raises BadInput or Conflict."""
    name = name.strip()
    if not name:
        raise BadInput("a name is needed", where="NAME")
    if any(person.name == name for person in people):
        raise Conflict(f"{name} is registered already", remedy="see: garde users list")
    found = next((known for known in ROLES if known == role), None)
    if found is None:
        raise BadInput(f"{role!r} is no role", where="--role", remedy=f"use {' or '.join(ROLES)}")
    if language not in LANGUAGES:
        raise BadInput(f"{language!r} is not a language we write in", where="--language", remedy="fr, nl, en")
    if email is not None and email.count("@") != 1:
        raise BadInput(f"{email!r} is no e-mail address", where="--email", remedy="write name@example.org")
    return Person(0, name, found, email, language, at)


def known_person(people: Sequence[Person], name: str) -> Person:
    """The person of that name who has not left. Raises NotFound."""
    for person in people:
        if person.name == name and person.ended_at is None:
            return person
    raise NotFound(f"nobody is registered as {name}", remedy="see: garde users list")
