"""Reading the rota in force for judging swaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.errors import Conflict, NotFound
from garde.planning.plan import reading_span
from garde.planning.standing import read_standings
from garde.rota import FilledSlot
from garde.storage.repositories.rotas import slots_in_force
from garde.swaps.bench import Bench


def read_bench(session: Session, config: BasinConfig, months: Iterable[str], at: datetime) -> Bench:
    """The bench for swaps of duties in these months."""
    wanted = sorted({Month.parse(month) for month in months})
    start, end = reading_span(config, wanted)
    in_force = slots_in_force(session, config.id, start, end)
    return Bench(read_standings(session, config, wanted, at), in_force, config.ledger.cap_months)


def coming_duty(slots: dict[str, FilledSlot], key: str, service: str, at: datetime) -> FilledSlot:
    """The slot in force of that key, which ``service`` serves and has not begun.

    Raises NotFound for an unknown slot, Conflict for a duty that has begun or is another's.
    """
    slot = slots.get(key)
    if slot is None:
        raise NotFound(f"no rota in force has the slot {key[:80]!r}", remedy="see: garde versions list")
    if service not in slot.services:
        raise Conflict(
            f"{service} does not serve {key}",
            remedy=f"on duty there: {' and '.join(slot.services) or 'nobody'}",
        )
    if slot.start <= at:
        raise Conflict(f"{key} has begun", remedy="say who really served: garde served record")
    return slot
