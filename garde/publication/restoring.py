"""Putting an older version back in force, as a new one: judged first by what holds today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.seam import meeting, openings_kept
from garde.errors import BadInput, Conflict
from garde.planning.breaking import Broken, broken_rules
from garde.planning.decisions import Override
from garde.planning.drafting import what_is_known
from garde.planning.plan import Wanted
from garde.publication.comparing import find_version
from garde.publication.diff import Change, changes
from garde.publication.publish import Published, duties_beside, put_in_force
from garde.rota import FilledSlot, in_order
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import (
    slots_in_force,
    version_overrides,
    version_slots,
    versions_of,
)


@dataclass(frozen=True)
class Restoration:
    """What putting version ``number`` back does: the slots of its months afterwards, what changes, and what
    breaks a rule today that nobody has answered for yet."""

    number: int
    months: tuple[str, ...]
    slots: tuple[FilledSlot, ...]
    changes: tuple[Change, ...]
    broken: tuple[Broken, ...]


def check_restore(
    session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime
) -> Restoration:
    """What putting a version back would do; nothing is written.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown version, Conflict when nothing would
    change. What stays as it is: see ``standing_again``.
    """
    require_coordinator(actor, config.id, "put a version back")
    known = {version.number: version for version in versions_of(session, config.id)}
    version = find_version(known, config, number)
    stands = standing_again(
        session,
        config,
        version.months,
        version_slots(session, config.id, number),
        version_overrides(session, config.id, number),
        at,
    )
    if not stands.changes:
        raise Conflict(
            f"version {number} would change nothing: what it has ahead is in force as it is",
            remedy="see: garde versions list",
        )
    return Restoration(number, version.months, stands.slots, stands.changes, stands.broken)


@dataclass(frozen=True)
class Stands:
    """The slots of whole months after putting others in force, what changes, and what breaks a rule today
    that nobody has answered for yet."""

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
    unknown_here: Collection[str] = (),
) -> Stands:
    """Slots made earlier for these months, put in the place of what is in force, judged by what holds today.

    Duties that have begun stay as they are, whatever ``slots`` say, and so do the months beside: where they
    meet these, the slots are cut, or keep what opens their months today. Of months ``unknown_here``, where
    nothing was ever in force, what has begun is taken as it is: it is what happened. Nothing is written.
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
    broken = (one for one in broken_rules(config, today, months, after, known) if one.slot not in gone_by)
    return Stands(after, changes(before, after), tuple(broken))


def restore_version(
    session: Session,
    config: BasinConfig,
    number: int,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    override: str | None = None,
) -> tuple[Restoration, Published]:
    """Makes a version the rota in force again, as a new version of the same months.

    ``override`` answers for the rules that it breaks today: those duties stay on record with it. Raises
    Conflict when it breaks a rule and there is no ``override``, what ``check_restore`` raises too.
    """
    lock_basin(session, config.id)
    found = check_restore(session, config, number, actor=actor, at=at)
    if override is None:
        refuse_broken(found.broken)
    published = put_in_force(
        session,
        config,
        found.months,
        found.slots,
        actor=actor,
        at=at,
        reason=reason,
        origin=f"version {number}",
        overrides=answered_for(found.broken, override, actor, at),
    )
    return found, published


def answered_for(
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
