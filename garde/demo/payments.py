"""Inventing what services were paid: each month on the 10th of the next one, and a duty told of too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.compensation.settling import settle
from garde.publication.recording import record_served
from garde.served import Report
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records

DAY = 10
"""The day of the next month on which a month is paid."""


def pay_services(
    session: Session,
    config: BasinConfig,
    services: Sequence[Service],
    published: Sequence[Month],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Settles the months that are over; afterwards, of the last one, somebody tells who really served."""
    zone = ZoneInfo(config.timezone)
    paid = [
        (month, resolve_handover(month.next().first_day.replace(day=DAY), time(12), zone))
        for month in published
    ]
    over = [(month, instant) for month, instant in paid if instant < at]
    if not config.compensation or not over:
        return
    for month, instant in over:
        reference = f"Gardes {month.first_day:%m/%Y}"
        settle(session, config, month.first_day, month.last_day, reference=reference, actor=actor, at=instant)
    _tell_too_late(session, config, services, over[-1][0], actor=actor, at=at)


def _tell_too_late(
    session: Session,
    config: BasinConfig,
    services: Sequence[Service],
    month: Month,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Another service of the line stood in for one duty, and nobody had said so."""
    told = {record.slot for record in served_records(session, config.id)}
    for slot in slots_in_force(session, config.id, months=[str(month)]):
        others = [
            one.external_id
            for one in services
            if slot.line in one.lines and one.external_id not in slot.services
        ]
        if slot.services and others and slot.key not in told:
            report = Report(
                slot.services[0], absent=True, replaced_by=others[0], reason="démonstration : dit trop tard"
            )
            record_served(session, config, slot.key, report, actor=actor, at=at)
            return
