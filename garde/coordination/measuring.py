"""The baseline set by a coordinator, and the present compared with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.coordination.baseline import Baseline, in_force
from garde.coordination.comparing import Present, present_figures
from garde.errors import BadInput, NotFound
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.services import services_of
from garde.storage.repositories.time_signed import add_baseline, baselines_of, time_between

MONTHS = 6
"""So many complete months are compared, unless somebody asks for another number."""


@dataclass(frozen=True)
class Compared:
    """The baseline in force, all that were ever set, and the present; None while no month is complete."""

    baseline: Baseline
    all: tuple[Baseline, ...]
    present: Present | None


def set_baseline(
    session: Session, config: BasinConfig, baseline: Baseline, *, actor: Actor, at: datetime
) -> Baseline:
    """Stores a baseline beside the former ones, which stay to be read. Raises Forbidden."""
    require_coordinator(actor, config.id, "set the baseline")
    stored = replace(baseline, id=add_baseline(session, baseline))
    record_decision(
        session,
        actor,
        at,
        "baseline: set",
        f"baseline {stored.id}",
        after={
            "holds_from": str(stored.holds_from),
            "period": f"{stored.first}/{stored.last}",
            "method": stored.method,
            "minutes": stored.total,
            "by_activity": {one.value: minutes for one, minutes in stored.by_activity.items()},
            "with_services": stored.with_services,
            "services": stored.services,
            "duty_hours": stored.duty_hours,
            "source": stored.source,
        },
    )
    return stored


def compared(
    session: Session, config: BasinConfig, *, actor: Actor, at: datetime, months: int = MONTHS
) -> Compared:
    """The baseline in force beside the last complete months from the first one with time on record.

    A month counts whole, also one without any time. Raises Forbidden, NotFound without a baseline and
    BadInput unless 1 to 120 months are asked for.
    """
    require_reader(actor, config.id, "see the baseline")
    if not 1 <= months <= 120:
        raise BadInput(f"{months} months cannot be compared", where="months", remedy="give 1 to 120")
    zone = ZoneInfo(config.timezone)
    current = Month.of(at, zone)
    known = baselines_of(session, config.id)
    baseline = in_force(known, current)
    if baseline is None:
        later = f"; the first one holds from {min(one.holds_from for one in known)}" if known else ""
        raise NotFound(f"no baseline of {config.id} holds now{later}", remedy="set one: garde baseline set")
    wanted = [current.plus(-number) for number in range(months, 0, -1)]
    spent = time_between(session, config.id, wanted[0].start(zone), current.start(zone))
    first = min((Month.of(one.start, zone) for one in spent), default=None)
    if first is None:
        return Compared(baseline, known, None)
    complete = [month for month in wanted if month >= first]
    slots = slots_in_force(session, config.id, months=[str(month) for month in complete])
    services = services_of(session, config.id)
    taking_part = sum(_active(one, month) for one in services for month in complete)
    present = present_figures(
        spent,
        complete,
        with_services=baseline.with_services,
        duty_hours=sum(slot.hours * len(slot.services) for slot in slots),
        services=taking_part / len(complete),
    )
    return Compared(baseline, known, present)


def _active(service: Service, month: Month) -> bool:
    """Whether the service took part on the last day of a month."""
    begun = service.active_from is None or service.active_from <= month.last_day
    return begun and (service.active_until is None or service.active_until >= month.last_day)
