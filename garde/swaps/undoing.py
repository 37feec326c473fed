"""Taking a swap in force back, as a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.errors import Conflict
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.swaps import known_swap, save_swap
from garde.swaps.agreeing import Agreed, change_of
from garde.swaps.change import misfit
from garde.swaps.force import answered_for, judged, make, required_reason
from garde.swaps.lapsing import coming_slots, lapse
from garde.swaps.swap import Step
from garde.swaps.telling import tell


def undo(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    override: str | None = None,
) -> Agreed:
    """Gives each service its own duty back, while both duties are still to come.

    Raises Forbidden unless a coordinator acts; NotFound; Conflict for a swap that is not in force, a duty
    that has begun, or one that something later gave to another; Refused when it breaks a rule and
    ``override`` does not say why it should all the same.
    """
    require_coordinator(actor, config.id, "undo a swap")
    reason = required_reason(actor, config, override)
    lock_basin(session, config.id)
    swap = known_swap(session, config.id, number, deciding=True)
    if swap.state != "approved":
        raise Conflict(f"swap {number} is {swap.state}, not in force", remedy="see: garde swaps list")
    back = change_of(swap).back
    slots = coming_slots(session, config, at)
    for key in back.slots:
        slot = slots.get(key)
        if slot is None or slot.start <= at:
            raise Conflict(
                f"{key} has begun" if slot is not None else f"{key} is past, or no longer in the rota",
                remedy="say who really served: garde served record",
            )
    wrong = misfit(back, slots)
    if wrong is not None:
        raise Conflict(wrong, remedy="something later changed this duty: see garde versions list")
    judgement = judged(session, config, back, slots, at)
    answered_for(judgement, reason, config, "undo")
    published = make(
        session, config, swap, judgement, reason, actor=actor, at=at, origin=f"undo of {swap.subject}"
    )
    after = replace(
        swap, state="undone", undone=Step(at, actor.name, actor.role), undone_version=published.number
    )
    save_swap(session, config.id, after)
    tell(session, config, after, "undone", slots, actor=actor, at=at)
    lapse(session, config, at=at)
    return Agreed(after, judgement, published)
