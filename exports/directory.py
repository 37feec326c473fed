"""The directory with its duties, as open data tells it: the view that HSDS and schema.org print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exports.errors import ExportError
from exports.views import in_utc, require_time_zone

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """Regular hours of weekdays (0 is Monday); an end not after the start is on the next day.

    ``closes`` 00:00 is the midnight at which the day ends.
    """

    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedHours:
    """What holds on one local date instead of the regular hours: stretches by start; none: closed.

    A stretch's end not after its start is on the next day; 00:00 is the midnight at which the day ends.
    """

    day: date
    stretches: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHours:
    """A duty: when, and how somebody is reached during it, in words. ``id`` is a UUID that stays the same."""

    id: str
    start: datetime
    end: datetime
    door: bool
    telephone: bool
    how: str

    def __post_init__(self) -> None:
        """Keep instants in UTC; refuse what is no stretch of time."""
        object.__setattr__(self, "start", in_utc(self.start, f"duty {self.id}, start"))
        object.__setattr__(self, "end", in_utc(self.end, f"duty {self.id}, end"))
        if self.end <= self.start:
            raise ExportError(f"ends at {self.end.isoformat()}, not after its start", where=f"duty {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryLine:
    """What a service offers on one duty line; ``id`` is a UUID that stays the same."""

    id: str
    name: str
    duties: tuple[DutyHours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry:
    """A participating service, as everybody may know it.

    ``id`` is a UUID that stays the same. Without ``address`` (its own wish), coordinates are left out too.
    ``kind`` is its schema.org type. ``weekly`` are its regular hours where they are plain, ``hours_text``
    what they are in OpenStreetMap's notation, ``special`` the dates when its door is open otherwise.
    """

    id: str
    name: str
    kind: str
    postcode: str
    city: str
    region: str
    country: str
    lines: tuple[DirectoryLine, ...]
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    phone: str | None = None
    languages: tuple[tuple[str, str], ...] = ()
    step_free: bool | None = None
    weekly: tuple[WeeklyHours, ...] = ()
    hours_text: str | None = None
    special: tuple[DatedHours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryWords:
    """What open data say beside names and times, in their language."""

    duty: str = "Duty"
    call_first: str = "Call first: the address is given by telephone."
    step_free: str = "Step-free access"
    regular: str = "Regular hours, by local clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """When data were known, and the first instant of which they say nothing.

    ``told`` says it to people where that is more than a formality. Raises ExportError for an instant
    without its offset.
    """

    at: datetime
    until: datetime
    told: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be told."""
        for name in ("at", "until"):
            object.__setattr__(self, name, in_utc(getattr(self, name), f"known, {name}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The services of a basin with their duties in force.

    ``changed_at`` is when the rota was last published, ``notice`` what must not be overlooked. ``known`` is
    said where it matters how old all this is. Raises ExportError for an unknown time zone.
    """

    name: str
    language: str
    changed_at: datetime
    entries: tuple[DirectoryEntry, ...]
    timezone: str = "Europe/Brussels"
    notice: str = ""
    words: DirectoryWords = DirectoryWords()
    known: Known | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be told."""
        require_time_zone(self.timezone, f"directory {self.name}")
        changed_at = in_utc(self.changed_at, f"directory {self.name}, changed_at")
        object.__setattr__(self, "changed_at", changed_at)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the local clock."""
        return ZoneInfo(self.timezone)


def pieces(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The stretch in local time, cut at each midnight where the clock shows a day or more of it.

    So that a start, a date and an end by the clock say it all: an end not after its start is the next day's.
    """
    first, last = start.astimezone(zone), end.astimezone(zone)
    if last.replace(tzinfo=None) - first.replace(tzinfo=None) < DAY:
        yield first, last
        return
    while True:
        midnight = datetime.combine(first.date() + DAY, time(), zone)
        if midnight >= last:
            yield first, last
            return
        yield first, midnight
        first = midnight
