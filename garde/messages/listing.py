"""Reading the outbox."""

from __future__ import annotations

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.messages.message import STATES, Message
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.services import known_service


def list_messages(
    session: Session,
    config: BasinConfig,
    *,
    actor: Actor,
    state: str | None = None,
    service: str | None = None,
) -> tuple[Message, ...]:
    """The messages of a basin, oldest first; of one state, to one service.

    Raises Forbidden unless the actor belongs to the coordination, BadInput for a state that is none,
    NotFound for an unknown service.
    """
    require_reader(actor, config.id, "read messages")
    known = next((one for one in STATES if one == state), None)
    if state is not None and known is None:
        raise BadInput(f"{state!r} is no state", where="--state", remedy=f"use one of: {', '.join(STATES)}")
    if service is not None:
        known_service(session, config.id, service)
    return messages_of(session, config.id, state=known, service=service)
