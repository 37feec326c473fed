"""People before a closed door, or turned away: the evidence that hours are missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.activity.checking import MOST_PEOPLE, Unfit
from garde.activity.duties import served_duties
from garde.activity.report import DOORS, ClosedDoor, Door
from garde.activity.reporting import require_recent
from garde.basin.config import BasinConfig
from garde.calendar.localtime import instants
from garde.errors import Conflict
from garde.storage.repositories.activity import add_closed_door, closed_doors
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import known_service

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the basin's clock."""

    day: date
    hour: int


def report_closed_door(
    session: Session,
    config: BasinConfig,
    service: str,
    line: str,
    hour: Hour,
    kind: Door,
    people: int,
    *,
    actor: Actor,
    at: datetime,
) -> ClosedDoor:
    """Records how many people stood before a closed door, or were turned away, in an hour of the local clock.

    What was told before of the same hour is replaced; 0 takes it back. Raises Forbidden unless the service
    or a coordinator acts, NotFound for an unknown service, Unfit for a line, hour or count that is none, and
    Conflict for an hour of the service's own duty, or too long ago.
    """
    require_speaker(actor, config.id, service, "report people before a closed door")
    known = known_service(session, config.id, service)
    if line not in known.lines:
        raise Unfit("line", f"{service} does not take part in {line!r}", remedy=", ".join(known.lines))
    if kind not in DOORS:
        raise Unfit("kind", f"{kind!r} is neither of {' and '.join(DOORS)}")
    if not 0 <= people <= MOST_PEOPLE:
        raise Unfit("people", f"{people} is no count", remedy=f"a whole number from 0 to {MOST_PEOPLE}")
    start = _start(hour, config)
    if start >= at:
        raise Unfit("hour", "this hour has not come yet", remedy="name one that has begun")
    require_recent(actor, start, at)
    if people:
        _require_no_duty(session, config, service, line, start)
    made = ClosedDoor(
        id=0,
        service=service,
        line=line,
        kind=kind,
        day=hour.day,
        hour=hour.hour,
        start=start,
        quarter=known.quarter,
        people=people,
        recorded_at=at,
        recorded_by=actor.name,
        role=actor.role,
    )
    told = closed_doors(session, config.id, start, start + _HOUR, service=service)
    before = next((one for one in told if one.what == made.what), None)
    if before is not None and before.people == people:
        return before
    made = replace(made, id=add_closed_door(session, config.id, made))
    record_decision(
        session,
        actor,
        at,
        "report people before a closed door",
        f"service {service}",
        before=None if before is None else {"people": before.people},
        after={"people": people, "kind": kind, "line": line, "day": f"{hour.day}", "hour": hour.hour},
    )
    return made


def _require_no_duty(session: Session, config: BasinConfig, service: str, line: str, start: datetime) -> None:
    """People who come during the service's own duty belong in that duty's report."""
    around = slots_in_force(session, config.id, start, start + _HOUR)
    duties = served_duties((slot for slot in around if slot.line == line), served_records(session, config.id))
    for duty in duties:
        if duty.service == service and any(
            one.start <= start and start + _HOUR <= one.end for one in duty.times
        ):
            raise Conflict(
                f"{service} was on duty then",
                where="--hour",
                remedy="count them in the report of that duty, as could not be helped",
            )


def _start(hour: Hour, config: BasinConfig) -> datetime:
    if not 0 <= hour.hour <= 23:
        raise Unfit("hour", f"{hour.hour} is no hour", remedy="use 0 to 23")
    found = instants(datetime.combine(hour.day, time(hour.hour)), ZoneInfo(config.timezone))
    if not found:
        raise Unfit("hour", "this hour does not exist: the clock was put forward", remedy="name the next")
    return found[0]
