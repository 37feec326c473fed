"""Letting go of backups that a new version of the rota leaves no place for, and what goes on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.backups import letters
from garde.backups.backup import OPEN, Backup, guest_id
from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig
from garde.rota import FilledSlot
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.backups import backups_of, decide_backup
from garde.storage.repositories.basins import chosen_basin


def release(
    session: Session,
    config: BasinConfig,
    before: Iterable[FilledSlot],
    after: Iterable[FilledSlot],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[Backup, ...]:
    """Withdraws the backups, asked or accepted, that ``after`` leaves no place for, and tells the services.

    What is over stays as it was. ``before`` is the rota that ``after`` replaces, of the same months.
    """
    slots = {slot.key: slot for slot in before}
    now = {slot.key: slot for slot in seated(after, guests_of(session, config.id))}
    known = slots | now
    released: list[Backup] = []
    for backup in backups_of(session, config.id):
        slot, later = known.get(backup.slot), now.get(backup.slot)
        if backup.basin != config.id or backup.state not in OPEN or slot is None or slot.end <= at:
            continue
        if backup.state == "accepted":
            needed = later is not None and guest_id(backup.home, backup.service) in later.services
        else:
            needed = later is not None and later.missing > 0
        if needed:
            continue
        gone = replace(backup, state="withdrawn", decided_at=at, decided_by=actor.name)
        decide_backup(session, backup, "withdrawn", at=at, by=actor.name, reason=None)
        on_record(session, actor, at, "backup withdrawn", gone, backup, None)
        letters.withdrawn(session, config, chosen_basin(session, backup.home), gone, slot, at)
        released.append(gone)
    return tuple(released)


def on_record(
    session: Session,
    actor: Actor,
    at: datetime,
    action: str,
    backup: Backup,
    before: Backup | None,
    reason: str | None,
) -> None:
    """Puts what became of a backup into the audit trails of both basins."""
    for basin in (backup.basin, backup.home):
        record_decision(
            session,
            replace(actor, basin=basin),
            at,
            action,
            f"backup {backup.id}",
            before=None if before is None else {"state": before.state},
            after={
                "slot": f"{backup.basin}:{backup.slot}",
                "service": guest_id(backup.home, backup.service),
                "state": backup.state,
            },
            reason=reason,
        )
