"""Keeping the directory of services: who may, and what stays on record of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.changes import ImportPlan, changes
from garde.basin.config import BasinConfig
from garde.basin.importing import Incoming
from garde.basin.service import Service
from garde.basin.terms import ALWAYS, FOREVER
from garde.calendar.localtime import zone_named
from garde.calendar.stating import stated
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import save_services

_PERSONAL = {"name", "public_name", "address", "lat", "lon", "phone", "email"}
"""Fields whose values stay out of a trail from which nothing can be deleted; that they changed is told."""
_DATED = {"opening_hours", "lines", "active_from", "active_until"}
"""Fields that hold from an instant on; all others are as they are."""


def planned_import(
    config: BasinConfig,
    known: Sequence[Service],
    incoming: Incoming,
    *,
    at: datetime,
    since: datetime | None = None,
    begun: bool = True,
) -> ImportPlan:
    """What importing a file does, each service with all that will have been in force, and when.

    ``since`` is from when the file's opening hours, lines and days of taking part hold where they are others:
    None is from now on. Until the basin's duties have ``begun``, a new service then counts as if it had
    always been there: the directory is being made, and nothing was yet told of the past. Raises BadInput for
    other lines that are announced for later.
    """
    zone = zone_named(config.timezone)
    compared = at if since is None else max(at, since)
    plan = changes([one.as_of(compared) for one in known], incoming.services, incoming.fields)
    later = since is not None and since > at
    there_since = ALWAYS if since is None and not begun else since
    for update in plan.updated:
        if later and update.before.lines != update.after.lines:
            raise BadInput(
                f"service {update.after.external_id} has other lines in the file, which hold at once",
                where="--from",
                remedy="leave --from out, or the lines as they are",
            )
    return replace(
        plan,
        added=tuple(stated(None, one, at=at, zone=zone, since=there_since) for one in plan.added),
        updated=tuple(
            replace(one, after=stated(one.before, one.after, at=at, zone=zone, since=since))
            for one in plan.updated
        ),
    )


def save_directory(
    session: Session,
    config: BasinConfig,
    plan: ImportPlan,
    *,
    actor: Actor,
    at: datetime,
    since: datetime | None = None,
) -> None:
    """Carries an import out, with an entry in the audit trail for each service that it changes.

    ``since`` is what it was planned with. Raises Forbidden unless a coordinator acts.
    """
    require_coordinator(actor, config.id, "change the directory of services")
    save_services(session, config.id, plan.to_save, at, by=actor.name)
    holds: dict[str, object] = {} if since is None else {"from": told_instant(since)}
    if plan.added:
        names = [service.external_id for service in plan.added]
        added: dict[str, object] = {"services": names}
        record_decision(session, actor, at, "add services", "services", after=added | holds)
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
            after={change.field: change.after for change in told}
            | ({"changed": silent} if silent else {})
            | (holds if any(change.field in _DATED for change in told) else {}),
        )


def told_instant(instant: datetime) -> str:
    """An instant for the trail, where no history has a beginning or an end."""
    return {ALWAYS: "always", FOREVER: "for good"}.get(instant) or instant.isoformat()
