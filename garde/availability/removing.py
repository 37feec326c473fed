"""Taking windows of a service out, wherever they came from."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.availability.by_hand import facts
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.errors import NotFound
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service, service_ids
from garde.storage.repositories.windows import (
    all_windows_of,
    forget_answers,
    remove_source,
    remove_window,
)


def remove_one(
    session: Session, config: BasinConfig, service: str, number: int, *, actor: Actor, at: datetime
) -> Window:
    """Takes one window out; one that a calendar's address gave comes back when that is read next.

    Raises Forbidden unless the service or a coordinator acts, NotFound for an unknown service or window.
    """
    require_speaker(actor, config.id, service, "say when it can serve")
    known_service(session, config.id, service)
    found = next((one for one in all_windows_of(session, config.id, service) if one.id == number), None)
    if found is None:
        raise NotFound(f"{service} has no window {number}", remedy="see: garde availability show")
    row = service_ids(session, config.id)[service]
    forget_answers(session, row)
    remove_window(session, row, number)
    record_decision(
        session,
        actor,
        at,
        "availability: remove",
        f"service {service}",
        before={**facts(found), "source": found.source},
    )
    return found


def remove_all_of(
    session: Session, config: BasinConfig, service: str, source: str, *, actor: Actor, at: datetime
) -> int:
    """Takes out all windows that one calendar or table gave; how many.

    Raises Forbidden unless the service or a coordinator acts, NotFound for an unknown service.
    """
    require_speaker(actor, config.id, service, "say when it can serve")
    known_service(session, config.id, service)
    row = service_ids(session, config.id)[service]
    forget_answers(session, row)
    count = remove_source(session, row, source)
    if count:
        record_decision(
            session,
            actor,
            at,
            "availability: remove",
            f"service {service}",
            before={"source": source, "windows": count},
        )
    return count
