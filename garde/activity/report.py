"""What a service reports of a duty, and of people before a closed door. Counts only; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from garde.accounts.actor import Role

Outcome = Literal["helped", "accompanied", "sent_on", "not_helped"]
OUTCOMES: tuple[Outcome, ...] = ("helped", "accompanied", "sent_on", "not_helped")
Incident = Literal["violence", "technical", "medical", "other"]
INCIDENTS: tuple[Incident, ...] = ("violence", "technical", "medical", "other")
Door = Literal["closed", "turned_away"]
DOORS: tuple[Door, ...] = ("closed", "turned_away")

OTHER = "other"
"""A language, or a place where people were sent, that has no name of its own here."""
BAND = 3
"""Hours of the local clock by which it is told when people came: 0 to 3, 3 to 6, and so on."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """So many ``people`` came with a kind of need, in a language, and this is how it ended.

    ``sent_to`` is a duty line of the basin, one of its help numbers or ``other``, and only where they were
    sent on.
    """

    need: str
    language: str
    outcome: Outcome
    people: int
    sent_to: str | None = None


@dataclass(frozen=True, slots=True)
class BandCount:
    """So many people came in the ``BAND`` hours that begin at the local hour ``hour`` (0, 3, … 21)."""

    hour: int
    people: int


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """So many incidents of a kind; no more is told of them."""

    kind: Incident
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that a report of a duty says.

    ``quiet_hours`` are the whole hours in which nobody came (None: not told). ``bands`` tell when people
    came, as far as it is known. ``remark`` is a few words about the duty, never about a person.
    """

    contacts: tuple[Contacts, ...] = ()
    quiet_hours: int | None = None
    bands: tuple[BandCount, ...] = ()
    incidents: tuple[IncidentCount, ...] = ()
    remark: str | None = None

    @property
    def people(self) -> int:
        """How many people came."""
        return sum(one.people for one in self.contacts)

    @property
    def quiet(self) -> bool:
        """Whether nobody came at all."""
        return not self.contacts

    @property
    def hours_known(self) -> bool:
        """Whether it is told of everybody when they came."""
        return sum(one.people for one in self.bands) == self.people


@dataclass(frozen=True, slots=True)
class DutyReport:
    """What ``service`` counted on its duty in the slot of that key; reports are only added, the latest holds.

    ``start`` and ``end`` are the slot's instants in UTC, ``line`` its duty line, ``month`` the month it
    belongs to. ``role`` tells a service's own report from one that a coordinator wrote down.
    """

    id: int
    slot: str
    service: str
    line: str
    month: str
    start: datetime
    end: datetime
    counts: Counts
    recorded_at: datetime
    recorded_by: str
    role: Role

    @property
    def hours(self) -> float:
        """Elapsed hours of the slot."""
        return (self.end - self.start).total_seconds() / 3600

    @property
    def kind(self) -> str:
        """Which recurring duty of its line it was: the end of the slot's key (``night``)."""
        return self.slot.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """So many ``people`` stood before a closed door, or were turned away, while no duty received them.

    In the hour of the local clock that begins on ``day`` at ``hour``; ``start`` is its instant in UTC.
    ``quarter`` is the service's. Rows are only added: of a service, line, hour and kind the latest holds, and
    0 people take it back.
    """

    id: int
    service: str
    line: str
    kind: Door
    day: date
    hour: int
    start: datetime
    quarter: str | None
    people: int
    recorded_at: datetime
    recorded_by: str
    role: Role

    @property
    def what(self) -> tuple[str, str, datetime, str]:
        """What it counts: the latest with the same holds."""
        return self.service, self.line, self.start, self.kind
