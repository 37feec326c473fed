"""Telling those concerned what becomes of a swap: queued with the step itself, once, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.messages.letter import letter
from garde.messages.moments import day_in_words, duty_in_words, line_in_words, moment_in_words
from garde.messages.outbox import Notice, queue, queue_for_coordinators, writing_language
from garde.rota import FilledSlot
from garde.storage.repositories.services import services_of
from garde.swaps.lapse import Lapse
from garde.swaps.swap import Swap
from garde.swaps.words import WORDS, Event

Slots = Mapping[str, FilledSlot]


def tell(
    session: Session,
    config: BasinConfig,
    swap: Swap,
    event: Event,
    slots: Slots,
    *,
    actor: Actor,
    at: datetime,
    lapse: Lapse | None = None,
) -> int:
    """Queues what those concerned are told of a step; returns how many notices are new.

    Both services hear that a swap is in force, undone or lapsed; of the other steps, whoever did not take it.
    Coordinators hear of one that waits for them. ``slots`` are those in force, by key.
    """
    services = {service.external_id: service for service in services_of(session, config.id)}
    duty = slots.get(swap.slot)
    notices = []
    for name in _concerned(swap, event, actor):
        language = writing_language(services[name], config)
        texts = _Texts(config, language, swap, slots, services)
        notices.append(
            Notice(
                kind=f"swap-{event}",
                service=name,
                key=f"{_key(swap)}/{event}/{name}",
                subject=texts.subject(WORDS[language].subjects[event]),
                body=letter(config, language, *texts.of(event, lapse)),
                until=None if duty is None else duty.start if event in {"offered", "accepted"} else duty.end,
            )
        )
    queued = queue(session, config, notices, at)
    if event == "accepted":
        queued += _ask_coordinators(session, config, swap, slots, services, at)
    return queued


def _concerned(swap: Swap, event: Event, actor: Actor) -> list[str]:
    taker = [] if swap.taker is None else [swap.taker]
    if event in {"approved", "undone", "lapsed"}:
        return [swap.giver, *taker]
    told = {"offered": taker, "accepted": [swap.giver]}.get(event, [swap.giver, *taker])
    return [name for name in told if name != actor.service]


def _ask_coordinators(
    session: Session,
    config: BasinConfig,
    swap: Swap,
    slots: Slots,
    services: Mapping[str, Service],
    at: datetime,
) -> int:
    def write(language: str) -> tuple[str, str]:
        texts, words = _Texts(config, language, swap, slots, services), WORDS[language]
        parts = [words.openings["accepted"].format(**texts.names), texts.duty(swap.slot), *texts.terms()]
        body = "\n\n".join([*parts, words.ask.format(swap=swap.id)]) + "\n"
        return texts.subject(words.ask_subject), body

    duty = slots.get(swap.slot)
    until = None if duty is None else duty.start
    return queue_for_coordinators(
        session, config, "swap-to-approve", f"{_key(swap)}/to-approve", write, at, until=until
    )


def _key(swap: Swap) -> str:
    return f"swap/{swap.id}"


class _Texts:
    """The paragraphs about one swap in one language."""

    def __init__(
        self,
        config: BasinConfig,
        language: str,
        swap: Swap,
        slots: Slots,
        services: Mapping[str, Service],
    ) -> None:
        self._config, self._language, self._swap = config, language, swap
        self._slots, self._services = slots, services
        self._words = WORDS[language]

    @property
    def names(self) -> dict[str, str]:
        """What can be filled in anywhere."""
        swap = self._swap
        taker = swap.giver if swap.taker is None else swap.taker
        return {"giver": self._services[swap.giver].name, "taker": self._services[taker].name}

    def subject(self, text: str) -> str:
        """A subject, with when the duty starts."""
        zone, key = ZoneInfo(self._config.timezone), self._swap.slot
        slot = self._slots.get(key)
        if slot is not None:
            return text.format(moment=moment_in_words(slot.start, zone, self._language))
        return text.format(moment=day_in_words(_midnight(key, zone), zone, self._language))

    def of(self, event: Event, lapse: Lapse | None) -> Iterator[str]:
        """What is told of a step, paragraph by paragraph."""
        swap, words = self._swap, self._words
        yield words.openings[event].format(**self.names)
        yield self.duty(swap.slot)
        if event in words.returns and swap.return_slot is not None:
            yield words.returns[event].format(**self.names)
            yield self.duty(swap.return_slot)
        if event in {"offered", "accepted"}:
            yield from self.terms()
            yield words.answer if event == "offered" else words.waits
        if event == "refused" and swap.reason:
            yield words.reason.format(reason=swap.reason)
        if lapse is not None:
            holders = ", ".join(self._services[name].name for name in lapse.holders) or words.nobody
            service = self._services[lapse.service or swap.giver].name
            yield getattr(words, lapse.code).format(service=service, holders=holders)

    def terms(self) -> Iterator[str]:
        """What is asked in return, and the giver's note."""
        swap, words = self._swap, self._words
        if swap.kind == "gift":
            yield words.nothing
        elif swap.return_slot is None:
            yield words.any_duty.format(**self.names)
        else:
            yield words.this_duty.format(**self.names)
            yield self.duty(swap.return_slot)
        if swap.note:
            yield words.note.format(note=swap.note, **self.names)

    def duty(self, key: str) -> str:
        """A duty in a line of its own; one that is gone by its line and day."""
        slot = self._slots.get(key)
        if slot is not None:
            return f"- {duty_in_words(slot, self._config, self._language)}"
        zone = ZoneInfo(self._config.timezone)
        line = line_in_words(self._config, key.partition("/")[0], self._language)
        return f"- {day_in_words(_midnight(key, zone), zone, self._language)}, {line}"


def _midnight(key: str, zone: ZoneInfo) -> datetime:
    """The start of the local day that the key of a slot names."""
    return resolve_handover(date.fromisoformat(key.split("/")[1]), time(0), zone)
