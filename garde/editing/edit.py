"""The use case of editing a draft: judged first, saved only when it holds or somebody answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.editing.documents import pool_facts, rewritten
from garde.editing.judging import judge
from garde.editing.moves import Edit, contradicted, moved, pinned
from garde.editing.outcome import Edited, Refused
from garde.editing.words import broken_rules, wording_for
from garde.errors import BadInput, Conflict
from garde.planning.decisions import Override, Pinned
from garde.planning.draft import Draft
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import load_draft, rewrite_draft, slots_in_force


def check_edit(
    session: Session,
    config: BasinConfig,
    number: int,
    edit: Edit,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Edited:
    """What an edit of draft ``number`` would do; nothing is written.

    With ``reason`` the draft is shown as it would become against all rules. Raises Forbidden unless a
    coordinator acts, NotFound for what the draft does not have, Conflict for a published draft, a duty that
    has begun, or an edit that does not fit who serves now.
    """
    require_coordinator(actor, config.id, "edit a draft")
    if reason is not None and not reason.strip():
        raise BadInput("a duty against a rule needs a reason", where="--override")
    draft = load_draft(session, config.id, number)
    if draft.status == "published":
        raise Conflict(
            f"draft {number} is published already",
            remedy=f"plan again with its pins: garde plan --from {number}",
        )
    change = moved(draft.slots, edit, number)
    _refuse_begun(session, config, draft, edit, at)
    pins = pinned(draft.pins, edit, Pinned(edit.slot, edit.service, edit.on, "hand", at, actor.name))
    against = contradicted(pins, change.slots)
    gone = {(duty.slot, duty.service) for duty in change.lost}
    proposed = replace(
        draft,
        slots=change.slots,
        pins=tuple(pin for pin in pins if pin not in against),
        overrides=tuple(one for one in draft.overrides if (one.slot, one.service) not in gone),
    )
    judgement = judge(pool_facts(draft), pool_facts(proposed), edit, change, against)
    if reason is not None:
        fresh = tuple(
            Override(one.duty.slot, one.duty.service, one.rules, reason.strip(), at, actor.name)
            for one in judgement.broken
        )
        proposed = replace(proposed, overrides=_in_order((*proposed.overrides, *fresh)))
    if judgement.broken and reason is None:
        return Edited(edit, draft, proposed, judgement)
    return Edited(edit, draft, rewritten(proposed), judgement)


def edit_draft(
    session: Session,
    config: BasinConfig,
    number: int,
    edit: Edit,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Edited:
    """Changes draft ``number`` in place, with an entry in the audit trail.

    ``reason`` answers for the rules it breaks: each such duty stays on record with it, and planning takes it
    as served from then on. Pins that it does not follow are taken away. Raises Refused when it breaks a rule
    or a pin and there is no reason; what ``check_edit`` raises too.
    """
    edited = check_edit(session, config, number, edit, actor=actor, at=at, reason=reason)
    if reason is None:
        refuse_unsound(edited, config.timezone)
    rewrite_draft(session, edited.after)
    record_decision(
        session,
        actor,
        at,
        f"edit: {edit.verb}",
        f"draft {number}",
        before=_facts(edited, edited.before),
        after=_facts(edited, edited.after),
        reason=reason,
    )
    return replace(edited, saved=True)


def refuse_unsound(edited: Edited, timezone: str) -> None:
    """Raises Refused when the edit breaks a rule or a pin; times are told in the zone."""
    judgement = edited.judgement
    if judgement.against_pins:
        pin = judgement.against_pins[0]
        says = "must" if pin.on else "must not"
        flag = f"garde edit {edited.before.id} unpin --slot {pin.slot} --service {pin.service}"
        raise Refused(
            edited,
            f"pins: somebody decided that {pin.service} {says} serve {pin.slot}",
            f"first {flag}, or answer for it with --override REASON",
        )
    if judgement.broken:
        wording = wording_for(edited, timezone, {})
        raise Refused(
            edited,
            " ".join(broken_rules(wording, judgement)),
            "choose another service, or answer for it with --override REASON",
        )


def _refuse_begun(session: Session, config: BasinConfig, draft: Draft, edit: Edit, at: datetime) -> None:
    for slot in draft.slots:
        if slot.key in {edit.slot, edit.other_slot} and slot.begun(at):
            published = {one.key for one in slots_in_force(session, config.id, slot.start, slot.end)}
            if slot.key in published:
                raise Conflict(f"{slot.key} has begun", remedy="say who really served: garde served record")


def _in_order(overrides: Iterable[Override]) -> tuple[Override, ...]:
    return tuple(sorted(overrides, key=lambda one: (one.slot, one.service)))


def _facts(edited: Edited, draft: Draft) -> dict[str, object]:
    keys = dict.fromkeys(key for key in (edited.edit.slot, edited.edit.other_slot) if key is not None)
    places = {slot.key: list(slot.places) for slot in draft.slots if slot.key in keys}
    tiers = {
        f"{effect.month} {effect.name}": {
            tier.name: tier.then if draft is edited.after else tier.now for tier in effect.effect.tiers
        }
        for effect in edited.judgement.effects
    }
    return {
        "places": places,
        "pins": [
            {"slot": pin.slot, "service": pin.service, "on": pin.on} for pin in draft.pins if pin.slot in keys
        ],
        "against_rules": [
            {"slot": one.slot, "service": one.service, "rules": list(one.rules)}
            for one in draft.overrides
            if one.slot in keys
        ],
        **({"tiers": tiers} if tiers else {}),
    }
