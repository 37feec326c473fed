"""Closing consultations: by a coordinator, or when their deadline has passed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.consultation.answer import Consultation
from garde.errors import Conflict
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.consultations import (
    consultations_of,
    mark_closed,
    unclosed_consultations,
)
from garde.storage.repositories.rotas import load_draft

DEADLINE = "deadline"
"""Who closed a consultation that ran its time."""


def close_consultation(
    session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime
) -> Consultation:
    """Closes the consultation of draft ``number`` before its deadline.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown draft, Conflict when none is open.
    """
    require_coordinator(actor, config.id, "close a consultation")
    load_draft(session, config.id, number)
    for consultation in consultations_of(session, config.id, draft=number):
        if consultation.is_open(at):
            return _closed(session, actor, consultation, at)
    raise Conflict(
        f"draft {number} is not open to the services", remedy=f"see: garde consult status {number}"
    )


def close_due(session: Session, config: BasinConfig, at: datetime) -> tuple[Consultation, ...]:
    """Closes the consultations of a basin whose deadline has passed, for the worker; returns them."""
    actor = Actor(DEADLINE, "system", config.id)
    return tuple(
        _closed(session, actor, consultation, consultation.until)
        for consultation in unclosed_consultations(session, config.id)
        if consultation.until <= at
    )


def _closed(session: Session, actor: Actor, consultation: Consultation, at: datetime) -> Consultation:
    mark_closed(session, consultation, at, actor.name)
    record_decision(
        session,
        actor,
        at,
        "consultation: close",
        f"draft {consultation.draft}",
        before={"until": consultation.until.isoformat()},
        after={"closed_at": at.isoformat()},
    )
    (found,) = (
        one
        for one in consultations_of(session, consultation.basin, draft=consultation.draft)
        if one.id == consultation.id
    )
    return found
