"""Filling the press's feeds from the rota in force: one for the basin, one a line, one a service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from exports.ical import render_feed
from exports.views import Feed, FeedEvent
from garde.backups.guests import Guest
from garde.backups.reading import Away
from garde.basin.config import BasinConfig, Line
from garde.basin.service import Service
from garde.calendar.attendance import duty_modes
from garde.calendar.month import Month
from garde.publication.places import PlaceName, PlaceState
from garde.publication.words import FeedWords, feed_words
from garde.rota import FilledSlot

_MONTHS_BACK = 2


@dataclass(frozen=True)
class InForce:
    """What feeds are made of: the rota in force, the state of its places, when it was last published.

    ``guests`` are the backups in ``slots``; ``away`` the duties of the basin's own services as backups in
    other basins, with the state of their places there.
    """

    config: BasinConfig
    services: Mapping[str, Service]
    slots: tuple[FilledSlot, ...]
    states: Mapping[PlaceName, PlaceState]
    published_at: datetime | None = None
    guests: Mapping[str, Guest] = field(default_factory=dict)
    away: tuple[tuple[Away, PlaceState], ...] = ()


def feeds_start(config: BasinConfig, now: datetime) -> datetime:
    """From when feeds show duties: two months before the current one, so that bytes change once a month."""
    zone = ZoneInfo(config.timezone)
    return Month.of(now, zone).plus(-_MONTHS_BACK).start(zone)


def feed_files(in_force: InForce, language: str) -> dict[str, bytes]:
    """Every feed by its relative file name."""
    feeds = {name: render_feed(feed) for name, feed in public_feeds(in_force, language).items()}
    for service_id in in_force.services:
        feeds[f"services/{quote(service_id, safe='')}.ics"] = render_feed(
            service_feed(in_force, service_id, language)
        )
    return feeds


def public_feeds(in_force: InForce, language: str) -> dict[str, Feed]:
    """The basin's feed and one for each of its lines, by relative file name."""
    config = in_force.config
    feeds = {f"{config.id}.ics": basin_feed(in_force, language)}
    for line in config.lines:
        feeds[f"{config.id}/{line.id}.ics"] = line_feed(in_force, line, language)
    return feeds


def basin_feed(in_force: InForce, language: str) -> Feed:
    """All duties of the basin."""
    return _feed(in_force, in_force.config.names, language, lambda slot, service: True)


def line_feed(in_force: InForce, line: Line, language: str) -> Feed:
    """All duties of one line."""
    return _feed(in_force, line.names, language, lambda slot, service: slot.line == line.id)


def service_feed(in_force: InForce, service_id: str, language: str) -> Feed:
    """The duties of one service, those that it has as a backup in other basins too."""
    name = in_force.services[service_id].name
    away = [pair for pair in in_force.away if pair[0].service == service_id]
    return _feed(
        in_force, {"fr": name, "nl": name}, language, lambda slot, service: service == service_id, away
    )


def _feed(
    in_force: InForce,
    names: Mapping[str, str],
    language: str,
    wanted: Callable[[FilledSlot, str], bool],
    away: Iterable[tuple[Away, PlaceState]] = (),
) -> Feed:
    words = feed_words(language)
    name = names.get(language, names["fr"])
    basin = in_force.config.names.get(language, in_force.config.names["fr"])
    return Feed(
        name=f"{words.duties} — {name}" if name == basin else f"{words.duties} — {name} ({basin})",
        language=language,
        description=words.demo if in_force.config.demo else "",
        timezone=in_force.config.timezone,
        refresh=timedelta(hours=4),
        color="seagreen",
        changed_at=in_force.published_at,
        events=(*_events(in_force, words, language, wanted), *_elsewhere(in_force, words, language, away)),
    )


def _events(
    in_force: InForce, words: FeedWords, language: str, wanted: Callable[[FilledSlot, str], bool]
) -> Iterable[FeedEvent]:
    for slot in in_force.slots:
        for place, service_id in enumerate(slot.places):
            if service_id is None or not wanted(slot, service_id):
                continue
            state = in_force.states[(slot.key, place)]
            guest = in_force.guests.get(service_id)
            service = guest.service if guest else in_force.services[service_id]
            helps = "" if guest is None else words.backup_from.format(basin=_name(guest.names, language))
            yield _event(in_force.config, slot, state, service, words, language, helps)


def _elsewhere(
    in_force: InForce, words: FeedWords, language: str, away: Iterable[tuple[Away, PlaceState]]
) -> Iterable[FeedEvent]:
    for one, state in away:
        helps = words.backup_for.format(basin=_name(one.config.names, language))
        yield _event(one.config, one.slot, state, in_force.services[one.service], words, language, helps)


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language, names["fr"])


def _event(
    config: BasinConfig,
    slot: FilledSlot,
    state: PlaceState,
    service: Service,
    words: FeedWords,
    language: str,
    helps: str,
) -> FeedEvent:
    line = config.line(slot.line)
    names: Mapping[str, str] = line.names if line else {"fr": slot.line}
    address = None if service.hide_address else service.address
    hidden = service.hide_address
    return FeedEvent(
        uid=f"{slot.key.replace('/', '-')}-{state.number}@{config.id}.garde",
        sequence=state.sequence,
        changed_at=state.changed_at,
        start=slot.start,
        end=slot.end,
        summary=f"{_name(names, language)} — {service.shown_name}" + (f" ({helps})" if helps else ""),
        description=_description(config, line, slot, service, words, helps),
        location=", ".join(part for part in (address, service.postcode) if part) if not hidden else "",
        lat=None if hidden else service.lat,
        lon=None if hidden else service.lon,
        categories=(names.get(language, names["fr"]),),
    )


def _description(
    config: BasinConfig, line: Line | None, slot: FilledSlot, service: Service, words: FeedWords, helps: str
) -> str:
    rows: list[str] = []
    if config.demo:
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


def by_id(services: Sequence[Service]) -> dict[str, Service]:
    """Services by external id."""
    return {service.external_id: service for service in services}
