"""What a new version of the rota tells services: their duties at first, later what changed.

A service whose duties did not change is not told anything, and nobody is told of duties that are over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.messages.letter import letter
from garde.messages.moments import duty_in_words, month_in_words, number_in_words, span_in_words
from garde.messages.outbox import Notice, queue, writing_language
from garde.messages.reminding import reminder_keys
from garde.messages.words import WORDS, duties_in_words
from garde.rota import FilledSlot, in_order
from garde.storage.repositories.messages import forget
from garde.storage.repositories.services import services_of


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changes for one service: duties that are not over, before and after."""

    added: tuple[FilledSlot, ...]
    removed: tuple[FilledSlot, ...]
    moved: tuple[tuple[FilledSlot, FilledSlot], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved)


def tell_version(
    session: Session,
    config: BasinConfig,
    number: int,
    before: Sequence[FilledSlot],
    after: Sequence[FilledSlot],
    at: datetime,
    *,
    announce: bool = True,
) -> int:
    """Queues what version ``number`` tells, in its transaction; returns how many notices are new.

    ``before`` and ``after`` are the rota in force of all its months. Reminders that still wait for duties
    that the version takes away or moves are forgotten. Without ``announce`` that is all.
    """
    services = {service.external_id: service for service in services_of(session, config.id)}
    published_before = {slot.month for slot in before}
    notices: list[Notice] = []
    stale: list[str] = []
    for name in sorted({name for slot in (*before, *after) for name in slot.services}):
        fresh = [
            slot
            for slot in after
            if name in slot.services and slot.month not in published_before and slot.end > at
        ]
        known = [slot for slot in after if slot.month in published_before]
        changed = difference(name, before, known, at)
        if fresh:
            notices.append(_published(services[name], config, number, fresh))
        if changed:
            notices.append(_changed(services[name], config, number, changed, (before, after), services))
        for slot in (*changed.removed, *(was for was, _ in changed.moved)):
            stale += reminder_keys(slot, name)
    forget(session, config.id, stale)
    return queue(session, config, notices if announce else (), at)


def difference(
    service: str, before: Iterable[FilledSlot], after: Iterable[FilledSlot], at: datetime
) -> Difference:
    """What changes for a service, by external id. Another place in the same slot is no change."""
    old = {slot.key: slot for slot in before if service in slot.services}
    new = {slot.key: slot for slot in after if service in slot.services}
    both = [(old[key], new[key]) for key in old.keys() & new.keys()]
    moved = [
        (was, now)
        for was, now in both
        if (was.start, was.end) != (now.start, now.end) and max(was.end, now.end) > at
    ]
    return Difference(
        added=in_order(slot for key, slot in new.items() if key not in old and slot.end > at),
        removed=in_order(slot for key, slot in old.items() if key not in new and slot.end > at),
        moved=tuple(sorted(moved, key=lambda pair: (pair[1].start, pair[1].key))),
    )


def _published(service: Service, config: BasinConfig, number: int, duties: Sequence[FilledSlot]) -> Notice:
    language = writing_language(service, config)
    words = WORDS[language]
    months = _months(duties, language)
    duties = in_order(duties)
    total = words.total.format(
        duties=duties_in_words(len(duties), language),
        hours=number_in_words(sum(slot.hours for slot in duties), language),
        points=number_in_words(sum(slot.burden for slot in duties), language),
    )
    return Notice(
        kind="published",
        service=service.external_id,
        key=f"version/{number}/published/{service.external_id}",
        subject=words.published_subject.format(months=months),
        body=letter(
            config,
            language,
            words.published.format(months=months, version=number, service=service.name),
            "\n".join(f"- {duty_in_words(slot, config, language)}" for slot in duties),
            total,
        ),
        until=max(slot.end for slot in duties),
    )


def _changed(
    service: Service,
    config: BasinConfig,
    number: int,
    changed: Difference,
    rotas: tuple[Sequence[FilledSlot], Sequence[FilledSlot]],
    services: Mapping[str, Service],
) -> Notice:
    language = writing_language(service, config)
    words, zone = WORDS[language], ZoneInfo(config.timezone)
    former, latter = ({slot.key: slot for slot in rota} for rota in rotas)

    def only_in(there: FilledSlot | None, here: FilledSlot) -> str:
        """Who serves there and not here."""
        held = () if there is None else there.services
        return ", ".join(services[one].name for one in held if one not in here.services) or words.nobody

    parts = [words.changed.format(version=number, service=service.name)]
    if changed.added:
        lines = [
            f"- {duty_in_words(slot, config, language)}\n  "
            + words.before.format(what=only_in(former.get(slot.key), slot))
            for slot in changed.added
        ]
        parts.append("\n".join([words.added, *lines]))
    if changed.removed:
        lines = [
            f"- {duty_in_words(slot, config, language)}\n  "
            + words.now.format(what=only_in(latter.get(slot.key), slot))
            for slot in changed.removed
        ]
        parts.append("\n".join([words.removed, *lines]))
    if changed.moved:
        lines = [
            f"- {duty_in_words(now, config, language)}\n  "
            + words.before.format(what=span_in_words(was.start, was.end, zone, language))
            for was, now in changed.moved
        ]
        parts.append("\n".join([words.moved, *lines]))
    touched = [*changed.added, *changed.removed, *(slot for pair in changed.moved for slot in pair)]
    return Notice(
        kind="changed",
        service=service.external_id,
        key=f"version/{number}/changed/{service.external_id}",
        subject=words.changed_subject.format(months=_months(touched, language)),
        body=letter(config, language, *parts),
        until=max(slot.end for slot in touched),
    )


def _months(slots: Iterable[FilledSlot], language: str) -> str:
    return ", ".join(month_in_words(month, language) for month in sorted({slot.month for slot in slots}))
