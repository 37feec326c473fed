"""Putting right what was in force in the past, of services and basins; announcing opening hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from garde.access.directory import told_instant
from garde.accounts.actor import Actor, require_coordinator
from garde.basin.cells import opening_hours as readable_hours
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.basin.terms import History, Stretch, minute_of
from garde.basin.time_rules import as_document
from garde.calendar.stating import next_announced, with_hours
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import known_service, save_services
from garde.storage.repositories.time_rules import Said, rules_told

NONE = "none"
"""Instead of opening hours: the service keeps none of its own."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A service before and after its hours were said anew; alike when it was known."""

    before: Service
    after: Service


def state_hours(
    session: Session,
    config: BasinConfig,
    service: str,
    hours: str,
    *,
    start: datetime | None,
    end: datetime | None,
    reason: str | None,
    actor: Actor,
    at: datetime,
) -> Restated:
    """Says which opening hours a service keeps from ``start`` (None: now) up to ``end``, whatever was said
    before.

    Without an end they hold until others are announced, else for good. Hours of a time that has gone by are a
    correction, which changes what is reported of it and needs a reason. Raises Forbidden unless a
    coordinator acts, NotFound for an unknown service, BadInput for hours that cannot be understood, an end
    that is not after the start, and a correction without a reason.
    """
    require_coordinator(actor, config.id, "change a service's opening hours")
    before = known_service(session, config.id, service)
    now = minute_of(at)
    begins = now if start is None else start
    ends = next_announced(before.in_force, max(now, begins)) if end is None else end
    if begins >= ends:
        raise BadInput(
            "these hours end before they begin", where="--until", remedy="check --from and --until"
        )
    if begins < now and not (reason or "").strip():
        raise BadInput(
            "this changes what is reported of a time that has gone by",
            where="--from",
            remedy="say why with --reason, or leave --from out: the hours then hold from now on",
        )
    history = with_hours(before.in_force, _read(hours), begins, ends)
    after = replace(before, history=history).as_of(at)
    if history == before.in_force:
        return Restated(before, before)
    save_services(session, config.id, [after], at, by=actor.name, reason=reason)
    record_decision(
        session,
        actor,
        at,
        "correct opening hours" if begins < now else "opening hours",
        f"service {service}",
        before={"hours": _facts(before.in_force, begins, ends)},
        after={"hours": _facts(history, begins, ends)},
        reason=reason,
    )
    return Restated(before, after)


def correct_basin(
    session: Session, config: BasinConfig, since: datetime, *, actor: Actor, at: datetime
) -> bool:
    """Stores the basin's file, whose holidays and target hours held from ``since`` on, whatever was kept of
    that time; True when the basin was not stored before.

    Raises Forbidden unless a coordinator acts, BadInput for an instant that lies ahead.
    """
    require_coordinator(actor, config.id, "change the basin's past")
    if since > at:
        raise BadInput("a basin's file holds at once", where="--from", remedy="leave it out, or load it then")
    before = rules_told(session, config.id)
    new = save_basin(session, config, at, since=since)
    after = rules_told(session, config.id)
    if not new and before != after:
        record_decision(
            session,
            actor,
            at,
            "correct holidays and target hours",
            f"basin {config.id}",
            before={"rules": _told(before)},
            after={"rules": _told(after)},
        )
    return new


def _told(rules: Said) -> list[dict[str, object]]:
    return [{"from": told_instant(start)} | as_document(said) for start, said in rules]


def _read(hours: str) -> str | None:
    if hours.strip().lower() == NONE:
        return None
    try:
        return readable_hours(hours)
    except ValueError as error:
        raise BadInput(
            f"{hours!r} {error}", where="HOURS", remedy="write none where it keeps no hours"
        ) from error


def _facts(history: History, start: datetime, end: datetime) -> list[dict[str, object]]:
    """What the history says of the opening hours between two instants."""
    inside = [
        Stretch(max(one.start, start), min(one.end, end), one.terms)
        for one in history
        if one.start < end and one.end > start
    ]
    return [
        {
            "from": told_instant(one.start),
            "until": told_instant(one.end),
            "opening_hours": one.terms.opening_hours,
        }
        for one in inside
    ]
