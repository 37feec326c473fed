"""Keeping the directory of services: who may, and what stays on record of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.changes import ImportPlan
from garde.basin.config import BasinConfig
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import save_services

_PERSONAL = {"name", "public_name", "address", "lat", "lon", "phone", "email"}
"""Fields whose values stay out of a trail from which nothing can be deleted; that they changed is told."""


def save_directory(
    session: Session, config: BasinConfig, plan: ImportPlan, *, actor: Actor, at: datetime
) -> None:
    """Carries an import out, with an entry in the audit trail for each service that it changes.

    Raises Forbidden unless a coordinator acts.
    """
    require_coordinator(actor, config.id, "change the directory of services")
    save_services(session, config.id, plan.to_save, at)
    if plan.added:
        names = [service.external_id for service in plan.added]
        record_decision(session, actor, at, "add services", "services", after={"services": names})
    for update in plan.updated:
        told = [change for change in update.fields if change.field not in _PERSONAL]
        silent = [change.field for change in update.fields if change.field in _PERSONAL]
        record_decision(
            session,
            actor,
            at,
            "change a service",
            f"service {update.after.external_id}",
            before={change.field: change.before for change in told},
            after={change.field: change.after for change in told} | ({"changed": silent} if silent else {}),
        )
