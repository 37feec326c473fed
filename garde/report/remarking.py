"""Putting words of the coordination beside a report's figures, and taking them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.basin.config import BasinConfig
from garde.errors import NotFound
from garde.report.period import Period
from garde.report.remark import CoordinationRemark, stated_remark
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.report_remarks import add_remark, end_remark, remarks_between


def remark(
    session: Session,
    config: BasinConfig,
    words: str,
    chapter: str,
    period: Period,
    *,
    actor: Actor,
    at: datetime,
    nobody_named: bool = False,
) -> CoordinationRemark:
    """Stores a remark. Raises Forbidden unless a coordinator acts, and what ``stated_remark`` raises."""
    require_coordinator(actor, config.id, "remark on a report")
    made = stated_remark(words, chapter, period, at=at, by=actor.name, nobody_named=nobody_named)
    made = replace(made, id=add_remark(session, config.id, made))
    record_decision(
        session,
        actor,
        at,
        "remark on reports",
        f"remark {made.id}",
        after={"chapter": chapter, "from": str(period.first), "to": str(period.last)},
    )
    return made


def take_back(session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime) -> None:
    """Takes a remark back. Raises Forbidden unless a coordinator acts, NotFound when it does not stand."""
    require_coordinator(actor, config.id, "take a remark back")
    if not end_remark(session, config.id, number, at):
        raise NotFound(f"basin {config.id} has no remark {number}", remedy="see: garde remarks list")
    record_decision(session, actor, at, "take a remark back", f"remark {number}")


def list_remarks(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[CoordinationRemark, ...]:
    """All remarks that stand. Raises Forbidden unless somebody of the coordination reads."""
    require_reader(actor, config.id, "read the remarks")
    return remarks_between(session, config.id)
