"""Putting signs up and taking them down: by the service itself, or by a coordinator for it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.signs.entrance import Texts, checked_texts, names_street
from garde.signs.saturation import NONE, Mark, end_of, read_level
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service
from garde.storage.repositories.signs import add_entrance, add_mark, entrances_of, marks_of


def mark_saturation(
    session: Session,
    config: BasinConfig,
    service: str,
    level: str,
    *,
    until: date | None = None,
    actor: Actor,
    at: datetime,
) -> Mark | None:
    """Says how full a service is, through the local date ``until``; "none" takes the mark off (None).

    The service stays listed at every level. Raises Forbidden unless the service or a coordinator acts,
    NotFound for an unknown service, BadInput for an unknown level, and for a date that is over, too far
    ahead, or given where a mark is taken off.
    """
    require_speaker(actor, config.id, service, "say how full it is")
    known_service(session, config.id, service)
    wanted = read_level(level)
    if wanted is None and until is not None:
        raise BadInput("a mark that is taken off has no end", where="--until", remedy="leave it out")
    before = marks_of(session, config.id).get(service)
    if wanted is None and before is None:
        return None
    zone = ZoneInfo(config.timezone)
    ends = end_of(until, at, zone) if wanted is not None else None
    add_mark(session, config.id, service, wanted, ends, actor=actor, at=at)
    after = None if wanted is None else marks_of(session, config.id)[service]
    record_decision(
        session,
        actor,
        at,
        "saturation",
        f"service {service}",
        before=None if before is None else _facts(before),
        after={"level": NONE} if after is None else _facts(after),
    )
    return after


def hang_entrance(
    session: Session, config: BasinConfig, service: str, texts: Texts, *, actor: Actor, at: datetime
) -> dict[str, str]:
    """Says how to get in by night, in French, Dutch and whatever other languages of the pages are given.

    Without any text the sign is taken down. Raises Forbidden unless the service or a coordinator acts,
    NotFound for an unknown service, BadInput as `checked_texts` does, and for a text that names the street of
    an address that is not public.
    """
    require_speaker(actor, config.id, service, "say how to get in")
    known = known_service(session, config.id, service)
    wanted = checked_texts(texts) if any(text.strip() for text in texts.values()) else {}
    if known.hide_address and names_street(wanted, known.address):
        raise BadInput(
            "the text names the street, but the address is not public", remedy="say it without the street"
        )
    before = entrances_of(session, config.id).get(service, {})
    if wanted == before:
        return wanted
    add_entrance(session, config.id, service, wanted, actor=actor, at=at)
    record_decision(
        session, actor, at, "entrance", f"service {service}", before=dict(before), after=dict(wanted)
    )
    return wanted


def _facts(mark: Mark) -> dict[str, object]:
    return {"level": mark.level, "until": mark.until.isoformat()}
