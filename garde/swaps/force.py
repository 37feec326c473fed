"""Putting a swap in force, or taking it back: a new version with just those places changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.errors import BadInput, Conflict
from garde.planning.decisions import Override
from garde.publication.publish import Published, put_in_force
from garde.rota import FilledSlot
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.swaps.change import Change, swapped
from garde.swaps.judgement import Judgement
from garde.swaps.phrasing import broken_rules, wording_of
from garde.swaps.reading import read_bench
from garde.swaps.swap import Swap


class Refused(Conflict):
    """A swap that breaks a rule, without anybody answering for it; nothing was written."""

    def __init__(self, judgement: Judgement, what: str, remedy: str) -> None:
        self.judgement = judgement
        super().__init__(what, remedy=remedy)


def judged(
    session: Session, config: BasinConfig, change: Change, slots: Mapping[str, FilledSlot], at: datetime
) -> Judgement:
    """A change of coming duties, judged against the rota in force."""
    bench = read_bench(session, config, (slots[key].month for key in change.slots), at)
    return bench.judge(change)


def required_reason(actor: Actor, config: BasinConfig, override: str | None) -> str | None:
    """The reason for going against a rule. Raises Forbidden but for a coordinator, BadInput if empty."""
    if override is None:
        return None
    require_coordinator(actor, config.id, "answer for a rule that a swap breaks")
    if not override.strip():
        raise BadInput("a duty against a rule needs a reason", where="--override")
    return override.strip()


def answered_for(judgement: Judgement, reason: str | None, config: BasinConfig, action: str) -> None:
    """Raises Refused when the change breaks a rule and there is no reason."""
    if judgement.broken and reason is None:
        raise Refused(
            judgement,
            " ".join(broken_rules(wording_of(judgement, config, "en", {}), judgement)),
            f"choose another, or a coordinator answers for it: garde swaps {action} … --override REASON",
        )


def make(
    session: Session,
    config: BasinConfig,
    swap: Swap,
    judgement: Judgement,
    reason: str | None,
    *,
    actor: Actor,
    at: datetime,
    origin: str,
) -> Published:
    """Makes the change of ``judgement`` the rota in force, in the caller's transaction.

    One version has every month that it touches. What breaks a rule stays on record with the reason, and
    planning takes it as served. Services are told by the caller, of the swap.
    """
    change = judgement.change
    before = {slot.key: slot for slot in in_force_of(session, config, judgement)}
    after = swapped(before.values(), change)
    told = f"{change.taker} serves {change.slot} instead of {change.giver}"
    if change.return_slot is not None:
        told += f", which serves {change.return_slot}"
    published = put_in_force(
        session,
        config,
        judgement.months,
        after,
        actor=actor,
        at=at,
        reason=told if reason is None else f"{told}: {reason}",
        origin=origin,
        overrides=[
            Override(part.duty.slot, part.duty.service, part.rules, reason or "", at, actor.name)
            for part in judgement.broken
        ],
        announce=False,
    )
    now = {slot.key: slot for slot in after}
    record_decision(
        session,
        actor,
        at,
        "undo a swap" if origin != swap.subject else "approve a swap",
        swap.subject,
        before={"state": swap.state, "places": {key: list(before[key].places) for key in change.slots}},
        after={
            "state": "undone" if origin != swap.subject else "approved",
            "places": {key: list(now[key].places) for key in change.slots},
            "version": published.number,
            "burden": _burden(change, before),
            "against_rules": [
                {"slot": part.duty.slot, "service": part.duty.service, "rules": list(part.rules)}
                for part in judgement.broken
            ],
        },
        reason=reason,
    )
    return published


def in_force_of(session: Session, config: BasinConfig, judgement: Judgement) -> tuple[FilledSlot, ...]:
    """The rota in force of the months that a change touches."""
    zone = ZoneInfo(config.timezone)
    found = slots_in_force(session, config.id, Month.parse(judgement.months[0]).start(zone))
    return tuple(slot for slot in found if slot.month in judgement.months)


def _burden(change: Change, slots: Mapping[str, FilledSlot]) -> dict[str, int]:
    """By how many points the account of each service moves."""
    moved = dict.fromkeys((change.giver, change.taker), 0)
    for duty in change.lost:
        moved[duty.service] -= slots[duty.slot].burden
    for duty in change.gained:
        moved[duty.service] += slots[duty.slot].burden
    return moved
