"""Feeds as files, and those that show no rota in force: what is proposed, and what a renewed link leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from exports.ical import render_feed
from exports.views import Feed
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.publication.feed_book import REFRESH, FeedBook
from garde.publication.feed_events import EventWriter
from garde.publication.feed_scopes import Form, Scope, named, public_paths, shares_group
from garde.publication.in_force import InForce
from garde.publication.words import WORDS, feed_words
from garde.rota import FilledSlot

PROPOSED_COLOR = "goldenrod"


def feed_files(in_force: InForce, form: Form, public_url: str | None = None) -> dict[str, bytes]:
    """Every feed by its relative file name: the public ones, and one for each service and organisation."""
    book = FeedBook(in_force, public_url)
    services = tuple(in_force.services.values())
    scopes = dict(public_paths(in_force.config, services))
    for service in services:
        scopes[f"services/{quote(service.external_id, safe='')}.ics"] = Scope("service", service.external_id)
        if service.group and shares_group(service, services):
            scopes[f"groups/{quote(service.group, safe='')}.ics"] = Scope("group", service.group)
    return {name: render_feed(book.feed(scope, form)) for name, scope in scopes.items()}


def public_feed_files(in_force: InForce, public_url: str | None = None) -> dict[str, bytes]:
    """The feeds that everybody may read, by file name: but for French in a folder of its language."""
    book = FeedBook(in_force, public_url)
    paths = public_paths(in_force.config, in_force.services.values())
    return {
        f"{'' if language == Form().language else f'{language}/'}{path}": render_feed(
            book.feed(scope, Form(language))
        )
        for language in WORDS
        for path, scope in paths
    }


def proposed_feed(
    config: BasinConfig,
    service: Service,
    proposals: Iterable[tuple[int, datetime, Sequence[FilledSlot]]],
    form: Form,
) -> Feed:
    """The duties of drafts that a service is asked about, each event marked as not decided.

    ``proposals`` are a draft's number, when it was made, and the service's duties in it.
    """
    words, writer = feed_words(form.language), EventWriter(config, form.language)
    known = list(proposals)
    return Feed(
        name=f"{words.proposals} — {service.name} ({named(config.names, form.language)})",
        language=form.language,
        description=words.demo if config.demo else "",
        timezone=config.timezone,
        refresh=REFRESH,
        color=PROPOSED_COLOR,
        events=tuple(
            writer.proposed(slot, service, draft, made_at)
            for draft, made_at, slots in known
            for slot in slots
        ),
    )


def farewell_feed(language: str, ended_at: datetime) -> Feed:
    """What the old address of a renewed link shows: nothing, so that no program keeps duties of old."""
    words = feed_words(language)
    return Feed(
        name=words.duties,
        language=language,
        description=words.moved,
        refresh=REFRESH,
        changed_at=ended_at,
        events=(),
    )
