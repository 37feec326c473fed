"""Putting on record which swaps have lapsed, and telling those concerned."""

from __future__ import annotations

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
from garde.swaps.lapse import why_lapsed
from garde.swaps.swap import IN_FORCE, LIVE, Step, Swap
from garde.swaps.telling import tell

SYSTEM = "garde"
"""Under which name the basin's own rules act."""


def lapse(session: Session, config: BasinConfig, *, at: datetime) -> tuple[Swap, ...]:
    """Puts on record, as the basin's own doing, the swaps that lapsed; those it found.

    Whatever puts a rota in force calls it in its own transaction, and the worker now and then.
    """
    found = swaps_of(session, config.id, states=(*LIVE, *IN_FORCE))
    slots = coming_slots(session, config, at) if found else {}
    rules = Actor(SYSTEM, "system", config.id)
    lapsed = []
    for swap in found:
        why = why_lapsed(swap, slots, at)
        if why is not None:
            after = replace(swap, state="lapsed", reason=why.text, decided=Step(at, SYSTEM, "system"))
            save_swap(session, config.id, after)
            tell(session, config, after, "lapsed", slots, actor=rules, at=at, lapse=why)
            record_decision(
                session,
                rules,
                at,
                "let a swap lapse",
                swap.subject,
                before={"state": swap.state},
                after={"state": "lapsed"},
                reason=why.text,
            )
            lapsed.append(after)
    return tuple(lapsed)


def coming_slots(session: Session, config: BasinConfig, at: datetime) -> dict[str, FilledSlot]:
    """The slots in force of this month, the one before, and all later ones, by key."""
    zone = ZoneInfo(config.timezone)
    first = Month.of(at, zone).previous()
    found = slots_in_force(session, config.id, first.start(zone))
    return {slot.key: slot for slot in found if slot.month >= str(first)}
