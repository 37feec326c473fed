"""Asking a neighbour's service to stand in, and what both sides may decide. People agree, garde records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_speaker
from garde.backups import letters
from garde.backups.backup import OPEN, Backup, State, guest_id
from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.backups.releasing import on_record
from garde.basin.config import BasinConfig
from garde.errors import Conflict, NotFound
from garde.publication.places import told
from garde.repair.neighbours import helper_for, neighbours_of, told_obstacle
from garde.rota import FilledSlot
from garde.storage.repositories.backups import add_backup, backups_of, decide_backup, known_backup
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.places import place_states, save_place_states
from garde.storage.repositories.served import known_slot
from garde.storage.repositories.services import known_service


def propose(
    session: Session,
    config: BasinConfig,
    slot_key: str,
    home_id: str,
    service: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Backup:
    """Asks a neighbour's service to stand in where a published place stays empty; both are told.

    Raises Forbidden unless a coordinator of the basin in need acts; NotFound for an unknown slot, basin or
    service; Conflict when no place is empty, the slot is over, it was asked already, or a rule keeps it out.
    """
    require_coordinator(actor, config.id, "ask a neighbour")
    slot = known_slot(session, config, slot_key)
    home = _neighbour(session, config, home_id)
    known_service(session, home.id, service)
    _refuse_pointless(session, config, slot, at)
    for one in backups_of(session, config.id):
        if (one.slot, one.home, one.service) == (slot.key, home.id, service) and one.state in OPEN:
            raise Conflict(f"{guest_id(home.id, service)} was asked already", remedy=f"see backup {one.id}")
    _refuse_hindered(session, config, home, slot, service)
    made = Backup(0, config.id, slot.key, home.id, service, "asked", reason, at, actor.name)
    made = replace(made, id=add_backup(session, made))
    on_record(session, actor, at, "ask for a backup", made, None, reason)
    letters.asked(session, config, home, made, slot, at)
    return made


def accept(
    session: Session,
    home: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Backup:
    """The helping side agrees: from now on its service is shown as open, marked as a backup.

    Raises Forbidden unless the service itself or a coordinator of its own basin acts; Conflict when it is no
    longer asked, no longer needed, over, or a rule keeps it out by now.
    """
    backup = _helping(session, home, number, actor, "accept a backup duty")
    _refuse_settled(backup, ("asked",))
    config = chosen_basin(session, backup.basin)
    slot = known_slot(session, config, backup.slot)
    _refuse_pointless(session, config, slot, at)
    _refuse_hindered(session, config, home, slot, backup.service)
    decided = _decide(session, config, backup, "accepted", actor, at, reason)
    letters.answered(session, config, home, decided, slot, at)
    return decided


def decline(
    session: Session,
    home: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Backup:
    """The helping side says no, or no longer. Raises Forbidden and Conflict as ``accept`` does."""
    backup = _helping(session, home, number, actor, "decline a backup duty")
    _refuse_settled(backup, OPEN)
    config = chosen_basin(session, backup.basin)
    decided = _decide(session, config, backup, "declined", actor, at, reason)
    letters.answered(session, config, home, decided, known_slot(session, config, backup.slot), at)
    return decided


def withdraw(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Backup:
    """The basin in need no longer needs it; the service is told.

    Raises Forbidden unless its coordinator acts, Conflict when there is nothing to withdraw.
    """
    require_coordinator(actor, config.id, "withdraw a backup")
    backup = known_backup(session, config.id, number)
    if backup.basin != config.id:
        raise Conflict(
            f"backup {number} is for basin {backup.basin}",
            remedy=f"decline it: garde backups decline {number}",
        )
    _refuse_settled(backup, OPEN)
    home = chosen_basin(session, backup.home)
    decided = _decide(session, config, backup, "withdrawn", actor, at, reason)
    letters.withdrawn(session, config, home, decided, known_slot(session, config, backup.slot), at)
    return decided


def _decide(
    session: Session,
    config: BasinConfig,
    backup: Backup,
    state: State,
    actor: Actor,
    at: datetime,
    reason: str | None,
) -> Backup:
    """Stores a decision, with what calendars are told of the slot, and the audit trails of both basins."""
    slot = known_slot(session, config, backup.slot)
    _refuse_over(slot, at)
    before = seated([slot], guests_of(session, config.id))
    decided = replace(
        backup,
        state=state,
        decided_at=at,
        decided_by=actor.name,
        reason=reason or backup.reason,
    )
    decide_backup(session, backup, decided.state, at=at, by=actor.name, reason=reason)
    after = seated([slot], guests_of(session, config.id))
    known = place_states(session, config.id, {slot.key})
    save_place_states(session, config.id, told(known, before, after, at))
    on_record(session, actor, at, f"backup {decided.state}", decided, backup, reason)
    return decided


def _helping(session: Session, home: BasinConfig, number: int, actor: Actor, action: str) -> Backup:
    backup = known_backup(session, home.id, number)
    if backup.home != home.id:
        raise Conflict(
            f"backup {number} is by a service of basin {backup.home}",
            remedy=f"its own side answers: --basin {backup.home}",
        )
    require_speaker(actor, home.id, backup.service, action)
    return backup


def _neighbour(session: Session, config: BasinConfig, home_id: str) -> BasinConfig:
    for home in neighbours_of(session, config):
        if home.id == home_id:
            return home
    raise NotFound(
        f"basin {home_id!r} is not stored here as a neighbour of {config.id}",
        where="--from",
        remedy="see: garde backups candidates --help",
    )


def _refuse_settled(backup: Backup, open_states: tuple[State, ...]) -> None:
    if backup.state not in open_states:
        raise Conflict(f"backup {backup.id} was {backup.state} already", remedy="see: garde backups list")


def _refuse_over(slot: FilledSlot, at: datetime) -> None:
    if slot.end <= at:
        raise Conflict(f"{slot.key} is over", remedy="what is past stays as it was")


def _refuse_pointless(session: Session, config: BasinConfig, slot: FilledSlot, at: datetime) -> None:
    _refuse_over(slot, at)
    (now,) = seated([slot], guests_of(session, config.id))
    if not now.missing:
        raise Conflict(
            f"every place of {slot.key} is taken, by {' and '.join(now.services)}",
            remedy="publish the rota in which a place is empty first: garde publish DRAFT",
        )


def _refuse_hindered(
    session: Session, config: BasinConfig, home: BasinConfig, slot: FilledSlot, service: str
) -> None:
    helper = helper_for(session, config, home, slot, service)
    if helper is None:
        raise Conflict(
            f"{service} does not take part in line {slot.line} of basin {home.id} then",
            remedy="see: garde backups candidates --slot SLOT",
        )
    if helper.obstacles:
        raise Conflict(told_obstacle(helper), remedy="see: garde backups candidates --slot SLOT")
