"""A basin's duties and opening hours, compiled so that a lookup is a binary search."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from unicodedata import normalize
from zoneinfo import ZoneInfo

from garde.backups.guests import Guest
from garde.basin.config import BasinConfig, Line
from garde.basin.service import Service
from garde.calendar.attendance import Attendance, RegularHours, attendances
from garde.calendar.regular import Evaluated, regular_hours
from garde.lookup.around import NOTHING_AROUND, Around
from garde.lookup.places import Point, service_point
from garde.lookup.presence import Presence, presences
from garde.rota import FilledSlot
from garde.signs.entrance import Texts, names_street
from garde.signs.saturation import Saturation

SIGHT = timedelta(days=8)
"""How far beyond the window regular hours are followed, so that closing times at its end are true."""


@dataclass(frozen=True, slots=True)
class LineTimetable:
    """One line: ``open_from[i]`` are there from ``cuts[i]`` until ``cuts[i + 1]``.

    ``coming`` are all presences by start, ``starts`` their starts. ``name_rank`` puts every service of the
    line in the order of its shown name.
    """

    line: Line
    cuts: tuple[datetime, ...]
    open_from: tuple[tuple[Presence, ...], ...]
    coming: tuple[Presence, ...]
    starts: tuple[datetime, ...]
    name_rank: Mapping[str, int]

    def open_at(self, instant: datetime) -> tuple[Presence, ...]:
        """Who is there; at a hand-over, who takes over."""
        index = bisect_right(self.cuts, instant) - 1
        return self.open_from[index] if index >= 0 else ()

    def after(self, instant: datetime) -> Iterable[Presence]:
        """The presences that start after the instant, earliest first."""
        return (self.coming[i] for i in range(bisect_right(self.starts, instant), len(self.coming)))


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that lookups of one basin need, for instants from ``start`` (in) to ``end`` (out).

    ``published_until`` is the end of the last published duty, None before any. ``faults`` are what
    could not be shown, for whoever looks after the data: a duty of an unknown service, hours that cannot
    be understood. ``stamp`` changes whenever an answer could. ``guests`` has the names of the home basin of
    each service that is here as a backup only. ``saturation`` and ``entrances`` are what services hang at
    their door, by service, marks that are not yet or no longer valid as well. ``kept_from`` is when all this
    was last known to be so, where it cannot be read anew now; None as long as it can. ``around`` is where the
    search widens to.
    """

    config: BasinConfig
    start: datetime
    end: datetime
    services: Mapping[str, Service]
    points: Mapping[str, Point | None]
    lines: Mapping[str, LineTimetable]
    version: int | None
    published_at: datetime | None
    published_until: datetime | None
    faults: tuple[str, ...]
    stamp: str
    guests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    saturation: Mapping[str, Saturation] = field(default_factory=dict)
    entrances: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept_from: datetime | None = None
    around: Around = NOTHING_AROUND

    @property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        return ZoneInfo(self.config.timezone)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that can be asked for: the basin's, then any other that a service speaks."""
        others = {tag for service in self.services.values() for tag in service.languages}
        return (*self.config.languages, *sorted(others - set(self.config.languages)))


