"""Putting an older version back in force, as a new one: judged first by what holds today."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.publication.comparing import find_version
from garde.publication.publish import Published
from garde.publication.standing import Stands, put_again, standing_again
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.rotas import version_overrides, version_slots, versions_of


def check_restore(
    session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime
) -> Stands:
    """What putting a version back would do; nothing is written.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown version, Conflict when nothing would
    change. What stays as it is: see ``standing_again``.
    """
    require_coordinator(actor, config.id, "put a version back")
    known = {version.number: version for version in versions_of(session, config.id)}
    version = find_version(known, config, number)
    return standing_again(
        session,
        config,
        version.months,
        version_slots(session, config.id, number),
        version_overrides(session, config.id, number),
        at,
        named=f"version {number}",
    )


def restore_version(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    override: str | None = None,
) -> tuple[Stands, Published]:
    """Makes a version the rota in force again, as a new version of the same months.

    ``override`` answers for the rules that it breaks today: those duties stay on record with it. Raises
    Conflict when it breaks a rule and there is no ``override``, what ``check_restore`` raises too.
    """
    lock_basin(session, config.id)
    found = check_restore(session, config, number, actor=actor, at=at)
    published = put_again(
        session,
        config,
        found,
        actor=actor,
        at=at,
        reason=reason,
        override=override,
        origin=f"version {number}",
    )
    return found, published
