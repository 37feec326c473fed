"""Opening a draft to the services: each is told, and has an address of its own to answer at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.access.links import give_to_service, renew, revoke
from garde.accounts.actor import Actor, require_coordinator
from garde.accounts.links import Link, page_address
from garde.basin.config import BasinConfig
from garde.consultation.answer import Consultation
from garde.consultation.standing import planned_services
from garde.consultation.words import opened_notice
from garde.errors import BadInput, Conflict
from garde.messages.outbox import queue
from garde.planning.draft import Draft
from garde.storage.repositories.accounts import links_of
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.consultations import (
    add_consultation,
    consultations_of,
    mark_closed,
)
from garde.storage.repositories.rotas import load_draft
from garde.storage.repositories.services import services_of


@dataclass(frozen=True)
class Opened:
    """A consultation that was opened. ``addresses`` are those of new links, by service: shown once, ever."""

    consultation: Consultation
    draft: Draft
    services: tuple[str, ...]
    addresses: dict[str, str]
    told: int


def open_consultation(
    session: Session,
    config: BasinConfig,
    number: int,
    until: datetime,
    *,
    actor: Actor,
    at: datetime,
    public_url: str,
    new_links: bool = False,
) -> Opened:
    """Opens draft ``number`` to its services until an instant, and queues a message to each.

    A service without a link gets one; with ``new_links`` each gets a new one in place of its own. Raises
    Forbidden unless a coordinator acts, NotFound for an unknown draft, BadInput for a deadline that has
    passed, Conflict when the draft is published or open already.
    """
    require_coordinator(actor, config.id, "open a consultation")
    draft = load_draft(session, config.id, number)
    if draft.status == "published":
        raise Conflict(
            f"draft {number} is published: it cannot be discussed any more",
            remedy=f"plan again: garde plan --from {number}",
        )
    if until <= at:
        raise BadInput("the deadline has passed already", where="--until", remedy="name a later instant")
    for former in consultations_of(session, config.id, draft=number):
        if former.is_open(at):
            raise Conflict(
                f"draft {number} is open to the services already",
                remedy=f"close it first: garde consult close {number}",
            )
        if former.closed_at is None:
            mark_closed(session, former, former.until, "deadline")
    consultation = add_consultation(session, config.id, number, at, actor.name, until)
    services = {service.external_id: service for service in services_of(session, config.id)}
    concerned = tuple(name for name in planned_services(draft) if name in services)
    addresses = _linked(session, config, concerned, actor, at, public_url, new_links)
    told = queue(
        session,
        config,
        [
            opened_notice(
                config,
                services[name],
                draft,
                consultation,
                # What cannot be sent need not lie in the outbox: the coordinator has it on the screen.
                addresses.get(name) if services[name].email else None,
            )
            for name in concerned
        ],
        at,
    )
    record_decision(
        session,
        actor,
        at,
        "consultation: open",
        f"draft {number}",
        after={"until": until.isoformat(), "services": len(concerned), "new_links": sorted(addresses)},
    )
    return Opened(consultation, draft, concerned, addresses, told)


def _linked(
    session: Session,
    config: BasinConfig,
    services: tuple[str, ...],
    actor: Actor,
    at: datetime,
    public_url: str,
    anew: bool,
) -> dict[str, str]:
    """Gives the links that are missing; ``anew``, each service a new one of its own. Addresses by service.

    A link that was labelled, for somebody at the service, stays as it is.
    """
    held: dict[str | None, list[Link]] = {}
    for link in links_of(session, config.id):
        if link.kind == "service" and link.state(at) == "open":
            held.setdefault(link.service, []).append(link)
    addresses: dict[str, str] = {}
    for service in services:
        own = [link for link in held.get(service, []) if link.label is None]
        if held.get(service) and not anew:
            continue
        for link in own[1:]:
            revoke(session, config, link.id, actor=actor, at=at, reason="one new link stands for all")
        given = (
            renew(session, config, own[0].id, actor=actor, at=at)
            if own
            else give_to_service(session, config, service, actor=actor, at=at)
        )
        addresses[service] = page_address(public_url, given.token)
    return addresses
