"""Asking a service what happened on its duty, by a message in the morning after it; and gently once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.links import duty_address, new_token, token_hash
from garde.activity.duties import served_duties
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.messages.letter import letter
from garde.messages.moments import duty_in_words, moment_in_words
from garde.messages.outbox import Notice, queue, writing_language
from garde.messages.reminding import MORNING
from garde.rota import FilledSlot
from garde.storage.repositories.accounts import links_of
from garde.storage.repositories.activity import activity_reports
from garde.storage.repositories.messages import known_keys
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of

EVENING = time(20)
"""From then on nobody is asked before the next morning."""
AGAIN = 3
"""So many days later a service that has not answered is asked once more."""
ANSWERABLE = timedelta(days=14)
"""So long the address in a question opens the form."""
LATE = timedelta(days=2)
"""So late a worker that was away still asks; what is older is let be."""

Turn = Literal["first", "again"]
TURNS: tuple[Turn, ...] = ("first", "again")


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked, in one language; names in braces are filled in.

    ``here`` stands where the message gives an address, ``how`` where it cannot.
    """

    subject: str
    asked: Mapping[Turn, str]
    how: str
    here: str
    quiet: str


WORDS: Mapping[str, Words] = {
    "fr": Words(
        subject="Après la garde du {moment} : une demi-minute",
        asked={
            "first": "{service} vient d'assurer cette garde :",
            "again": "Petit rappel, le dernier : {service} n'a pas encore rendu compte de cette garde :",
        },
        how=(
            "Combien de personnes sont venues, pour quoi, et avec quelle suite ? Dites-le en une demi-minute "
            "sur votre page privée, sous « Après une garde ». Des nombres seulement, rien sur une personne."
        ),
        here=(
            "Combien de personnes sont venues, pour quoi, et avec quelle suite ? Dites-le en une demi-minute "
            "(des nombres seulement, rien sur une personne) :\n{address}\n"
            "Cette adresse n'ouvre que le compte rendu de cette garde, pendant {days} jours. "
            "Ne la transmettez pas."
        ),
        quiet=(
            "Personne n'est venu ? Dites-le aussi, d'un seul bouton : une garde sans compte rendu ne passe "
            "pas pour calme."
        ),
    ),
    "nl": Words(
        subject="Na de wacht van {moment}: een halve minuut",
        asked={
            "first": "{service} heeft net deze wacht verzekerd:",
            "again": "Een kleine herinnering, de laatste: {service} heeft deze wacht nog niet gemeld:",
        },
        how=(
            "Hoeveel mensen kwamen er, waarvoor, en hoe liep het af? Zeg het in een halve minuut op uw "
            "privépagina, onder ‘Na een wacht’. Alleen aantallen, niets over een persoon."
        ),
        here=(
            "Hoeveel mensen kwamen er, waarvoor, en hoe liep het af? Zeg het in een halve minuut "
            "(alleen aantallen, niets over een persoon):\n{address}\n"
            "Dit adres opent enkel de melding van deze wacht, {days} dagen lang. Geef het niet door."
        ),
        quiet="Kwam er niemand? Zeg ook dat, met één knop: een wacht zonder melding telt niet als rustig.",
    ),
    "en": Words(
        subject="After the duty of {moment}: half a minute",
        asked={
            "first": "{service} has just served this duty:",
            "again": "A small reminder, the last one: {service} has not reported this duty yet:",
        },
        how=(
            "How many people came, what for, and how did it end? Say so in half a minute on your private "
            "page, under “After a duty”. Numbers only, nothing about a person."
        ),
        here=(
            "How many people came, what for, and how did it end? Say so in half a minute "
            "(numbers only, nothing about a person):\n{address}\n"
            "This address opens the report of this duty only, for {days} days. Do not pass it on."
        ),
        quiet="Nobody came? Say that too, with one button: a duty without a report does not count as quiet.",
    ),
}


def ask(session: Session, config: BasinConfig, at: datetime, *, public_url: str | None = None) -> int:
    """Queues what is to be asked at ``at``; returns how many messages are new.

    Whoever served a duty is asked once in the morning after it, and once more ``AGAIN`` days later while
    nothing is reported. Nobody is asked at night, nor of a duty that began before it could be asked of, nor
    without an e-mail address: it is no reason to telephone. ``[messages] ask = false`` asks nobody.

    With ``public_url``, where this program is reached, a service that has a private page is given an address
    that opens the form of this duty and nothing else (see ``question``).
    """
    zone = ZoneInfo(config.timezone)
    if not config.messages.ask or not MORNING <= at.astimezone(zone).time() < EVENING:
        return 0
    since = at - LATE - timedelta(days=AGAIN + 1)
    slots = [one for one in slots_in_force(session, config.id, since, at) if one.end <= at]
    due = {
        _key(turn, duty.slot, duty.service): (turn, duty.slot, duty.service)
        for duty in served_duties(slots, served_records(session, config.id))
        for turn in _turns(duty.slot, zone, at)
    }
    known = known_keys(session, config.id, list(due))
    if not due.keys() - known:
        return 0
    first = min(slot.start for _, slot, _ in due.values())
    told = {(one.slot, one.service) for one in activity_reports(session, config.id, first)}
    services = {one.external_id: one for one in services_of(session, config.id)}
    linked = {link.service for link in links_of(session, config.id) if link.state(at) == "open"}
    notices = [
        _notice(
            services[name],
            config,
            turn,
            slot,
            moments_of(slot, zone)[turn] + LATE,
            public_url if name in linked else None,
        )
        for key, (turn, slot, name) in due.items()
        if key not in known and (slot.key, name) not in told and name in services and services[name].email
    ]
    return queue(session, config, notices, at)


def moments_of(slot: FilledSlot, zone: ZoneInfo) -> Mapping[Turn, datetime]:
    """When a service is asked of a slot: the first morning after its end, and days later."""
    day = slot.end.astimezone(zone).date()
    if slot.end > resolve_handover(day, MORNING, zone):
        day += timedelta(days=1)
    days: Mapping[Turn, int] = {"first": 0, "again": AGAIN}
    return {
        turn: resolve_handover(day + timedelta(days=later), MORNING, zone) for turn, later in days.items()
    }


def asking_keys(slot: str, service: str) -> list[str]:
    """The keys of all that a service may be asked of a slot."""
    return [f"after/{turn}/{slot}/{service}" for turn in TURNS]


def _turns(slot: FilledSlot, zone: ZoneInfo, at: datetime) -> Iterator[Turn]:
    for turn, moment in moments_of(slot, zone).items():
        if moment <= at < moment + LATE:
            yield turn


def _key(turn: Turn, slot: FilledSlot, service: str) -> str:
    return asking_keys(slot.key, service)[TURNS.index(turn)]


def _notice(
    service: Service,
    config: BasinConfig,
    turn: Turn,
    slot: FilledSlot,
    until: datetime,
    public_url: str | None,
) -> Notice:
    """``public_url`` None: without an address."""
    language = writing_language(service, config)
    words = WORDS[language]
    token, how = None, words.how
    if public_url is not None:
        token = new_token()
        how = words.here.format(address=duty_address(public_url, token), days=ANSWERABLE.days)
    return Notice(
        kind="after-duty",
        service=service.external_id,
        key=_key(turn, slot, service.external_id),
        subject=words.subject.format(moment=moment_in_words(slot.start, ZoneInfo(config.timezone), language)),
        body=letter(
            config,
            language,
            words.asked[turn].format(service=service.name),
            f"- {duty_in_words(slot, config, language)}",
            how,
            words.quiet,
        ),
        until=until,
        page_hash=None if token is None else token_hash(token),
    )
