"""Windows that a service, or a coordinator for it, gives one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.availability.collisions import Collision, collisions
from garde.availability.updating import HAND
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.services import known_service, service_ids
from garde.storage.repositories.windows import add_windows, all_windows_of, remove_window

LONGEST = timedelta(days=366)
MOST = 500
"""Windows by hand that a service may have at once, past ones left out."""


@dataclass(frozen=True)
class Kept:
    """A service's windows that are not past, and its published duties that they speak against."""

    windows: tuple[Window, ...]
    collisions: tuple[Collision, ...]


def add_by_hand(
    session: Session, config: BasinConfig, service: str, window: Window, *, actor: Actor, at: datetime
) -> Window:
    """Adds a window; one that says the same is there already is left alone. Nothing published changes.

    Raises Forbidden unless the service or a coordinator acts, NotFound for an unknown service, BadInput for a
    window that is past or longer than a year, and above ``MOST`` of them.
    """
    require_speaker(actor, config.id, service, "say when it can serve")
    known_service(session, config.id, service)
    if window.end <= at:
        raise BadInput("this time is over", where="--to", remedy="name a later one")
    if window.end - window.start > LONGEST:
        raise BadInput("this is longer than a year", where="--to", remedy="give it in parts")
    stored = [one for one in all_windows_of(session, config.id, service) if one.source == HAND]
    for one in stored:
        if _meaning(one) == _meaning(window):
            return one
    if sum(one.end > at for one in stored) >= MOST:
        raise BadInput(f"{service} has {MOST} windows already", remedy="remove some, or give a calendar")
    add_windows(session, config.id, {service: [window]})
    record_decision(session, actor, at, "availability: add", f"service {service}", after=facts(window))
    session.flush()
    return window


def remove_by_hand(
    session: Session, config: BasinConfig, service: str, number: int, *, actor: Actor, at: datetime
) -> Window | None:
    """Removes a window that was given by hand; None when there is none (any more) of that number."""
    require_speaker(actor, config.id, service, "say when it can serve")
    for window in all_windows_of(session, config.id, service):
        if window.id == number and window.source == HAND:
            remove_window(session, service_ids(session, config.id)[service], number)
            record_decision(
                session, actor, at, "availability: remove", f"service {service}", before=facts(window)
            )
            return window
    return None


def kept_by(session: Session, config: BasinConfig, service: str, *, actor: Actor, at: datetime) -> Kept:
    """What a service has said of the time from now on, wherever it comes from."""
    require_speaker(actor, config.id, service, "see when it can serve")
    known = known_service(session, config.id, service)
    windows = all_windows_of(session, config.id, service)
    in_force = slots_in_force(session, config.id, start=at)
    return Kept(
        tuple(window for window in windows if window.end > at), collisions(known, windows, in_force, at)
    )


def _meaning(window: Window) -> tuple[object, ...]:
    return window.kind, window.start, window.end, window.points


def facts(window: Window) -> dict[str, object]:
    """Without its note: the audit trail never forgets, and a note may be about somebody's health."""
    return {
        "kind": window.kind,
        "from": window.start.isoformat(),
        "to": window.end.isoformat(),
        "points": window.points,
    }
