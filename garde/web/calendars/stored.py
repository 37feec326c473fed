"""Calendars from the database, kept ready until something is written to it or time changes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from sqlmodel import Session

from exports.views import Feed
from garde.accounts.links import FAREWELL, Link, says_farewell
from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.messages.outbox import writing_language
from garde.publication.feed_book import FeedBook
from garde.publication.feed_scopes import Form, Scope, public_paths, shares_group
from garde.publication.feeds import farewell_feed, proposed_feed
from garde.publication.reading import read_in_force
from garde.storage.database import Database
from garde.storage.repositories.accounts import link_of_feed
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.consultations import discussed_consultations
from garde.storage.repositories.rotas import load_draft
from garde.storage.repositories.stamps import Stamp, feeds_stamp
from garde.web.answering.file import ReadyFile
from garde.web.calendars.asking import Ask
from garde.web.calendars.file import calendar_file

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class _Shelf:
    """What is ready while the database's pulse is ``mark`` and the clock shows less than ``until``."""

    mark: object
    until: datetime = _NEVER
    answers: dict[Ask, ReadyFile] = field(default_factory=dict)


@dataclass
class _Print:
    """What was printed of a basin, good until ``book.in_force.holds_until``, whatever else is written."""

    config: BasinConfig
    book: FeedBook
    files: dict[tuple[Scope, Form, bool], ReadyFile] = field(default_factory=dict)


class StoredCalendars:
    """Serves one basin's public calendars, and those of every link.

    Each question looks at the database's pulse, which costs microseconds; only when somebody wrote anything
    is the database read, and only when what feeds show changed are they printed again.
    """

    def __init__(self, database: Database, basin: str, clock: Clock, public_url: str | None = None) -> None:
        self._database = database
        self._basin = basin
        self._clock = clock
        self._public_url = public_url
        self._pulse = database.pulse()
        self._lock = Lock()
        self._shelf = _Shelf(object())
        self._stamp: Stamp | None = None
        self._prints: dict[str, _Print] = {}

    def kept(self, ask: Ask) -> ReadyFile | None:
        """The calendar if it is ready and nothing was written since."""
        shelf = self._shelf
        if shelf.mark != self._pulse() or self._clock() >= shelf.until:
            return None
        return shelf.answers.get(ask)

    def find(self, ask: Ask) -> ReadyFile | None:
        """The calendar, printed when needed. Raises GardeError."""
        # One at a time: after a publication everybody asks for the same.
        with self._lock:
            now, mark = self._clock(), self._pulse()
            shelf = self._shelf
            if shelf.mark != mark or now >= shelf.until:
                shelf = _Shelf(mark)
            elif ask in shelf.answers:
                return shelf.answers[ask]
            with self._database.reading() as session:
                self._forget_old(session, now)
                found = self._private(session, ask, now) if ask.private else self._public(session, ask, now)
            if found is None:
                return None
            file, until = found
            # The pulse was taken before reading, so that what is written meanwhile is seen next time.
            shelf.until = min(shelf.until, until)
            shelf.answers[ask] = file
            self._shelf = shelf
            return file

    def _forget_old(self, session: Session, now: datetime) -> None:
        stamp = feeds_stamp(session)
        if stamp != self._stamp:
            self._prints, self._stamp = {}, stamp
        self._prints = {
            basin: one for basin, one in self._prints.items() if now < one.book.in_force.holds_until
        }

    def _printed(self, session: Session, basin: str, now: datetime) -> _Print:
        if basin not in self._prints:
            config = chosen_basin(session, basin)
            book = FeedBook(read_in_force(session, config, now), self._public_url)
            self._prints[basin] = _Print(config, book)
        return self._prints[basin]

    def _public(self, session: Session, ask: Ask, now: datetime) -> tuple[ReadyFile, datetime] | None:
        known = self._printed(session, self._basin, now)
        scope = dict(public_paths(known.config, known.book.in_force.services.values())).get(ask.path)
        if scope is None:
            return None
        form = Form(ask.language or Form().language, ask.gaps)
        return _file(known, scope, form, private=False), known.book.in_force.holds_until

    def _private(self, session: Session, ask: Ask, now: datetime) -> tuple[ReadyFile, datetime] | None:
        link = link_of_feed(session, ask.token)
        if link is None or link.kind != "service" or link.service is None:
            return None
        known = self._printed(session, link.basin, now)
        services = known.book.in_force.services
        service = services[link.service]
        language = ask.language or writing_language(service, known.config)
        if says_farewell(link, now):
            assert link.ended_at is not None
            until = link.ended_at + FAREWELL
            return calendar_file(farewell_feed(language, link.ended_at), private=True), until
        if link.state(now) != "open":
            return None
        until = min(known.book.in_force.holds_until, link.expires_at or _NEVER)
        form = Form(language)
        if ask.part == "proposed":
            feed, closes = _proposed(session, known, link, form, now)
            return calendar_file(feed, private=True), min(until, closes)
        if ask.part == "service":
            return _file(known, Scope("service", link.service), form, private=True), until
        if not shares_group(service, services.values()):
            return None
        return _file(known, Scope("group", service.group or ""), form, private=True), until


def _file(known: _Print, scope: Scope, form: Form, *, private: bool) -> ReadyFile:
    key = (scope, form, private)
    if key not in known.files:
        known.files[key] = calendar_file(known.book.feed(scope, form), private=private)
    return known.files[key]


def _proposed(
    session: Session, known: _Print, link: Link, form: Form, now: datetime
) -> tuple[Feed, datetime]:
    """What a service is asked about now, and until when."""
    asked = [one for one in discussed_consultations(session, link.basin, now) if one.is_open(now)]
    drafts = [load_draft(session, link.basin, one.draft) for one in asked]
    feed = proposed_feed(
        known.config,
        known.book.in_force.services[link.service or ""],
        [
            (draft.id, draft.created_at, [slot for slot in draft.slots if link.service in slot.services])
            for draft in drafts
        ],
        form,
    )
    return feed, min((one.until for one in asked), default=_NEVER)
