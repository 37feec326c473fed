"""Reading the audit trail."""

from __future__ import annotations

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.audit.entry import Entry
from garde.basin.config import BasinConfig
from garde.storage.repositories.audit import decisions_of


def list_decisions(
    session: Session, config: BasinConfig, *, actor: Actor, subject: str | None = None
) -> tuple[Entry, ...]:
    """The decisions of a basin, oldest first; with ``subject`` (``link 7``), those about it.

    Raises Forbidden unless the actor belongs to the coordination.
    """
    require_reader(actor, config.id, "read the audit trail")
    return decisions_of(session, config.id, subject=subject)
