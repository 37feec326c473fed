"""Who reads a private page, in which language: all that a section is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.accounts.links import actor_of, feed_token
from garde.accounts.people import LANGUAGES
from garde.activity.question import Question, asked_duty, question_of
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.messages.outbox import writing_language
from garde.rota import FilledSlot
from garde.storage.repositories.accounts import link_of_token
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.services import services_of
from garde.web.my.words import words_in
from garde.web.words import Words, preferred_language


@dataclass(frozen=True)
class Visit:
    """One request of somebody who has a service's address.

    ``session`` is the request's only transaction; ``calendars`` the token of the link's calendars (not the
    page's own) and ``public_url`` where they are served; ``chosen`` the language that the reader chose on the
    page (None: as the browser prefers), which every link on the page keeps. ``only`` is the question whose
    address was used, which opens the form of its duty and nothing else: without calendars.
    """

    session: Session
    actor: Actor
    config: BasinConfig
    service: Service
    services: tuple[Service, ...]
    words: Words
    now: datetime
    calendars: str
    public_url: str
    chosen: str | None = None
    only: Question | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        return ZoneInfo(self.config.timezone)

    def name(self, service: str) -> str:
        """The name of a service of the basin, or its id where it has left."""
        return next((one.shown_name for one in self.services if one.external_id == service), service)

    def line(self, line: str) -> str:
        """The name of a duty line, or its id where the basin no longer has it."""
        found = self.config.line(line)
        return self.words.name(found.names) if found else line

    def span(self, slot: FilledSlot) -> str:
        """From when until when a duty lasts, by the local clock; its day stands beside it."""
        start, end = (moment.astimezone(self.zone).date() for moment in (slot.start, slot.end))
        last = self.words.clock(slot.end)
        if end == start + timedelta(days=1):
            last = self.words.gettext("%(clock)s the next day", clock=last)
        elif end != start:
            last = self.words.moment(slot.end)
        return f"{self.words.clock(slot.start)} – {last}"

    def number(self, amount: float, *, signed: bool = False) -> str:
        """An amount with one decimal at most, as the language writes it."""
        text = str(format_decimal(round(amount, 1) + 0.0, "#,##0.#", locale=self.words.locale))
        return f"+{text}" if signed and round(amount, 1) > 0 else text

    def to(self, path: str, **query: str | None) -> str:
        """The relative address of a section; it never holds the token. ``lang`` is kept."""
        words = {"lang": self.chosen, **query}
        asked = urlencode({name: word for name, word in words.items() if word})
        return f"{path or './'}{'?' if asked else ''}{asked}"


def visit_of(
    session: Session, token: str, *, public_url: str, chosen: str | None, accept: str, now: datetime
) -> Visit | None:
    """The visit of whoever has this token; None when it opens nothing (any more), without saying why."""
    link = link_of_token(session, token)
    if link is None or link.kind != "service" or link.state(now) != "open":
        return None
    actor = actor_of(link)
    return _visit(
        session,
        actor,
        public_url=public_url,
        calendars=feed_token(token),
        chosen=chosen,
        accept=accept,
        now=now,
    )


def duty_visit_of(
    session: Session, token: str, *, public_url: str, chosen: str | None, accept: str, now: datetime
) -> Visit | None:
    """The visit of whoever follows the address in a question about a duty; None as for ``visit_of``."""
    question = question_of(session, token, now)
    if question is None:
        return None
    visit = _visit(
        session, question.actor, public_url=public_url, calendars="", chosen=chosen, accept=accept, now=now
    )
    if asked_duty(session, visit.config, question, now) is None:
        return None
    return replace(visit, only=question)


def _visit(
    session: Session,
    actor: Actor,
    *,
    public_url: str,
    calendars: str,
    chosen: str | None,
    accept: str,
    now: datetime,
) -> Visit:
    config = chosen_basin(session, actor.basin)
    services = services_of(session, actor.basin)
    service = next(one for one in services if one.external_id == actor.service)
    own = chosen if chosen in LANGUAGES else None
    tag = own or preferred_language(accept, writing_language(service, config), LANGUAGES)
    return Visit(
        session=session,
        actor=actor,
        config=config,
        service=service,
        services=services,
        words=words_in(tag, ZoneInfo(config.timezone)),
        now=now,
        calendars=calendars,
        public_url=public_url,
        chosen=own,
    )
