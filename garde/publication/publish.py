"""Publishing a draft: one transaction makes the version, its ledger entries and its calendar states."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.backups.releasing import release
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.seam import meeting
from garde.errors import Conflict
from garde.messages.rota_told import tell_version
from garde.planning.decisions import Override
from garde.planning.draft import Draft
from garde.publication.accounting import ledger_of
from garde.publication.diff import Change, changes
from garde.publication.meanwhile import refuse_broken, refuse_stale
from garde.publication.places import told
from garde.rota import FilledSlot, in_order
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.ledger import planned_entries, save_entries
from garde.storage.repositories.places import place_states, save_place_states
from garde.storage.repositories.rotas import (
    latest_version,
    load_draft,
    save_version,
    seal_version,
    slots_in_force,
)
from garde.storage.repositories.services import services_of


@dataclass(frozen=True, slots=True)
class Published:
    """The outcome: the version's number, its months, what changed, and the places nobody fills."""

    number: int
    months: tuple[str, ...]
    changes: tuple[Change, ...]
    missing: int


def publish(
    session: Session,
    config: BasinConfig,
    draft_id: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Published:
    """Makes a draft the rota in force of its months.

    Duties that have begun at ``at`` stay as they were published, and so do the lines that the draft did not
    plan. Raises Forbidden unless a coordinator acts; NotFound for an unknown draft; Conflict when it is
    published already, another version of its months was published since it was made (``Overtaken``), one of
    another month leaves a service of it without its rest, or a duty has begun meanwhile that the draft makes
    otherwise.
    """
    require_coordinator(actor, config.id, "publish")
    lock_basin(session, config.id)
    draft = load_draft(session, config.id, draft_id)
    refuse_stale(session, config, draft)
    before = slots_in_force(session, config.id, months=draft.months)
    filled = {line.id for line in config.lines if line.fill is not None}
    after = merged(before, draft, at, filled=filled)
    # A month beside it may have been published since the draft was made.
    after = meeting(config, after, duties_beside(session, config, draft.months))
    _refuse_doubles(config, before, after, draft)
    refuse_broken(session, config, draft, after, at)
    return put_in_force(session, config, draft.months, after, actor=actor, at=at, reason=reason, origin=draft)


def put_in_force(
    session: Session,
    config: BasinConfig,
    month_names: Sequence[str],
    after: Sequence[FilledSlot],
    *,
    actor: Actor,
    at: datetime,
    reason: str | None,
    origin: Draft | str,
    overrides: Sequence[Override] = (),
    announce: bool = True,
) -> Published:
    """Makes ``after`` the rota in force of whole months: the one way in which anything is published.

    The version, its ledger entries, the state of its calendar events, what services are told of it and the
    audit trail's entry are written in the caller's transaction. ``origin`` is the draft, or says what else
    it was made from (``version 2``, ``swap 4``); ``overrides`` are duties that stand against a rule from now
    on. Backups that it leaves no place for are let go. Without ``announce``, the caller tells the services
    itself. The caller has checked who acts and that no past duty changes.
    """
    months = [Month.parse(month) for month in month_names]
    zone = ZoneInfo(config.timezone)
    lock_basin(session, config.id)
    before = slots_in_force(session, config.id, months=month_names)
    latest = latest_version(session, config.id)
    number = (latest or 0) + 1
    over = [str(month) for month in months if month.end(zone) <= at]
    former = planned_entries(session, config.id, months=over)
    made_from = origin if isinstance(origin, str) else f"draft {origin.id}"
    rota_id = save_version(
        session,
        basin=config.id,
        number=number,
        months=month_names,
        slots=after,
        start=months[0].start(zone),
        end=months[-1].end(zone),
        at=at,
        by=actor.name,
        reason=reason,
        origin=made_from,
        draft=None if isinstance(origin, str) else origin,
        overrides=overrides,
    )
    account = ledger_of(config, services_of(session, config.id), months, after, former=former)
    save_entries(session, config.id, rota_id, account)
    seal_version(session, rota_id)
    known = place_states(session, config.id, {slot.key for slot in (*before, *after)})
    guests = guests_of(session, config.id)
    save_place_states(session, config.id, told(known, seated(before, guests), seated(after, guests), at))
    release(session, config, before, after, actor=actor, at=at)
    tell_version(session, config, number, before, after, at, announce=announce)
    found = changes(before, after)
    record_decision(
        session,
        actor,
        at,
        "publish",
        f"version {number}",
        before={"version": latest},
        after={"version": number, "months": list(month_names), "from": made_from, "changes": len(found)},
        reason=reason,
    )
    return Published(number, tuple(month_names), found, sum(slot.missing for slot in after))


def duties_beside(session: Session, config: BasinConfig, months: Sequence[str]) -> tuple[FilledSlot, ...]:
    """The duties in force that may lie across an end of these months, and belong to none of them."""
    zone = ZoneInfo(config.timezone)
    first, last = Month.parse(months[0]), Month.parse(months[-1])
    around = slots_in_force(session, config.id, first.previous().start(zone), last.next().end(zone))
    return tuple(slot for slot in around if slot.month not in months)


def merged(
    before: Sequence[FilledSlot], draft: Draft, at: datetime, *, filled: Container[str] = ()
) -> tuple[FilledSlot, ...]:
    """What will be in force: the draft's slots, but for what has begun and for lines it did not plan.

    Where a month of a line is in force already, nothing is added to its past: neither duties that have begun,
    nor, on lines that are ``filled`` by opening hours, duties that are over (of one that runs, the rest can
    still be served).
    """
    planned = {(pool.month, line) for pool in draft.pools for line in pool.lines}
    kept = {slot.key: slot for slot in before if (slot.month, slot.line) not in planned or slot.begun(at)}
    known = {(slot.month, slot.line) for slot in before}
    return in_order(
        [
            *kept.values(),
            *(
                slot
                for slot in draft.slots
                if slot.key not in kept
                and not (
                    (slot.month, slot.line) in known
                    and (slot.end <= at if slot.line in filled else slot.begun(at))
                )
            ),
        ]
    )


def _refuse_doubles(
    config: BasinConfig, before: Sequence[FilledSlot], after: Sequence[FilledSlot], draft: Draft
) -> None:
    """Where opening hours decide on the duties, one that began since may lie across those of the draft."""
    kept = set(before)
    for line in (line for line in config.lines if line.fill is not None):
        own = [slot for slot in after if slot.line == line.id]
        for left, right in pairwise(own):
            if right.start < left.end and (left in kept) != (right in kept):
                raise Conflict(
                    f"{left.key} has begun, and draft {draft.id} has {right.key} in the same hours",
                    remedy=f"plan again: garde plan --month {draft.months[0]}",
                )
