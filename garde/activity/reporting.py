"""Reporting a duty: a service for itself, a coordinator for any of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader, require_speaker
from garde.activity.asking import asking_keys
from garde.activity.checking import checked, kept_remark
from garde.activity.duties import ServedDuty, served_duties
from garde.activity.report import ClosedDoor, Counts, DutyReport
from garde.basin.config import BasinConfig
from garde.errors import Conflict, NotFound
from garde.rota import FilledSlot
from garde.storage.repositories.activity import (
    activity_reports,
    add_report,
    all_reports,
    closed_doors,
    strike_words,
)
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.messages import forget
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import known_slot, served_records
from garde.storage.repositories.services import known_service, services_of

OWN_DAYS = timedelta(days=92)
"""So long a service can report and correct for itself; after that figures may have been handed on."""


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """A duty of a service that is over, and what was reported of it (None: nothing yet)."""

    duty: ServedDuty
    report: DutyReport | None

    @property
    def slot(self) -> FilledSlot:
        """The slot as it stands in the rota in force."""
        return self.duty.slot


def report_duty(
    session: Session,
    config: BasinConfig,
    slot: str,
    service: str,
    counts: Counts,
    *,
    nobody_named: bool = False,
    actor: Actor,
    at: datetime,
) -> DutyReport:
    """Records what a service counted on a duty that is over; the same said twice is recorded once.

    A later report replaces an earlier one, whose counts stay to be seen and whose words go. ``nobody_named``:
    whoever wrote the remark says that it is about nobody. Raises Forbidden unless the service or a
    coordinator acts, NotFound for a slot that is none, Conflict for a duty that is not over, too long ago or
    not the service's, Unfit for counts that do not fit, RemarkRefused and MayBeAboutSomebody for a remark.
    """
    require_speaker(actor, config.id, service, "report a duty")
    known_service(session, config.id, service)
    found = known_slot(session, config, slot)
    _require_served(session, config, found, service)
    if found.end > at:
        raise Conflict(f"{slot} is not over", where="--slot", remedy="report it afterwards")
    require_recent(actor, found.end, at)
    names = [name for one in services_of(session, config.id) for name in (one.name, one.shown_name)]
    remark = kept_remark(counts.remark, config, names, confirmed=nobody_named)
    counts = replace(checked(counts, found, config), remark=remark)
    earlier = all_reports(session, config.id, slot, service)
    if earlier and _same(earlier[-1].counts, counts):
        return earlier[-1]
    made = DutyReport(
        id=0,
        slot=found.key,
        service=service,
        line=found.line,
        month=found.month,
        start=found.start,
        end=found.end,
        counts=counts,
        recorded_at=at,
        recorded_by=actor.name,
        role=actor.role,
    )
    made = replace(made, id=add_report(session, config.id, made))
    forget(session, config.id, asking_keys(found.key, service))
    record_decision(
        session,
        actor,
        at,
        "report a duty",
        f"slot {found.key}",
        before=_facts(earlier[-1]) if earlier else None,
        after=_facts(made),
    )
    return made


def strike_remark(
    session: Session, config: BasinConfig, slot: str, service: str, *, actor: Actor, at: datetime
) -> None:
    """Takes the words of a report out for good; its counts stay.

    Raises Forbidden unless the service or a coordinator acts, NotFound where there are none.
    """
    require_speaker(actor, config.id, service, "strike out a remark")
    known_service(session, config.id, service)
    if not strike_words(session, config.id, slot, service):
        raise NotFound(f"{service} left no remark on {slot!r}", remedy="see: garde activity list")
    record_decision(session, actor, at, "strike out a remark", f"slot {slot}", after={"service": service})


def own_duties(
    session: Session, config: BasinConfig, service: str, *, actor: Actor, at: datetime
) -> tuple[OwnDuty, ...]:
    """The duties of a service that are over and can still be reported by itself, oldest first.

    Raises Forbidden unless the service or a coordinator acts.
    """
    require_speaker(actor, config.id, service, "read what was reported")
    since = at - OWN_DAYS
    slots = slots_in_force(session, config.id, since, at)
    reports = {one.slot: one for one in activity_reports(session, config.id, service=service)}
    duties = served_duties(
        [slot for slot in slots if since <= slot.end <= at], served_records(session, config.id)
    )
    return tuple(OwnDuty(duty, reports.get(duty.slot.key)) for duty in duties if duty.service == service)


def list_reports(
    session: Session,
    config: BasinConfig,
    *,
    actor: Actor,
    start: datetime | None = None,
    end: datetime | None = None,
) -> tuple[tuple[DutyReport, ...], tuple[ClosedDoor, ...]]:
    """All that holds in a period. Raises Forbidden unless somebody of the coordination reads."""
    require_reader(actor, config.id, "read what happened on duties")
    return (
        activity_reports(session, config.id, start, end),
        closed_doors(session, config.id, start, end),
    )


def require_recent(actor: Actor, ended: datetime, at: datetime) -> None:
    """Raises Conflict for a service that reports what is too long ago."""
    if actor.role == "service" and ended < at - OWN_DAYS:
        raise Conflict(
            f"this was more than {OWN_DAYS.days} days ago", remedy="ask a coordinator to write it down"
        )


def require_reporting(actor: Actor, config: BasinConfig) -> None:
    """Raises Forbidden unless the actor may report for every service, as an import does."""
    require_coordinator(actor, config.id, "report duties")


def _require_served(session: Session, config: BasinConfig, slot: FilledSlot, service: str) -> None:
    records = [one for one in served_records(session, config.id) if one.slot == slot.key]
    there = [duty.service for duty in served_duties([slot], records)]
    if service not in there:
        raise Conflict(
            f"{service} did not serve {slot.key}",
            where="--service",
            remedy=f"on duty was {', '.join(there) or 'nobody'}; if that is wrong: garde served record",
        )


def _same(one: Counts, other: Counts) -> bool:
    """Whether both say the same, in whatever order."""
    return replace(one, contacts=()) == replace(other, contacts=()) and set(one.contacts) == set(
        other.contacts
    )


def _facts(report: DutyReport) -> dict[str, object]:
    """What stays on record of a report: counts, never words."""
    counts = report.counts
    return {
        "report": report.id,
        "service": report.service,
        "people": counts.people,
        "quiet hours": counts.quiet_hours,
        "incidents": sum(one.count for one in counts.incidents),
        "remark": counts.remark is not None,
    }
