"""Publishing a draft that services were asked about: who does not get what it asked for, or read, is told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.consultation.closing import close_consultation
from garde.consultation.outcome import outcomes
from garde.consultation.replanning import Request
from garde.consultation.standing import planned_services, standings
from garde.consultation.words import differs_notice
from garde.messages.outbox import queue
from garde.planning.draft import Draft
from garde.publication.publish import Published, publish
from garde.storage.repositories.consultations import answers_of, unclosed_consultations
from garde.storage.repositories.rotas import load_draft
from garde.storage.repositories.services import services_of


def publish_draft(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Published:
    """Publishes draft ``number`` (see ``publish``), ends all consultations of its months, and tells services.

    A message is queued for each service that serves a duty of which it asked to be rid, in this draft or in
    the one before it.
    """
    published = publish(session, config, number, actor=actor, at=at, reason=reason)
    draft = load_draft(session, config.id, number)
    for consultation in unclosed_consultations(session, config.id):
        discussed = load_draft(session, config.id, consultation.draft)
        if consultation.is_open(at) and set(discussed.months) & set(published.months):
            close_consultation(session, config, discussed.id, actor=actor, at=at)
    services = {service.external_id: service for service in services_of(session, config.id)}
    notices = [
        differs_notice(config, services[service], draft, published.number, slots)
        for service, slots in _disappointed(session, config, draft).items()
        if service in services
    ]
    queue(session, config, notices, at)
    return published


def _disappointed(session: Session, config: BasinConfig, draft: Draft) -> dict[str, list[str]]:
    """The duties that each service asked to be rid of and serves all the same, by service."""
    answers = answers_of(session, config.id, draft.id)
    held = standings(draft, planned_services(draft), answers, draft.created_at)
    accepted = {(slot, one.service) for one in held for slot in one.accepted}
    asked = [Request(one.service, answer.slot or "") for one in held for answer in one.declined] + [
        outcome.request for outcome in outcomes(draft) if not outcome.granted
    ]
    found: dict[str, list[str]] = {}
    for request in asked:
        mine = found.setdefault(request.service, [])
        if (request.slot, request.service) not in accepted and request.slot not in mine:
            mine.append(request.slot)
    return {service: slots for service, slots in sorted(found.items()) if slots}