def compile_timetable(
    config: BasinConfig,
    services: Sequence[Service],
    slots: Sequence[FilledSlot],
    *,
    start: datetime,
    end: datetime,
    version: int | None = None,
    published_at: datetime | None = None,
    guests: Sequence[Guest] = (),
    saturation: Mapping[str, Saturation] | None = None,
    entrances: Mapping[str, Mapping[str, str]] | None = None,
) -> Timetable:
    """Compile the published ``slots`` and the services' own hours for the window from ``start`` to ``end``.

    Slots outside the window are left aside. Take a window that begins a day or two before now and ends with
    the last published duty, or a week from now when that is later, so that regular hours are told even
    where no rota is published. ``guests`` are the backups that ``slots`` name; ``saturation`` and
    ``entrances`` are by service, guests by what they are called here.
    """
    known = {service.external_id: service for service in services}
    known |= {guest.id: guest.service for guest in guests}
    inside = [slot for slot in slots if slot.start < end and slot.end > start]
    by_line, faults = _own_hours(config, services, start - SIGHT, end + SIGHT)
    strangers = sorted({name for slot in inside for name in slot.services} - set(known))
    return Timetable(
        config=config,
        start=start,
        end=end,
        services=known,
        points={name: service_point(config, service) for name, service in known.items()},
        lines={
            line.id: _compile_line(line, known, inside, by_line[line.id], end + SIGHT)
            for line in config.lines
        },
        version=version,
        published_at=published_at,
        published_until=max((slot.end for slot in slots), default=None),
        faults=(*faults, *(f"service {name}: on duty, but not in the directory" for name in strangers)),
        stamp=_stamp(
            config, services, inside, start, end, version, published_at, guests, saturation, entrances
        ),
        guests={guest.id: guest.names for guest in guests},
        saturation=saturation or {},
        entrances=public_entrances(entrances or {}, known),
    )


def _own_hours(
    config: BasinConfig, services: Sequence[Service], start: datetime, end: datetime
) -> tuple[dict[str, RegularHours], tuple[str, ...]]:
    """The services' own hours on each line, and all faults found, each once."""
    evaluated: Evaluated = {}
    found: dict[str, RegularHours] = {}
    faults: dict[str, None] = {}
    for line in config.lines:
        found[line.id], bad = regular_hours(config, services, start, end, line=line.id, evaluated=evaluated)
        faults |= dict.fromkeys(bad)
    return found, tuple(faults)


def public_entrances(entrances: Mapping[str, Texts], services: Mapping[str, Service]) -> dict[str, Texts]:
    """Without those that name the street of an address which was hidden since they were hung up."""
    return {
        name: texts
        for name, texts in entrances.items()
        if not (name in services and services[name].hide_address)
        or not names_street(texts, services[name].address)
    }


def _compile_line(
    line: Line,
    services: Mapping[str, Service],
    slots: Sequence[FilledSlot],
    hours: RegularHours,
    sight_ends: datetime,
) -> LineTimetable:
    attended: dict[str, list[Attendance]] = {}
    for one in attendances(line, services, slots, hours):
        attended.setdefault(one.service, []).append(one)
    taking_part = [name for name, service in services.items() if line.id in service.lines or name in attended]
    found = [presence for name, own in attended.items() for presence in presences(name, own, sight_ends)]
    coming = tuple(sorted(found, key=lambda presence: (presence.start, presence.service)))
    cuts, open_from = sweep(coming)
    by_name = sorted(taking_part, key=lambda name: (sort_key(services[name].shown_name), name))
    return LineTimetable(
        line=line,
        cuts=cuts,
        open_from=open_from,
        coming=coming,
        starts=tuple(presence.start for presence in coming),
        name_rank={name: rank for rank, name in enumerate(by_name)},
    )


def sweep(
    coming: Sequence[Presence],
) -> tuple[tuple[datetime, ...], tuple[tuple[Presence, ...], ...]]:
    """Where who is there changes, and who is there from each such instant on, from presences by start."""
    cuts = sorted({edge for presence in coming for edge in (presence.start, presence.end)})
    begins: dict[datetime, list[Presence]] = {}
    for presence in coming:
        begins.setdefault(presence.start, []).append(presence)
    present: list[Presence] = []
    open_from = []
    for cut in cuts:
        present = [presence for presence in present if presence.end > cut] + begins.get(cut, [])
        open_from.append(tuple(present))
    return tuple(cuts), tuple(open_from)


def sort_key(name: str) -> str:
    """Names in the order of their letters, whatever their accents, capitals and signs."""
    return "".join(letter for letter in normalize("NFKD", name).casefold() if letter.isalnum())


def _stamp(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]
