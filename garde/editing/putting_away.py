"""Putting a draft away that nobody needs any more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import load_draft, mark_deleted


def put_away(session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime) -> None:
    """Puts draft ``number`` out of sight for good; a version that was made from it stays.

    Raises Forbidden unless a coordinator acts, NotFound for a draft that is none.
    """
    require_coordinator(actor, config.id, "put a draft away")
    draft = load_draft(session, config.id, number)
    mark_deleted(session, draft)
    record_decision(
        session,
        actor,
        at,
        "put away",
        f"draft {number}",
        before={"status": draft.status, "months": list(draft.months), "made by": draft.created_by},
    )
