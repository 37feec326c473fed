"""Offering a duty, taking the offer back, turning it down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_speaker
from garde.basin.config import BasinConfig
from garde.errors import BadInput, Conflict
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.services import known_service
from garde.storage.repositories.swaps import add_swap, known_swap, save_swap
from garde.swaps.lapsing import coming_slots, lapse
from garde.swaps.reading import coming_duty
from garde.swaps.swap import Kind, Step, Swap
from garde.swaps.telling import tell


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered: the duty of ``giver`` in ``slot``.

    To ``to`` alone, or to anybody; for nothing, or for a duty: ``return_slot`` of ``to``, or one that the
    taker names.
    """

    slot: str
    giver: str
    kind: Kind = "gift"
    to: str | None = None
    return_slot: str | None = None
    note: str | None = None


def offer(session: Session, config: BasinConfig, terms: Terms, *, actor: Actor, at: datetime) -> Swap:
    """Offers a coming duty in force, by its service or by a coordinator on its behalf.

    Whether somebody may take it is judged when somebody accepts. Raises Forbidden; NotFound for an unknown
    slot or service; Conflict for a duty that has begun, is another's, or is offered already; BadInput for
    terms that do not fit together.
    """
    require_speaker(actor, config.id, terms.giver, "offer a duty")
    lock_basin(session, config.id)
    lapse(session, config, at=at)
    known_service(session, config.id, terms.giver)
    slots = coming_slots(session, config, at)
    slot = coming_duty(slots, terms.slot, terms.giver, at)
    if terms.to is not None:
        taker = known_service(session, config.id, terms.to)
        if taker.external_id == terms.giver:
            raise BadInput("a service cannot take its own duty", where="--to", remedy="name another service")
        if slot.line not in taker.lines:
            raise Conflict(f"{terms.to} does not take part in line {slot.line}", where="--to")
        if terms.to in slot.services:
            raise Conflict(f"{terms.to} serves {slot.key} already", where="--to")
    if terms.return_slot is not None:
        if terms.to is None or terms.kind != "exchange":
            raise BadInput(
                "a duty in return is one of a service in an exchange",
                where="--for",
                remedy="add --to SERVICE",
            )
        coming_duty(slots, terms.return_slot, terms.to, at)
    swap = Swap(
        id=0,
        slot=terms.slot,
        giver=terms.giver,
        kind=terms.kind,
        offered=_step(actor, at),
        taker=terms.to,
        return_slot=terms.return_slot,
        named=terms.to is not None,
        note=(terms.note or "").strip() or None,
    )
    swap = replace(swap, id=add_swap(session, config.id, swap))
    record_decision(
        session,
        actor,
        at,
        "offer a swap",
        swap.subject,
        after={
            "slot": swap.slot,
            "giver": swap.giver,
            "kind": swap.kind,
            "to": swap.taker,
            "return_slot": swap.return_slot,
        },
        reason=swap.note,
    )
    tell(session, config, swap, "offered", slots, actor=actor, at=at)
    return swap


def withdraw(session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime) -> Swap:
    """Takes an offer back, as long as it is not in force. Raises Forbidden, NotFound, Conflict."""
    swap = known_swap(session, config.id, number, deciding=True)
    require_speaker(actor, config.id, swap.giver, "take back an offer")
    return _ended(session, config, swap, "withdrawn", "take a swap back", None, actor=actor, at=at)


def refuse(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Swap:
    """Turns a swap down: a coordinator, or the service that it was offered to or that had accepted it.

    Raises Forbidden, NotFound; Conflict for one that is over or in force.
    """
    swap = known_swap(session, config.id, number, deciding=True)
    if swap.taker is not None:
        require_speaker(actor, config.id, swap.taker, "turn down an offer")
    else:
        require_coordinator(actor, config.id, "turn down a swap")
    return _ended(session, config, swap, "refused", "turn a swap down", reason, actor=actor, at=at)


def refuse_over(swap: Swap) -> None:
    """Raises Conflict unless the swap can still come into force."""
    if not swap.live:
        why = f": {swap.reason}" if swap.reason else ""
        remedy = f"take it back with: garde swaps undo {swap.id}" if swap.state == "approved" else None
        raise Conflict(f"swap {swap.id} is {swap.state}{why}", remedy=remedy)


def _ended(
    session: Session,
    config: BasinConfig,
    swap: Swap,
    state: Literal["withdrawn", "refused"],
    action: str,
    reason: str | None,
    *,
    actor: Actor,
    at: datetime,
) -> Swap:
    refuse_over(swap)
    after = replace(
        swap,
        state=state,
        reason=(reason or "").strip() or None,
        decided=_step(actor, at),
    )
    save_swap(session, config.id, after)
    record_decision(
        session,
        actor,
        at,
        action,
        swap.subject,
        before={"state": swap.state},
        after={"state": after.state},
        reason=after.reason,
    )
    slots = coming_slots(session, config, at)
    tell(session, config, after, state, slots, actor=actor, at=at)
    return after


def _step(actor: Actor, at: datetime) -> Step:
    return Step(at, actor.name, actor.role)
