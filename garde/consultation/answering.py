"""Answering: a service by itself until the deadline, a coordinator on its behalf also after it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.basin.config import BasinConfig
from garde.consultation.answer import Answer, Consultation, Kind
from garde.errors import BadInput, Conflict
from garde.planning.draft import Draft
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.consultations import add_answer, answers_of, consultations_of
from garde.storage.repositories.rotas import load_draft
from garde.storage.repositories.services import known_service

LONGEST_COMMENT = 2000
MOST_PREFERRED = 20


class Over(Conflict):
    """The consultation takes no answers from services (any more)."""


class NoLongerYours(Conflict):
    """The duty that an answer is about is not the service's, or has begun."""


def answer(
    session: Session,
    config: BasinConfig,
    number: int,
    service: str,
    kind: Kind,
    *,
    slot: str | None = None,
    comment: str | None = None,
    preferred: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Answer:
    """Records what a service answers about draft ``number``; the same said twice is recorded once.

    Raises Forbidden unless the service or a coordinator acts, NotFound for an unknown draft or service, Over
    when no answer is taken, NoLongerYours for a duty of somebody else, BadInput for an answer that lacks
    what it needs.
    """
    require_speaker(actor, config.id, service, "answer")
    known = known_service(session, config.id, service)
    draft = load_draft(session, config.id, number)
    consultation = _consultation(session, config, draft, actor, at)
    own = {
        one.key: one for one in draft.slots if service in one.services and one.start > consultation.opened_at
    }
    slot, comment = slot or None, _words(comment)
    if kind in ("accept", "decline") and slot is not None:
        if slot not in own:
            raise NoLongerYours(
                f"{service} does not serve {slot} in draft {number}",
                remedy=f"its duties there: {', '.join(own) or 'none'}",
            )
        if own[slot].start <= at:
            raise NoLongerYours(f"{slot} has begun", remedy="say who served: garde served record")
    if kind == "decline":
        if slot is None:
            raise BadInput("a change is asked of one duty", where="--slot", remedy="name the duty")
        if comment is None:
            raise BadInput("a change needs a reason", where="--comment", remedy="say why in a few words")
    elif preferred:
        raise BadInput("other slots go with a change", where="--prefer", remedy="leave it out, or decline")
    if kind == "comment" and comment is None:
        raise BadInput("a comment needs words", where="--comment", remedy="write them")
    if kind == "accept" and slot is None and not own:
        raise Conflict(f"{service} has no duty in draft {number}", remedy="comment, if there is to be said")
    fresh = Answer(
        id=0,
        consultation=consultation.id,
        service=service,
        kind=kind,
        slot=slot,
        comment=comment,
        preferred=_preferred(draft, known.lines, slot, own, preferred),
        seen=tuple(own),
        at=at,
        by=actor.name,
        role=actor.role,
    )
    said = answers_of(session, config.id, number, service=service)
    if said and said[-1].says_the_same(fresh):
        return said[-1]
    fresh_id = add_answer(session, config.id, fresh)
    # The words stay with the answer: the audit trail never forgets, and a reason may be about health.
    record_decision(
        session,
        actor,
        at,
        f"consultation: {kind}",
        f"draft {number}",
        after={"service": service, "slot": slot, "preferred": list(fresh.preferred), "answer": fresh_id},
    )
    return next(one for one in answers_of(session, config.id, number, service=service) if one.id == fresh_id)


def _consultation(
    session: Session, config: BasinConfig, draft: Draft, actor: Actor, at: datetime
) -> Consultation:
    """The consultation that the answer belongs to: the open one or, for a coordinator, the latest."""
    known = consultations_of(session, config.id, draft=draft.id)
    if draft.status == "published" or not known:
        why = "is published" if draft.status == "published" else "was not opened to the services"
        raise Over(f"draft {draft.id} {why}", remedy=f"see: garde drafts show {draft.id}")
    latest = known[-1]
    if latest.is_open(at) or actor.role != "service":
        return latest
    raise Over(
        f"the consultation of draft {draft.id} is over since {latest.closed_at or latest.until}",
        remedy="telephone your coordinator, who can still write your answer down",
    )


def _words(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    if len(text) > LONGEST_COMMENT:
        raise BadInput(
            f"this is longer than {LONGEST_COMMENT} characters", where="--comment", remedy="say it shorter"
        )
    return text.strip().replace("\r\n", "\n")


def _preferred(
    draft: Draft, lines: Sequence[str], declined: str | None, own: Collection[str], given: Sequence[str]
) -> tuple[str, ...]:
    slots = {slot.key: slot for slot in draft.slots}
    chosen = tuple(dict.fromkeys(given))
    if len(chosen) > MOST_PREFERRED:
        raise BadInput(f"more than {MOST_PREFERRED} other slots", where="--prefer", remedy="name fewer")
    for key in chosen:
        if key not in slots:
            raise BadInput(
                f"draft {draft.id} has no slot {key!r}",
                where="--prefer",
                remedy=f"see: garde drafts show {draft.id}",
            )
        if slots[key].line not in lines or key == declined or key in own:
            raise BadInput(
                f"{key} is no other duty for this service", where="--prefer", remedy="leave it out"
            )
    return chosen
