"""A week of duties as citizens read it: the view that the poster and the sheet for a door print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from exports.errors import ExportError
from exports.month import DayKind
from exports.views import in_utc, require_time_zone

Texts = Mapping[str, str]
"""The same text by language. Those of the view's ``main`` languages are set large, the others small."""
Reached = Literal["door", "telephone", "visit"]
REACHED: tuple[Reached, ...] = ("door", "telephone", "visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """A local date; ``note`` says what is special about it: a holiday, a clock change."""

    day: date
    names: Texts
    kind: DayKind = "weekday"
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDuty:
    """One place of a duty: who has it, where and how they are reached; ``name`` None: nobody was found.

    ``address`` is empty where it is not told: with ``call_first`` because people are to call before they
    go. ``place`` is what is told of the place then (a postcode). ``origin`` names the neighbour basin of a
    backup, ``distance`` how far it is from the sheet's door; ``here`` is a duty behind that very door.
    ``entrance`` tells how to get in by night. Instants are kept in UTC.
    """

    start: datetime
    end: datetime
    name: str | None
    place: str = ""
    address: str = ""
    phone: str = ""
    call_first: bool = False
    reached: tuple[Reached, ...] = ()
    origin: Texts = field(default_factory=dict)
    distance: str = ""
    here: bool = False
    entrance: Texts = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no sheet could tell truly."""
        where = f"duty of {self.name}"
        object.__setattr__(self, "start", in_utc(self.start, f"{where}, start"))
        object.__setattr__(self, "end", in_utc(self.end, f"{where}, end"))
        if self.end <= self.start:
            raise ExportError(f"ends at {self.end.isoformat()}, not after its start", where=where)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A duty line in one week.

    ``silence`` is what to say on a date that has no duty. ``note`` is said of the line as a whole.
    ``pictogram`` is an SVG drawing.
    """

    names: Texts
    pictogram: str
    duties: tuple[WeekDuty, ...]
    silence: Mapping[date, Texts] = field(default_factory=dict)
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A number that helps when nobody of the basin does; ``hours`` is empty where it always answers."""

    number: str
    names: Texts
    cost: Texts
    hours: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWords:
    """What the sheets say beside names and times."""

    title: Texts
    closed: Texts
    on_duty: Texts
    nobody: Texts
    call_first: Texts
    here: Texts
    way_in: Texts
    scan: Texts
    help: Texts
    reached: Mapping[Reached, Texts]
    local_time: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven local dates with their duties, in several languages, the ``main`` ones first among them.

    ``address`` is what the QR code opens, None where no address is known. ``edition`` says which version it
    is and of when; ``notices`` what must not be overlooked. ``pictograms`` are drawings of the ways in which
    somebody is reached. ``door`` names the service on whose door it hangs, empty for a poster.
    ``changed_at`` dates the document.

    Raises ExportError for an unknown time zone, a language in which a text is missing.
    """

    languages: tuple[str, ...]
    main: tuple[str, ...]
    basin: Texts
    dates: Texts
    edition: Texts
    changed_at: datetime
    days: tuple[WeekDay, ...]
    lines: tuple[WeekLine, ...]
    help: tuple[HelpLine, ...]
    words: WeekWords
    pictograms: Mapping[Reached, str]
    address: str | None = None
    notices: Texts = field(default_factory=dict)
    timezone: str = "Europe/Brussels"
    door: str = ""

    def __post_init__(self) -> None:
        """Refuse what no sheet could tell truly."""
        where = f"week of {self.days[0].day}" if self.days else "week"
        object.__setattr__(self, "changed_at", in_utc(self.changed_at, f"{where}, changed_at"))
        require_time_zone(self.timezone, where)
        for texts in (self.basin, self.dates, self.words.title, *(line.names for line in self.lines)):
            missing = [tag for tag in self.languages if not texts.get(tag)]
            if missing:
                raise ExportError(f"has no text in {', '.join(missing)}", where=where)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the local clock."""
        return ZoneInfo(self.timezone)

    def on(self, day: date, line: WeekLine) -> tuple[WeekDuty, ...]:
        """The duties to show on a date: all that run on it, but for a night's end.

        What began the day before and ends by noon is told there alone, as people speak of a night; on the
        first date of the week it is told again, so that its first hours are not left out.
        """
        found = [duty for duty in line.duties if self._shown(duty, day)]
        return tuple(sorted(found, key=lambda duty: (duty.start, duty.end)))

    def _shown(self, duty: WeekDuty, day: date) -> bool:
        zone = self.zone
        began = duty.start.astimezone(zone).date()
        if began >= day:
            return began == day
        by_night = began == day - timedelta(days=1) and day != self.days[0].day
        return duty.end > datetime.combine(day, time(12) if by_night else time(), zone)


def hours_on(duty: WeekDuty, day: date, zone: ZoneInfo) -> str:
    """By the local clock: ``08–18:30``; ``22–08`` ends the next morning.

    ``…–09`` began the day before, ``14–…`` goes on the next day, ``00–24`` is a whole day within.
    """
    start, end = duty.start.astimezone(zone), duty.end.astimezone(zone)
    tomorrow = day + timedelta(days=1)
    if start.date() < day:
        return f"…–{_clock(end)}" if end.date() == day else "00–24"
    if (end.date(), end.time()) == (tomorrow, time()):
        return f"{_clock(start)}–24"
    ends_by_noon = end.date() == tomorrow and end.time() <= time(12)
    return f"{_clock(start)}–{_clock(end) if end.date() == day or ends_by_noon else '…'}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M}" if local.minute else f"{local:%H}"
