"""Giving services and funders their private links, renewing and revoking them.

A token is shown by whoever calls these use cases, once: only its hash is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.accounts.links import Link, new_token
from garde.basin.config import BasinConfig
from garde.errors import BadInput, Conflict
from garde.storage.repositories.accounts import add_link, end_link, known_link, links_of
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service, services_of


@dataclass(frozen=True, slots=True)
class Given:
    """A link that was just made, and its token: the only time that it is known."""

    link: Link
    token: str

    def __repr__(self) -> str:
        """Without the token, which must not get into a log."""
        return f"Given({self.link!r})"


def list_links(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[Link, ...]:
    """All links, oldest first. Raises Forbidden for who is not of the coordination."""
    require_reader(actor, config.id, "read which links there are")
    return links_of(session, config.id)


def give_to_service(
    session: Session,
    config: BasinConfig,
    service: str,
    *,
    actor: Actor,
    at: datetime,
    label: str | None = None,
    until: datetime | None = None,
) -> Given:
    """A new link for a service, beside those that it has.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown service, BadInput for an end that has
    passed.
    """
    require_coordinator(actor, config.id, "give links")
    known_service(session, config.id, service)
    return _give(session, Link(0, config.id, "service", service, label, at, actor.name, until), actor, at)


def give_to_funder(
    session: Session,
    config: BasinConfig,
    label: str,
    *,
    actor: Actor,
    at: datetime,
    until: datetime | None = None,
) -> Given:
    """A new link for a funder, named by ``label``. Raises Forbidden, BadInput without a label."""
    require_coordinator(actor, config.id, "give links")
    if not label.strip():
        raise BadInput("a funder's link needs a name", where="--funder", remedy="say for whom it is")
    return _give(session, Link(0, config.id, "funder", None, label.strip(), at, actor.name, until), actor, at)


def give_to_those_without(
    session: Session, config: BasinConfig, *, actor: Actor, at: datetime, until: datetime | None = None
) -> tuple[Given, ...]:
    """A link for each service that takes part and has no open one. Raises Forbidden, BadInput."""
    require_coordinator(actor, config.id, "give links")
    held = {link.service for link in links_of(session, config.id) if link.state(at) == "open"}
    today = at.date()
    return tuple(
        _give(
            session,
            Link(0, config.id, "service", one.external_id, None, at, actor.name, until),
            actor,
            at,
        )
        for one in services_of(session, config.id)
        if one.external_id not in held and (one.active_until is None or one.active_until >= today)
    )


def renew(session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime) -> Given:
    """A new link in place of one: the old address opens nothing more, and its calendar is empty for 30 days.

    One that has expired is renewed without an end. Raises Forbidden unless a coordinator acts, NotFound for
    an unknown link, Conflict for one that was renewed or revoked.
    """
    require_coordinator(actor, config.id, "renew links")
    former = _standing(session, config, number)
    end_link(session, former, at, "renewed")
    record_decision(
        session,
        actor,
        at,
        "renew",
        f"link {number}",
        before={"state": former.state(at)},
        after={"state": "renewed"},
    )
    until = former.expires_at if former.state(at) == "open" else None
    anew = replace(former, id=0, created_at=at, created_by=actor.name, expires_at=until)
    return _give(session, anew, actor, at)


def revoke(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Link:
    """Takes a link back: it opens nothing from now on. Raises as ``renew``."""
    require_coordinator(actor, config.id, "revoke links")
    link = _standing(session, config, number)
    end_link(session, link, at, "revoked")
    record_decision(
        session,
        actor,
        at,
        "revoke",
        f"link {number}",
        before={"state": link.state(at)},
        after={"state": "revoked"},
        reason=reason,
    )
    return known_link(session, config.id, number)


def _standing(session: Session, config: BasinConfig, number: int) -> Link:
    link = known_link(session, config.id, number)
    if link.ended_how is not None:
        raise Conflict(f"link {number} was {link.ended_how} already", remedy="see: garde links list")
    return link


def _give(session: Session, link: Link, actor: Actor, at: datetime) -> Given:
    if link.expires_at is not None and link.expires_at <= at:
        raise BadInput("the link would have ended already", where="--until", remedy="name a later instant")
    token = new_token()
    link = replace(link, id=add_link(session, link, token))
    record_decision(
        session,
        actor,
        at,
        "give",
        f"link {link.id}",
        after={
            "kind": link.kind,
            "service": link.service,
            "label": link.label,
            "expires_at": None if link.expires_at is None else link.expires_at.isoformat(),
        },
    )
    return Given(link, token)
