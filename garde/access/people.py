"""Registering the people of a basin's coordination. Whoever leaves keeps a past: nobody is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.accounts.people import Person, known_person, new_person
from garde.basin.config import BasinConfig
from garde.errors import Conflict
from garde.storage.repositories.accounts import add_person, end_person, people_of
from garde.storage.repositories.audit import record_decision


def list_people(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[Person, ...]:
    """Everybody who is or was registered, oldest first. Raises Forbidden."""
    require_reader(actor, config.id, "read who is registered")
    return people_of(session, config.id)


def register(
    session: Session,
    config: BasinConfig,
    name: str,
    *,
    role: str,
    email: str | None,
    language: str,
    actor: Actor,
    at: datetime,
) -> Person:
    """Registers somebody. The first one must be a coordinator: from then on only registered names may act.

    Raises Forbidden unless a coordinator acts, BadInput for a value that is none, Conflict for a name that
    is registered (or was) and for a first person who only reads.
    """
    require_coordinator(actor, config.id, "register people")
    people = people_of(session, config.id)
    person = new_person(people, name, role, email, language, at)
    if person.role != "coordinator" and not _coordinators(people):
        raise Conflict(
            "the first person must be a coordinator, or nobody could change anything",
            remedy=f"garde users add {actor.name} first",
        )
    person = replace(person, id=add_person(session, config.id, person))
    record_decision(session, actor, at, "register", f"person {person.name}", after=_facts(person))
    return person


def end(session: Session, config: BasinConfig, name: str, *, actor: Actor, at: datetime) -> Person:
    """Notes that somebody has left, and may not act any more.

    Raises Forbidden unless a coordinator acts, NotFound for a name that nobody present has, Conflict for
    the last coordinator.
    """
    require_coordinator(actor, config.id, "register people")
    people = people_of(session, config.id)
    person = known_person(people, name)
    if [one.id for one in _coordinators(people)] == [person.id]:
        raise Conflict(
            f"{name} is the last coordinator of basin {config.id}",
            remedy="register another one first: garde users add NAME",
        )
    end_person(session, person, at)
    record_decision(
        session, actor, at, "end", f"person {name}", before=_facts(person), after={"ended_at": at.isoformat()}
    )
    return replace(person, ended_at=at)


def _coordinators(people: tuple[Person, ...]) -> list[Person]:
    return [one for one in people if one.role == "coordinator" and one.ended_at is None]


def _facts(person: Person) -> dict[str, object]:
    return {"role": person.role, "email": person.email, "language": person.language}
