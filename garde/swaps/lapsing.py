"""When an offer, or a swap that was agreed, means nothing any more, and putting that on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.rota import FilledSlot
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.swaps import save_swap, swaps_of
from garde.swaps.swap import IN_FORCE, LIVE, Step, Swap

SYSTEM = "garde"
"""Under which name the basin's own rules act."""


def why_lapsed(swap: Swap, slots: Mapping[str, FilledSlot], at: datetime) -> str | None:
    """Why nothing can come of a swap any more; None when something can, or it is over.

    ``slots`` are those in force (see ``coming_slots``), by key. A live one lapses when a duty of it has
    begun, or is no longer whose it was; one in force when a later version has not got its duty at all.
    """
    if swap.state == "approved":
        return _vanished(swap, slots)
    if not swap.live:
        return None
    sides = [(swap.slot, swap.giver)]
    if swap.return_slot is not None and swap.taker is not None:
        sides.append((swap.return_slot, swap.taker))
    for key, holder in sides:
        slot = slots.get(key)
        if slot is None:
            return f"{key} is no longer in the rota in force"
        if slot.start <= at:
            return f"{key} has begun"
        if holder not in slot.services:
            return (
                f"{holder} no longer serves {key}; on duty there: {' and '.join(slot.services) or 'nobody'}"
            )
    slot = slots[swap.slot]
    if swap.taker is not None and swap.taker in slot.services:
        return f"{swap.taker} serves {swap.slot} already"
    return None


def lapse(session: Session, config: BasinConfig, *, at: datetime) -> tuple[Swap, ...]:
    """Puts on record, as the basin's own doing, the swaps that lapsed; those it found.

    Whatever puts a rota in force calls it in its own transaction, and the worker now and then.
    """
    found = swaps_of(session, config.id, states=(*LIVE, *IN_FORCE))
    slots = coming_slots(session, config, at) if found else {}
    lapsed = []
    for swap in found:
        reason = why_lapsed(swap, slots, at)
        if reason is not None:
            after = replace(swap, state="lapsed", reason=reason, decided=Step(at, SYSTEM, "system"))
            save_swap(session, config.id, after)
            record_decision(
                session,
                Actor(SYSTEM, "system", config.id),
                at,
                "let a swap lapse",
                swap.subject,
                before={"state": swap.state},
                after={"state": "lapsed"},
                reason=reason,
            )
            lapsed.append(after)
    return tuple(lapsed)


def coming_slots(session: Session, config: BasinConfig, at: datetime) -> dict[str, FilledSlot]:
    """The slots in force of this month, the one before, and all later ones, by key."""
    zone = ZoneInfo(config.timezone)
    first = Month.of(at, zone).previous()
    found = slots_in_force(session, config.id, first.start(zone))
    return {slot.key: slot for slot in found if slot.month >= str(first)}


def _vanished(swap: Swap, slots: Mapping[str, FilledSlot]) -> str | None:
    """Which duty of a swap in force a later version has not got; duties that have begun never vanish."""
    months = {slot.month for slot in slots.values()}
    for key in (swap.slot, swap.return_slot):
        if key is not None and key not in slots and _month(key) in months:
            return f"{key} is no longer in the rota in force"
    return None


def _month(key: str) -> str:
    """The month that the key of a slot names, after its line."""
    return key.partition("/")[2][:7]
