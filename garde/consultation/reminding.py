"""Telling those who have not answered that a consultation is about to close: for the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.consultation.answer import Consultation
from garde.consultation.standing import planned_services, standings
from garde.consultation.words import closing_notice
from garde.messages.outbox import queue
from garde.storage.repositories.consultations import answers_of, unclosed_consultations
from garde.storage.repositories.rotas import load_draft
from garde.storage.repositories.services import services_of

BEFORE = timedelta(days=2)


def reminded_from(consultation: Consultation) -> datetime:
    """From when on those who are silent are reminded: two days before, at the earliest at half time."""
    return consultation.until - min(BEFORE, (consultation.until - consultation.opened_at) / 2)


def remind_unanswered(session: Session, config: BasinConfig, at: datetime) -> int:
    """Queues a reminder, once a consultation, to each service that still owes an answer; how many are new."""
    services = {service.external_id: service for service in services_of(session, config.id)}
    queued = 0
    for consultation in unclosed_consultations(session, config.id):
        if not (reminded_from(consultation) <= at and consultation.is_open(at)):
            continue
        draft = load_draft(session, config.id, consultation.draft)
        if draft.status == "published":
            continue
        answers = answers_of(session, config.id, draft.id)
        notices = [
            closing_notice(config, services[one.service], draft, consultation)
            for one in standings(draft, planned_services(draft), answers, consultation.opened_at)
            if one.waited_for and one.service in services
        ]
        queued += queue(session, config, notices, at)
    return queued
