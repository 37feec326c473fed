"""A month as people read it: the view that the sheet for the wall and the spreadsheet's grid print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from exports.errors import ExportError
from exports.views import in_utc, require_time_zone

DutyKind = Literal["day", "evening", "night", "weekend", "holiday"]
DayKind = Literal["weekday", "weekend", "holiday"]
KINDS: tuple[DutyKind, ...] = ("day", "evening", "night", "weekend", "holiday")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A local date; ``names`` are its weekday in each language, ``note`` says what is special about it."""

    day: date
    names: tuple[str, ...]
    kind: DayKind = "weekday"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """A duty line of the month."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthService:
    """A service that takes part: ``lines`` are those in which it does."""

    id: str
    name: str
    lines: tuple[str, ...]
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDuty:
    """A duty: who has each of its places (None: nobody was found), by service id.

    ``kind`` is the one that its colour shows, ``categories`` are all in which it counts.
    Instants are kept in UTC. ``running`` is a duty of the month before that still runs when this one begins.
    """

    line: str
    start: datetime
    end: datetime
    places: tuple[str | None, ...]
    kind: DutyKind = "day"
    categories: tuple[str, ...] = ()
    burden: int = 0
    running: bool = False

    def __post_init__(self) -> None:
        """Refuse what no sheet could tell truly."""
        where = f"duty of {self.line}"
        object.__setattr__(self, "start", in_utc(self.start, f"{where}, start"))
        object.__setattr__(self, "end", in_utc(self.end, f"{where}, end"))
        if self.end <= self.start:
            raise ExportError(f"ends at {self.end.isoformat()}, not after its start", where=where)

    @property
    def hours(self) -> float:
        """Real elapsed hours."""
        return round((self.end - self.start).total_seconds() / 3600, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWords:
    """What the sheets say beside names and times, in the reader's language or languages."""

    day: str = "Day"
    nobody: str = "Nobody"
    service: str = "Service"
    line: str = "Line"
    telephone: str = "Telephone"
    duties: str = "Duties"
    hours: str = "Hours"
    points: str = "Points"
    total: str = "Total"
    legend: str = "Legend"
    services: str = "Services of the month"
    local_time: str = "Hours are those of the local clock; 21–9 ends the next morning."
    gaps: str = "Places that nobody fills"
    page: str = "page"
    kinds: tuple[tuple[DutyKind, str], ...] = (
        ("day", "by day"),
        ("evening", "evening"),
        ("night", "night"),
        ("weekend", "weekend"),
        ("holiday", "holiday"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of a rota, in one or several languages.

    ``titles`` and ``month_names`` have a text for each language; ``edition`` says which version it is and of
    when, ``notices`` what must not be overlooked (a demonstration). ``changed_at`` dates the document.
    Raises ExportError for an unknown time zone, a duty of a line or a service that is not in the view.
    """

    titles: tuple[str, ...]
    month_names: tuple[str, ...]
    edition: str
    changed_at: datetime
    language: str
    days: tuple[MonthDay, ...]
    lines: tuple[MonthLine, ...]
    services: tuple[MonthService, ...]
    duties: tuple[MonthDuty, ...]
    notices: tuple[str, ...] = ()
    timezone: str = "Europe/Brussels"
    words: MonthWords = MonthWords()

    def __post_init__(self) -> None:
        """Refuse what no sheet could tell truly."""
        where = f"month {' / '.join(self.month_names)}"
        object.__setattr__(self, "changed_at", in_utc(self.changed_at, f"{where}, changed_at"))
        require_time_zone(self.timezone, where)
        lines = {line.id for line in self.lines}
        services = {service.id for service in self.services}
        for duty in self.duties:
            if duty.line not in lines:
                raise ExportError(f"has no line {duty.line!r}", where=where)
            strangers = {place for place in duty.places if place is not None} - services
            if strangers:
                raise ExportError(f"has no service {min(strangers)!r}", where=where)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the local clock."""
        return ZoneInfo(self.timezone)

    @property
    def missing(self) -> int:
        """Places of the month's own duties that nobody fills."""
        return sum(duty.places.count(None) for duty in self.duties if not duty.running)

    def on(self, day: date, line: str | None = None) -> tuple[MonthDuty, ...]:
        """The duties to show on a day: those that begin on it, and those that still run at its noon.

        On the first day of the month, those that still run at its midnight as well, so that its first morning
        is told.
        """
        zone = self.zone
        first = day == self.days[0].day
        noon = datetime.combine(day, time(12), zone)
        found: Iterable[MonthDuty] = (
            duty
            for duty in self.duties
            if line in (None, duty.line)
            and (
                duty.start.astimezone(zone).date() == day
                or (
                    duty.start.astimezone(zone).date() < day and (duty.end > noon or (first and duty.running))
                )
            )
        )
        return tuple(sorted(found, key=lambda duty: (duty.start, duty.end, duty.line)))


def short_hours(duty: MonthDuty, day: date, zone: ZoneInfo) -> str:
    """``9–21``, ``8:30–18``; ``21–9`` ends the next day, a later end has its date; ``…–9`` began before."""
    start, end = duty.start.astimezone(zone), duty.end.astimezone(zone)
    ends = _clock(end)
    if end.date() > max(start.date(), day) + timedelta(days=1) or (
        end.date() == day + timedelta(days=1) and end.time() > start.time()
    ):
        ends = f"{end.day}.{end.month} {ends}"
    return f"…–{ends}" if start.date() < day else f"{_clock(start)}–{ends}"


def _clock(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}" if local.minute else str(local.hour)
