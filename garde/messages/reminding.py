"""Reminders of duties: some days before, in the morning, and some hours before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.messages.letter import letter
from garde.messages.moments import duty_in_words, moment_in_words
from garde.messages.outbox import Notice, queue, writing_language
from garde.messages.words import WORDS
from garde.rota import FilledSlot
from garde.storage.repositories.messages import known_keys
from garde.storage.repositories.rotas import held_since, slots_in_force
from garde.storage.repositories.services import services_of

MORNING = time(9)
"""When services are reminded of a duty that is days away, whatever its own hour."""

Ahead = Literal["days", "hours"]
AHEAD: tuple[Ahead, ...] = ("days", "hours")


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due: ``at`` is the moment from which it should be told."""

    ahead: Ahead
    service: str
    slot: FilledSlot
    at: datetime

    @property
    def key(self) -> str:
        """Names the duty with its start: one that moves is another one to be reminded of."""
        return _key(self.ahead, self.slot, self.service)


def remind(session: Session, config: BasinConfig, at: datetime) -> int:
    """Queues the reminders that are due at ``at``; returns how many are new.

    They follow the rota in force at that moment. A duty that a service was given after the moment of a
    reminder is not reminded: it was told just then.
    """
    longest = timedelta(days=config.messages.remind_days + 1, hours=config.messages.remind_hours)
    coming = slots_in_force(session, config.id, at, at + longest)
    due = [reminder for slot in coming for reminder in due_reminders(slot, config, at)]
    known = known_keys(session, config.id, [reminder.key for reminder in due])
    services = {service.external_id: service for service in services_of(session, config.id)} if due else {}
    notices = []
    for reminder in due:
        if reminder.key in known:
            continue
        since = held_since(session, config.id, reminder.slot, reminder.service)
        if since is not None and since <= reminder.at:
            notices.append(_notice(services[reminder.service], config, reminder))
    return queue(session, config, notices, at)


def due_reminders(slot: FilledSlot, config: BasinConfig, at: datetime) -> Iterator[Reminder]:
    """The reminders of a slot whose moment has come, as long as it has not begun."""
    if slot.start <= at:
        return
    for ahead in AHEAD:
        moment = moment_of(ahead, slot, config)
        if moment is not None and moment <= at:
            for service in slot.services:
                yield Reminder(ahead, service, slot, moment)


def moment_of(ahead: Ahead, slot: FilledSlot, config: BasinConfig) -> datetime | None:
    """When a slot's reminder is due; None when the basin does not remind so."""
    if ahead == "hours":
        hours = config.messages.remind_hours
        return slot.start - timedelta(hours=hours) if hours else None
    days, zone = config.messages.remind_days, ZoneInfo(config.timezone)
    if not days:
        return None
    return resolve_handover(slot.start.astimezone(zone).date() - timedelta(days=days), MORNING, zone)


def reminder_keys(slot: FilledSlot, service: str) -> list[str]:
    """The keys of all reminders that a service may get of a duty."""
    return [_key(ahead, slot, service) for ahead in AHEAD]


def _key(ahead: Ahead, slot: FilledSlot, service: str) -> str:
    return f"reminder/{ahead}/{slot.key}/{slot.start:%Y-%m-%dT%H:%MZ}/{service}"


def _notice(service: Service, config: BasinConfig, reminder: Reminder) -> Notice:
    language = writing_language(service, config)
    words, slot = WORDS[language], reminder.slot
    moment = moment_in_words(slot.start, ZoneInfo(config.timezone), language)
    return Notice(
        kind="reminder",
        service=service.external_id,
        key=reminder.key,
        subject=words.reminder_subject.format(moment=moment),
        body=letter(
            config,
            language,
            words.reminder.format(service=service.name),
            f"- {duty_in_words(slot, config, language)}",
            words.hindered,
        ),
        until=slot.start,
    )
