"""Signing a month's time off, and seeing which months are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator, require_reader
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.coordination.signing import MonthOnRecord, SignOff, months_on_record, signing
from garde.storage.repositories import time as stored
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.time_signed import add_sign_off, sign_offs_of


def sign_off(session: Session, config: BasinConfig, month: Month, *, actor: Actor, at: datetime) -> SignOff:
    """Signs everything that was spent in a local month and is confirmed, services' own time as well.

    A later round signs what came or changed since. Raises Forbidden unless a coordinator acts, and Conflict
    as ``signing`` does.
    """
    require_coordinator(actor, config.id, "sign time off")
    zone = ZoneInfo(config.timezone)
    spent = stored.entries_of(session, config.id, since=month.start(zone), until=month.end(zone))
    earlier = sign_offs_of(session, config.id, str(month))
    signed, entries = signing(spent, earlier, basin=config.id, month=month, by=actor.name, now=at, zone=zone)
    for entry in entries:
        stored.save_entry(session, entry)
    add_sign_off(session, signed)
    record_decision(
        session,
        actor,
        at,
        "time: sign off",
        f"time {month}",
        after={"round": signed.number, "entries": signed.entries, "minutes": signed.minutes},
    )
    return signed


def months(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[MonthOnRecord, ...]:
    """The months with time on record, oldest first, and how far each is signed. Raises Forbidden."""
    require_reader(actor, config.id, "see time")
    return months_on_record(
        stored.entries_of(session, config.id), sign_offs_of(session, config.id), ZoneInfo(config.timezone)
    )
