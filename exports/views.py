"""What can be printed: small frozen views, already in the reader's language, that garde fills.

A view checks itself when it is made, so that whatever exists can be printed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from exports.colors import CSS_COLORS
from exports.errors import ExportError
from exports.text import printable

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LARGEST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One place of one duty, as a calendar shows it.

    ``uid`` belongs to the place, not to who fills it: whoever takes it over, the event keeps its uid and gets
    a higher ``sequence``. ``changed_at`` is the instant of its last change (never the moment of printing), so
    that bytes stay the same while nothing changed; the fraction of its second is dropped. ``start`` and
    ``end`` are instants in whole seconds, the end exclusive and later. All three are kept in UTC. ``lat`` and
    ``lon`` are WGS 84 degrees, both or none. ``url`` is the duty's page. A ``cancelled`` event says so in its
    ``summary`` too, for some calendars ignore the status; so does a ``tentative`` one, which is not decided
    yet. An event that is not ``busy`` takes nobody's time; a cancelled one never does.

    Raises ExportError for a time without zone, an end not after its start, a uid that is empty or holds
    control characters, a sequence below 0, coordinates outside the earth, a url that is none, an event that
    is both cancelled and tentative.
    """

    uid: str
    sequence: int
    changed_at: datetime
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    lat: float | None = None
    lon: float | None = None
    categories: tuple[str, ...] = ()
    url: str | None = None
    cancelled: bool = False
    tentative: bool = False
    busy: bool = True

    def __post_init__(self) -> None:
        """Refuse what no calendar could read."""
        if not self.uid.strip() or printable(self.uid) != self.uid or "\n" in self.uid:
            raise ExportError(
                f"{self.uid!r} cannot be a uid", where="event", remedy="give one line of visible characters"
            )
        where = f"event {self.uid}"
        changed_at = in_utc(self.changed_at, f"{where}, changed_at").replace(microsecond=0)
        object.__setattr__(self, "changed_at", changed_at)
        object.__setattr__(self, "start", _whole_second(self.start, f"{where}, start"))
        object.__setattr__(self, "end", _whole_second(self.end, f"{where}, end"))
        if self.end <= self.start:
            raise ExportError(
                f"ends at {self.end.isoformat()}, not after its start {self.start.isoformat()}", where=where
            )
        if not 0 <= self.sequence <= _LARGEST_SEQUENCE:
            raise ExportError(f"sequence {self.sequence} is not in 0 to {_LARGEST_SEQUENCE}", where=where)
        if self.cancelled and self.tentative:
            raise ExportError("is cancelled and not decided yet at once", where=where)
        _require_place(self.lat, self.lon, where)
        if self.url is not None:
            _require_uri(self.url, f"{where}, url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar that people subscribe to.

    ``language`` is a BCP 47 tag (``fr``), ``timezone`` an IANA name, ``refresh`` how often a client should
    look again, ``color`` a CSS 3 colour name, ``source`` the address at which the feed is served.
    ``changed_at`` is needed only when the feed changed in a way that no event shows (one was dropped): the
    feed's last change is the latest of it and of its events'.

    Raises ExportError when two events share a uid (a cancelled twin never stands beside the live one), and
    for an unknown time zone, language tag or colour, a refresh that is no positive number of whole seconds,
    a source that is no address.
    """

    name: str
    language: str
    events: tuple[FeedEvent, ...]
    description: str = ""
    timezone: str = "Europe/Brussels"
    refresh: timedelta = timedelta(hours=4)
    color: str | None = None
    source: str | None = None
    changed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar could read."""
        where = f"feed {self.name}"
        if not printable(self.name).strip():
            raise ExportError("has no name", where="feed")
        if not _LANGUAGE.fullmatch(self.language):
            raise ExportError(
                f"{self.language!r} is no language tag", where=where, remedy="use one such as fr"
            )
        require_time_zone(self.timezone, where)
        if self.refresh < timedelta(seconds=1) or self.refresh.microseconds:
            raise ExportError(f"cannot be refreshed every {self.refresh}", where=where)
        if self.color is not None and self.color not in CSS_COLORS:
            raise ExportError(
                f"{self.color!r} is no CSS 3 colour name", where=where, remedy="use one such as seagreen"
            )
        if self.source is not None:
            _require_uri(self.source, f"{where}, source")
        if self.changed_at is not None:
            changed_at = in_utc(self.changed_at, f"{where}, changed_at").replace(microsecond=0)
            object.__setattr__(self, "changed_at", changed_at)
        _require_different_uids(self.events, where)

    def last_change(self) -> datetime | None:
        """The latest change of the feed and its events; None for an empty feed that tells none."""
        changes = [event.changed_at for event in self.events]
        if self.changed_at is not None:
            changes.append(self.changed_at)
        return max(changes, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaRow:
    """One duty of one place of a rota.

    ``start`` and ``end`` are instants, the end later; both are kept in UTC. ``service`` is None when nobody
    was found. ``burden`` is the duty's weight in burden points.

    Raises ExportError for a time without zone or an end not after its start.
    """

    line: str
    start: datetime
    end: datetime
    service: str | None
    categories: tuple[str, ...] = ()
    burden: int | float = 0

    def __post_init__(self) -> None:
        """Refuse what no table could tell truly."""
        where = f"duty of {self.line}"
        object.__setattr__(self, "start", _whole_second(self.start, f"{where}, start"))
        object.__setattr__(self, "end", _whole_second(self.end, f"{where}, end"))
        if self.end <= self.start:
            raise ExportError(f"ends at {self.end.isoformat()}, not after its start", where=where)
        if not math.isfinite(self.burden):
            raise ExportError(f"{self.burden} is no burden", where=where)

    @property
    def hours(self) -> float:
        """Real elapsed hours, to the second: a night of October can have 13."""
        return round((self.end - self.start).total_seconds() / 3600, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaLabels:
    """The words of a rota's table, in the reader's language."""

    rota: str = "Rota"
    totals: str = "Totals"
    line: str = "Line"
    date: str = "Date"
    start: str = "Start"
    end: str = "End"
    hours: str = "Hours"
    service: str = "Service"
    categories: str = "Categories"
    burden: str = "Burden"
    duties: str = "Duties"
    nobody: str = "Nobody"
    total: str = "Total"


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaTable:
    """A rota as a table, one row a duty, for spreadsheets and other programs.

    ``changed_at`` is the instant of the rota's last change: it dates the document, so that the same rota
    gives the same bytes. ``timezone`` is the IANA name of the zone whose local times are shown.

    Raises ExportError for a time without zone or an unknown time zone.
    """

    title: str
    changed_at: datetime
    rows: tuple[RotaRow, ...]
    timezone: str = "Europe/Brussels"
    labels: RotaLabels = RotaLabels()

    def __post_init__(self) -> None:
        """Refuse what no table could tell truly."""
        where = f"table {self.title}"
        changed_at = in_utc(self.changed_at, f"{where}, changed_at").replace(microsecond=0)
        object.__setattr__(self, "changed_at", changed_at)
        require_time_zone(self.timezone, where)


def in_utc(instant: datetime, where: str) -> datetime:
    """The instant in UTC; raises ExportError when it has no offset."""
    if instant.utcoffset() is None:
        raise ExportError(
            f"{instant.isoformat()} has no time zone", where=where, remedy="give an instant with its offset"
        )
    return instant.astimezone(UTC)


def _whole_second(instant: datetime, where: str) -> datetime:
    if instant.microsecond:
        raise ExportError(f"{instant.isoformat()} is no whole second", where=where)
    return in_utc(instant, where)


def require_time_zone(name: str, where: str) -> ZoneInfo:
    """The IANA time zone of that name; raises ExportError when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ExportError(
            f"{name!r} is no time zone", where=where, remedy="use an IANA name such as Europe/Brussels"
        ) from None


def _require_place(lat: float | None, lon: float | None, where: str) -> None:
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        raise ExportError("has one coordinate of two", where=where, remedy="give lat and lon, or neither")
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ExportError(f"{lat}, {lon} is no place on earth", where=where)


def _require_uri(text: str, where: str) -> None:
    if not _URI.fullmatch(text):
        raise ExportError(f"{text!r} is no address", where=where, remedy="give an absolute, encoded URL")


def _require_different_uids(events: tuple[FeedEvent, ...], where: str) -> None:
    seen: set[str] = set()
    for event in events:
        if event.uid in seen:
            raise ExportError(
                f"two events have the uid {event.uid}", where=where, remedy="keep the one in force"
            )
        seen.add(event.uid)
