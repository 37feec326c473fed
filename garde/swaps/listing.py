"""Swaps as people see them: what was stored, and whether it still holds at this instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.rota import FilledSlot
from garde.storage.repositories.services import known_service
from garde.storage.repositories.swaps import known_swap, swaps_of
from garde.swaps.lapse import why_lapsed, why_overtaken
from garde.swaps.lapsing import coming_slots
from garde.swaps.swap import OVERTAKEN, Swap


def list_swaps(session: Session, config: BasinConfig, *, actor: Actor, at: datetime) -> tuple[Swap, ...]:
    """The swaps that the actor may see, oldest first; those that lapsed by ``at``, or that something later
    has overtaken, are shown as such.

    The coordination sees all; a service its own, those offered to it, and those offered to anybody on a
    line of it. Raises Forbidden.
    """
    if actor.role != "service":
        require_reader(actor, config.id, "see the swaps")
    slots = coming_slots(session, config, at)
    found = tuple(_as_of(swap, slots, at) for swap in swaps_of(session, config.id))
    if actor.role != "service":
        return found
    lines = known_service(session, config.id, actor.service or "").lines
    return tuple(swap for swap in found if _concerns(swap, actor.service or "", lines))


def show_swap(session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime) -> Swap:
    """One swap, as ``list_swaps`` shows it. Raises NotFound, Forbidden."""
    require_reader(actor, config.id, "see the swaps")
    return _as_of(known_swap(session, config.id, number), coming_slots(session, config, at), at)


def _as_of(swap: Swap, slots: Mapping[str, FilledSlot], at: datetime) -> Swap:
    why = why_lapsed(swap, slots, at)
    if why is not None:
        return replace(swap, state="lapsed", reason=why.text)
    later = why_overtaken(swap, slots)
    return swap if later is None else replace(swap, state=OVERTAKEN, reason=later.text)


def _concerns(swap: Swap, service: str, lines: tuple[str, ...]) -> bool:
    if service in {swap.giver, swap.taker}:
        return True
    return swap.state == "offered" and not swap.named and swap.slot.partition("/")[0] in lines
