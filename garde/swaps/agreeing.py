"""Accepting a swap and approving it: judged each time, in force when it holds or somebody answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_speaker
from garde.basin.config import BasinConfig
from garde.errors import BadInput, Conflict, Forbidden
from garde.publication.publish import Published
from garde.rota import FilledSlot
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.services import known_service
from garde.storage.repositories.swaps import known_swap, save_swap
from garde.swaps.change import Change
from garde.swaps.force import answered_for, judged, make, required_reason
from garde.swaps.judgement import Judgement
from garde.swaps.lapse import why_lapsed
from garde.swaps.lapsing import SYSTEM, coming_slots, lapse
from garde.swaps.offering import refuse_over
from garde.swaps.reading import coming_duty
from garde.swaps.swap import Step, Swap
from garde.swaps.telling import tell


@dataclass(frozen=True)
class Agreed:
    """A swap after somebody accepted or approved it.

    ``published`` is the version that it is in force with, if it is; ``waits`` say why the basin's rules leave
    it to a coordinator.
    """

    swap: Swap
    judgement: Judgement
    published: Published | None = None
    waits: tuple[str, ...] = ()


def accept(
    session: Session,
    config: BasinConfig,
    number: int,
    service: str,
    *,
    actor: Actor,
    at: datetime,
    return_slot: str | None = None,
    override: str | None = None,
) -> Agreed:
    """``service`` takes an offered duty; in an exchange for its own in ``return_slot``.

    Where the basin's rules approve such a swap by themselves, it is in force at once. Raises Forbidden
    unless the service acts, or a coordinator on its behalf; NotFound; Conflict when the swap is over or
    has lapsed; BadInput for a missing or needless return; Refused when it breaks a rule (a coordinator
    may answer for that with ``override``).
    """
    lock_basin(session, config.id)
    swap = known_swap(session, config.id, number, deciding=True)
    require_speaker(actor, config.id, service, "accept a duty")
    reason = required_reason(actor, config, override)
    known_service(session, config.id, service)
    slots = _in_time(session, config, swap, at)
    if swap.state == "accepted":
        raise Conflict(f"swap {number} is accepted by {swap.taker} already", remedy="see: garde swaps list")
    if swap.named and swap.taker != service:
        raise Forbidden(f"swap {number} is offered to {swap.taker} alone")
    if service == swap.giver:
        raise BadInput("a service cannot take its own duty", where="--service", remedy="name another service")
    after = replace(
        swap,
        taker=service,
        return_slot=_return(swap, service, return_slot, slots, at),
        state="accepted",
        accepted=Step(at, actor.name, actor.role),
    )
    judgement = judged(session, config, change_of(after), slots, at)
    answered_for(judgement, reason, config, "accept")
    save_swap(session, config.id, after)
    record_decision(
        session,
        actor,
        at,
        "accept a swap",
        swap.subject,
        before={"state": swap.state},
        after={"state": "accepted", "taker": service, "return_slot": after.return_slot},
        reason=reason if judgement.broken else None,
    )
    automatic = config.swaps.approve == "automatic"
    waits = tuple(left_to_people(config, judgement, slots, at)) if automatic else ()
    if waits or not automatic:
        tell(session, config, after, "accepted", slots, actor=actor, at=at)
        return Agreed(after, judgement, waits=waits)
    rules = Actor(SYSTEM, "system", config.id)
    return _in_force(session, config, after, judgement, None, slots, actor=rules, at=at)


def approve(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    override: str | None = None,
) -> Agreed:
    """Puts an accepted swap in force, as a new version of the months that it touches.

    It is judged again: things may have moved since it was accepted. Raises Forbidden unless a coordinator
    acts; NotFound; Conflict when it is not accepted, is over, or has lapsed; Refused when it breaks a rule
    and ``override`` does not say why it should all the same.
    """
    require_coordinator(actor, config.id, "approve a swap")
    reason = required_reason(actor, config, override)
    lock_basin(session, config.id)
    swap = known_swap(session, config.id, number, deciding=True)
    slots = _in_time(session, config, swap, at)
    if swap.state != "accepted":
        raise Conflict(
            f"nobody has accepted swap {number} yet", remedy=f"garde swaps accept {number} --service ID"
        )
    judgement = judged(session, config, change_of(swap), slots, at)
    answered_for(judgement, reason, config, "approve")
    return _in_force(session, config, swap, judgement, reason, slots, actor=actor, at=at)


def left_to_people(
    config: BasinConfig, judgement: Judgement, slots: dict[str, FilledSlot], at: datetime
) -> Iterator[str]:
    """Why the basin's rules do not approve a swap by themselves; nothing when they do."""
    rules = config.swaps
    if not judgement.sound:
        yield "it breaks a rule"
    most = rules.unfairness_rises_at_most
    if most is not None and judgement.unfairness > most:
        yield f"unfairness rises by {judgement.unfairness:g}, and may by {most:g} at most"
    first = min(slots[key].start for key in judgement.change.slots)
    if first - at < timedelta(hours=rules.hours_before):
        yield f"a duty begins in less than {rules.hours_before:g} hours"


def change_of(swap: Swap) -> Change:
    """The change that an accepted swap makes."""
    if swap.taker is None:
        raise AssertionError(f"swap {swap.id} has no taker")
    return Change(swap.giver, swap.taker, swap.slot, swap.return_slot)


def _in_time(session: Session, config: BasinConfig, swap: Swap, at: datetime) -> dict[str, FilledSlot]:
    refuse_over(swap)
    slots = coming_slots(session, config, at)
    why = why_lapsed(swap, slots, at)
    if why is not None:
        raise Conflict(f"swap {swap.id} has lapsed: {why.text}", remedy="see: garde swaps list")
    return slots


def _return(
    swap: Swap, service: str, named: str | None, slots: dict[str, FilledSlot], at: datetime
) -> str | None:
    if swap.kind == "gift":
        if named is not None:
            raise BadInput("this duty is given for nothing", where="--for", remedy="leave it out")
        return None
    if swap.return_slot is not None and named not in {None, swap.return_slot}:
        raise Conflict(f"swap {swap.id} asks for {swap.return_slot}", where="--for", remedy="leave it out")
    wanted = swap.return_slot or named
    if wanted is None:
        raise BadInput("say which duty it gives in return", where="--for", remedy="add --for SLOT")
    slot = coming_duty(slots, wanted, service, at)
    if swap.giver in slot.services:
        raise Conflict(f"{swap.giver} serves {wanted} already", where="--for", remedy="name another duty")
    return wanted


def _in_force(
    session: Session,
    config: BasinConfig,
    swap: Swap,
    judgement: Judgement,
    reason: str | None,
    slots: dict[str, FilledSlot],
    *,
    actor: Actor,
    at: datetime,
) -> Agreed:
    published = make(session, config, swap, judgement, reason, actor=actor, at=at, origin=swap.subject)
    after = replace(
        swap,
        state="approved",
        decided=Step(at, actor.name, actor.role),
        version=published.number,
        reason=reason if judgement.broken else None,
    )
    save_swap(session, config.id, after)
    tell(session, config, after, "approved", slots, actor=actor, at=at)
    lapse(session, config, at=at)
    return Agreed(after, judgement, published)
