"""The use case of saying how much a service's people work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service
from garde.storage.repositories.workloads import save_workload, workloads_of

MOST = 24 * 7 * 1000
"""Hours that a thousand people would work without sleep."""


def set_workload(
    session: Session,
    config: BasinConfig,
    service: str,
    hours: float | None,
    *,
    actor: Actor,
    at: datetime,
) -> timedelta | None:
    """Keeps the hours that all people of a service work together in an ordinary week; None: not known.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown service, BadInput for hours that are
    not above 0.
    """
    require_coordinator(actor, config.id, "say how much a service works")
    known_service(session, config.id, service)
    if hours is not None and not 0 < hours <= MOST:
        raise BadInput(
            f"{hours:g} is no number of hours in a week",
            where="HOURS",
            remedy="add up the weekly hours of its people",
        )
    weekly = None if hours is None else timedelta(minutes=max(1, round(hours * 60)))
    before = workloads_of(session, config.id).get(service)
    save_workload(session, config.id, service, weekly, at=at, by=actor.name)
    record_decision(
        session,
        actor,
        at,
        "working time",
        f"service {service}",
        before={"weekly_hours": _hours(before)},
        after={"weekly_hours": _hours(weekly)},
    )
    return weekly


def _hours(weekly: timedelta | None) -> float | None:
    return None if weekly is None else weekly.total_seconds() / 3600
