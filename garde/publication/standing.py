"""Slots made earlier put in force again, judged by what holds today: an older version, an exported rota."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.seam import meeting, openings_kept
from garde.errors import BadInput, Conflict
from garde.planning.breaking import Broken, broken_rules
from garde.planning.decisions import Override
from garde.planning.drafting import what_is_known
from garde.planning.plan import Wanted
from garde.publication.diff import Change, changes
from garde.publication.publish import Published, duties_beside, put_in_force
from garde.rota import FilledSlot, in_order
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import slots_in_force


@dataclass(frozen=True)
class Stands:
    """What putting slots in force again does: all slots of their months afterwards, what changes, and what
    breaks a rule today that nobody has answered for yet."""

    months: tuple[str, ...]
    slots: tuple[FilledSlot, ...]
    changes: tuple[Change, ...]
    broken: tuple[Broken, ...]


def standing_again(
    session: Session,
    config: BasinConfig,
    month_names: Sequence[str],
    slots: Sequence[FilledSlot],
    answered: Sequence[Override],
    at: datetime,
    *,
    named: str,
    unknown_here: Collection[str] = (),
) -> Stands:
    """Slots made earlier for these months, put in the place of what is in force, judged by what holds today.

    Duties that have begun stay as they are, whatever ``slots`` say, and so do the months beside: where they
    meet these, the slots are cut, or keep what opens their months today. Of months ``unknown_here``, where
    nothing was ever in force, what has begun is taken as it is: it is what happened. Nothing is written.

    Raises Conflict when nothing would change: ``named`` says what, such as ``version 2``.
    """
    before = slots_in_force(session, config.id, months=month_names)
    begun = {slot.key: slot for slot in before if slot.begun(at)}
    ahead = [
        slot for slot in slots if slot.key not in begun and (slot.month in unknown_here or not slot.begun(at))
    ]
    ahead = [slot for slot in openings_kept(config, ahead, before) if slot.key not in begun]
    standing = [*duties_beside(session, config, month_names), *begun.values()]
    after = in_order([*begun.values(), *meeting(config, ahead, standing)])
    months = tuple(Month.parse(month) for month in month_names)
    today = what_is_known(session, config, Wanted(months), at)
    known = (*overrides_in_force(session, config.id), *answered)
    gone_by = {slot.key for slot in after if slot.begun(at)}
    change = changes(before, after)
    if not change:
        raise Conflict(
            f"{named} would change nothing: what it has ahead is in force as it is",
            remedy="see: garde versions list",
        )
    broken = (one for one in broken_rules(config, today, months, after, known) if one.slot not in gone_by)
    return Stands(tuple(month_names), after, change, tuple(broken))


def put_again(
    session: Session,
    config: BasinConfig,
    stands: Stands,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None,
    override: str | None,
    origin: str,
    answered: Sequence[Override] = (),
) -> Published:
    """Puts in force what stands. ``override`` answers for what it breaks, beside what was ``answered`` for.

    Raises Conflict when it breaks a rule and there is no ``override``, what ``put_in_force`` raises too.
    """
    if override is None:
        refuse_broken(stands.broken)
    return put_in_force(
        session,
        config,
        stands.months,
        stands.slots,
        actor=actor,
        at=at,
        reason=reason,
        origin=origin,
        overrides=(*answered, *_answered_for(stands.broken, override, actor, at)),
    )


def _answered_for(
    broken: Sequence[Broken], reason: str | None, actor: Actor, at: datetime
) -> tuple[Override, ...]:
    """The decisions that let these duties stand against their rules; none without a reason.

    Raises BadInput for a reason of white space.
    """
    if reason is None:
        return ()
    if not reason.strip():
        raise BadInput("a duty against a rule needs a reason", where="--override")
    return tuple(Override(one.slot, one.service, one.rules, reason.strip(), at, actor.name) for one in broken)


def refuse_broken(broken: Sequence[Broken]) -> None:
    """Raises Conflict when something breaks a rule that nobody answered for."""
    if not broken:
        return
    first, others = broken[0], len(broken) - 1
    more = (
        f" ({others} more duties break a rule)" if others > 1 else " (1 more breaks a rule)" if others else ""
    )
    raise Conflict(
        f"{first.sentences[0]}{more}",
        where=first.slot,
        remedy="see all with --dry-run; answer for them with --override REASON, or edit a draft instead",
    )
