"""The feeds of the rota in force, filled for the press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from exports.views import Feed, FeedEvent
from garde.publication.departures import Departure
from garde.publication.feed_events import EventWriter
from garde.publication.feed_scopes import (
    Belongs,
    Form,
    Scope,
    belongs,
    feed_address,
    named,
    public_paths,
    scope_name,
)
from garde.publication.in_force import InForce
from garde.publication.places import PlaceName
from garde.publication.words import feed_words

REFRESH = timedelta(hours=4)
COLOR = "seagreen"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A duty that somebody has, with what decides on the feeds that it belongs to."""

    line: str
    service: str
    event: FeedEvent


class FeedBook:
    """All feeds of a rota in force. Events are written once a language, and shared by the feeds.

    ``public_url`` is where feeds and the public page are served; without it, feeds tell no address.
    """

    def __init__(self, in_force: InForce, public_url: str | None = None) -> None:
        self.in_force = in_force
        self._public_url = public_url
        self._written: dict[str, tuple[_Entry, ...]] = {}

    def feed(self, scope: Scope, form: Form) -> Feed:
        """The feed of a scope that exists. Raises BadInput for a language in which feeds are not written.

        A place that passed to a service which the feed shows too is one live event. One that left the feed
        stands in it as cancelled until it is dropped.
        """
        words, config = feed_words(form.language), self.in_force.config
        name = scope_name(scope, config, self.in_force.services, form.language)
        basin = named(config.names, form.language)
        return Feed(
            name=f"{words.duties} — {name}" if name == basin else f"{words.duties} — {name} ({basin})",
            language=form.language,
            description=words.demo if config.demo else "",
            timezone=config.timezone,
            refresh=REFRESH,
            color=COLOR,
            source=self._source(scope, form),
            changed_at=self.in_force.changed_at,
            events=tuple(self._events(scope, form)),
        )

    def _events(self, scope: Scope, form: Form) -> Iterator[FeedEvent]:
        shown = belongs(scope, self.in_force.everybody)
        living = [one.event for one in self._entries(form.language) if shown(one.line, one.service)]
        if scope.kind in ("service", "group"):
            living.extend(self._elsewhere(shown, form.language))
        yield from living
        writer = self._writer(form.language)
        gaps = form.gaps and scope.kind in ("basin", "line")
        uids = {event.uid for event in living}
        for lost in _latest(self.in_force.departures, shown):
            duty = lost.duty
            if duty.service in self._holders.get(duty.slot, ()):
                continue  # It only changed places within the duty.
            if gaps and duty.place in self._gaps:
                continue  # Told as a gap.
            event = writer.lost(lost, self.in_force.states[duty.place], self.in_force.services[duty.service])
            if event.uid not in uids:
                yield event
        if gaps:
            for slot in self.in_force.slots:
                for number in range(slot.required):
                    since = self._gaps.get((slot.key, number))
                    if since is not None and shown(slot.line, None):
                        yield writer.gap(slot, number, since)

    def _entries(self, language: str) -> tuple[_Entry, ...]:
        if language not in self._written:
            writer, known = self._writer(language), self.in_force
            self._written[language] = tuple(
                _Entry(
                    slot.line,
                    service,
                    writer.duty(
                        slot,
                        known.states[slot.key, number],
                        known.everybody[service],
                        self._backup_from(service, language),
                    ),
                )
                for slot in known.slots
                for number, service in enumerate(slot.places)
                if service is not None
            )
        return self._written[language]

    def _elsewhere(self, shown: Belongs, language: str) -> Iterator[FeedEvent]:
        """The duties that the basin's services have as backups in other basins."""
        for one, state in self.in_force.away:
            if shown(one.slot.line, one.service):
                helps = feed_words(language).backup_for.format(basin=named(one.config.names, language))
                # The page that we serve does not know that basin.
                writer = EventWriter(one.config, language)
                yield writer.duty(one.slot, state, self.in_force.services[one.service], helps)

    def _backup_from(self, service: str, language: str) -> str:
        guest = self.in_force.guests.get(service)
        if guest is None:
            return ""
        return feed_words(language).backup_from.format(basin=named(guest.names, language))

    @cached_property
    def _holders(self) -> dict[str, tuple[str, ...]]:
        return {slot.key: slot.services for slot in self.in_force.slots}

    @cached_property
    def _gaps(self) -> dict[PlaceName, datetime]:
        """Since when nobody holds a place: since it was lost, or since its month was first published."""
        states, months = self.in_force.states, self.in_force.first_published
        return {
            (slot.key, number): (
                states[slot.key, number].changed_at if (slot.key, number) in states else months[slot.month]
            )
            for slot in self.in_force.slots
            for number, service in enumerate(slot.places)
            if service is None
        }

    def _source(self, scope: Scope, form: Form) -> str | None:
        if self._public_url is None:
            return None
        paths = public_paths(self.in_force.config, self.in_force.services.values())
        path = next((path for path, public in paths if public == scope), None)
        return None if path is None else feed_address(self._public_url, path, form)

    def _writer(self, language: str) -> EventWriter:
        return EventWriter(self.in_force.config, language, self._public_url)


def _latest(lost: Iterable[Departure], shown: Belongs) -> Iterable[Departure]:
    """The last departure of each place from what a feed shows."""
    mine = (one for one in lost if shown(one.duty.line, one.duty.service))
    return {one.duty.place: one for one in sorted(mine, key=lambda one: one.at)}.values()
