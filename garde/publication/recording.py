"""Putting on record who really served a duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.rota import FilledSlot
from garde.served import Record, Report, recorded
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.served import add_record, known_slot, served_records
from garde.storage.repositories.services import known_service


def record_served(
    session: Session, config: BasinConfig, slot: str, report: Report, *, actor: Actor, at: datetime
) -> tuple[Record, FilledSlot]:
    """Stores what somebody tells of a duty that has begun, and returns it with the slot in force.

    Earlier records of the same service in the slot stay; the latest holds. Raises Forbidden unless a
    coordinator acts, NotFound for a slot or a service that is none, BadInput for a report that does not fit.
    """
    require_coordinator(actor, config.id, "record who served")
    found = known_slot(session, config, slot)
    for name in (report.service, report.replaced_by):
        if name is not None:
            known_service(session, config.id, name)
    earlier = served_records(session, config.id)
    made = recorded(found, report, earlier, at=at, by=actor.name)
    made = replace(made, id=add_record(session, config.id, made))
    former = [one for one in earlier if (one.slot, one.service) == (made.slot, made.service)]
    record_decision(
        session,
        actor,
        at,
        "record who served",
        f"slot {made.slot}",
        before=_facts(former[-1]) if former else None,
        after=_facts(made),
        reason=made.reason,
    )
    return made, found


def _facts(record: Record) -> dict[str, object]:
    return {
        "record": record.id,
        "service": record.service,
        "from": None if record.start is None else record.start.isoformat(),
        "to": None if record.end is None else record.end.isoformat(),
        "replaced by": record.replaced_by,
    }
