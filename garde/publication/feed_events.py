"""One place of one duty as an event of a feed, in the feed's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from exports.views import FeedEvent
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.attendance import duty_modes
from garde.publication.departures import Departure
from garde.publication.feed_scopes import named
from garde.publication.places import PlaceState
from garde.publication.words import FeedWords, feed_words
from garde.rota import FilledSlot

_A_DAY = timedelta(hours=25)
"""The longest local day: duties within it are told by their hours alone."""


@dataclass(frozen=True)
class EventWriter:
    """Writes the events of a basin's feeds in one language.

    ``public_url`` is where the public page is served; without it, events have no address.
    """

    config: BasinConfig
    language: str
    public_url: str | None = None

    @cached_property
    def words(self) -> FeedWords:
        """What feeds say in this language. Raises BadInput when they are not written in it."""
        return feed_words(self.language)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        return ZoneInfo(self.config.timezone)

    def duty(self, slot: FilledSlot, state: PlaceState, service: Service, helps: str = "") -> FeedEvent:
        """A place that a service holds. ``helps`` says of a backup from or for which basin it is."""
        return FeedEvent(
            uid=self._uid(slot.key, state.number),
            sequence=state.sequence,
            changed_at=state.changed_at,
            start=slot.start,
            end=slot.end,
            summary=self._summary(slot.line, service.shown_name, slot.start, slot.end, helps),
            description=self._description(slot, service, helps),
            location=self._location(service),
            lat=None if service.hide_address else service.lat,
            lon=None if service.hide_address else service.lon,
            categories=self._categories(slot),
            url=self._page(slot.line, slot.start),
        )

    def lost(self, departure: Departure, state: PlaceState, service: Service) -> FeedEvent:
        """A place that its service has lost: the same event, cancelled."""
        duty = departure.duty
        summary = self._summary(duty.line, service.shown_name, duty.start, duty.end)
        return FeedEvent(
            uid=self._uid(duty.slot, duty.number),
            sequence=state.sequence,
            changed_at=state.changed_at,
            start=duty.start,
            end=duty.end,
            summary=f"{self.words.cancelled} — {summary}",
            description=self.words.demo if self.config.demo else "",
            categories=(self._line(duty.line),),
            cancelled=True,
        )

    def gap(self, slot: FilledSlot, number: int, changed_at: datetime) -> FeedEvent:
        """A place that nobody holds. It is an event of its own: the place's will be of who takes it."""
        return FeedEvent(
            uid=f"gap-{self._uid(slot.key, number)}",
            sequence=0,
            changed_at=changed_at,
            start=slot.start,
            end=slot.end,
            summary=self._summary(slot.line, self.words.nobody, slot.start, slot.end),
            description=self.words.demo if self.config.demo else "",
            categories=self._categories(slot),
            url=self._page(slot.line, slot.start),
            busy=False,
        )

    def proposed(self, slot: FilledSlot, service: Service, draft: int, proposed_at: datetime) -> FeedEvent:
        """A duty of a draft under discussion: an event of its own, for it may never be in force."""
        state = PlaceState(slot.key, 0, 0, proposed_at, "")
        event = self.duty(slot, state, service)
        return replace(
            event,
            uid=f"proposal-{draft}-{slot.key.replace('/', '-')}@{self.config.id}.garde",
            summary=f"{self.words.proposed} — {event.summary}",
            description="\n".join(part for part in (self.words.not_decided, event.description) if part),
            url=None,
            tentative=True,
        )

    def _uid(self, slot: str, number: int) -> str:
        return f"{slot.replace('/', '-')}-{number}@{self.config.id}.garde"

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line.id: named(line.names, self.language) for line in self.config.lines}

    def _line(self, line: str) -> str:
        return self._lines.get(line, line)

    def _summary(self, line: str, who: str, start: datetime, end: datetime, helps: str = "") -> str:
        told = f"{self._line(line)} — {who} ({helps})" if helps else f"{self._line(line)} — {who}"
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        if end - start <= _A_DAY:
            return f"{told}, {first.hour:02}:{first.minute:02}–{last.hour:02}:{last.minute:02}"
        return f"{told}, {first:%d/%m %H:%M} – {last:%d/%m %H:%M}"

    def _page(self, line: str, start: datetime) -> str | None:
        """The page of who is open as the duty starts, for its line; in UTC, which no clock shows twice."""
        if self.public_url is None:
            return None
        # A line's id needs no escaping (``Identifier``).
        moment = start.astimezone(UTC).isoformat(timespec="minutes").removesuffix("+00:00")
        return f"{self.public_url.rstrip('/')}/{self.language}/?line={line}&at={moment}Z"

    def _categories(self, slot: FilledSlot) -> tuple[str, ...]:
        kinds = (self.words.categories[kind] for kind in slot.categories if kind in self.words.categories)
        return (self._line(slot.line), *kinds)

    def _location(self, service: Service) -> str:
        if service.hide_address:
            return ""
        return ", ".join(part for part in (service.address, service.postcode) if part)

    def _description(self, slot: FilledSlot, service: Service, helps: str) -> str:
        words, rows = self.words, list[str]()
        line = self.config.line(slot.line)
        if self.config.demo:
            rows.append(words.demo)
        if helps:
            rows.append(helps)
        if line:
            rows.append(", ".join(words.modes[mode] for mode in duty_modes(line, slot.key)))
        if service.phone:
            rows.append(f"{words.telephone}: {service.phone}")
        if service.hide_address:
            rows.append(f"{words.address}: {words.call_first}")
        elif service.address:
            rows.append(f"{words.address}: {service.address}, {service.postcode}")
        return "\n".join(rows)
