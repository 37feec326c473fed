"""How full a service is, with the date on which it was said; a mark that nobody renews expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from garde.accounts.actor import Role
from garde.calendar.localtime import resolve_handover
from garde.errors import BadInput

Level = Literal["open", "busy", "full"]
"""Open: there is room. Busy: people wait longer. Full: nobody new, but for what cannot wait."""

LEVELS: tuple[Level, ...] = get_args(Level)
NONE = "none"
"""What is said to take a mark off."""

DEFAULT_DAYS = 14
"""A mark of which nobody says until when it holds does so on the day itself and so many days more."""

MOST_DAYS = 92
"""No mark reaches further ahead: what was true a season ago misleads."""

Speaker = Literal["service", "coordination"]


@dataclass(frozen=True, slots=True)
class Saturation:
    """What everybody may know of a mark: it holds from ``said_at`` until ``until`` (out)."""

    level: Level
    said_at: datetime
    until: datetime
    said_by: Speaker

    def holds(self, instant: datetime) -> bool:
        """Whether the mark holds then; from the whole minute on in which it was said."""
        return self.said_at.replace(second=0, microsecond=0) <= instant < self.until


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as stored, with who put it up."""

    service: str
    level: Level
    said_at: datetime
    until: datetime
    by: str
    role: Role

    @property
    def public(self) -> Saturation:
        """Without the name of a person."""
        speaker: Speaker = "service" if self.role == "service" else "coordination"
        return Saturation(self.level, self.said_at, self.until, speaker)


def read_level(text: str) -> Level | None:
    """The level of that name, None for the word that takes a mark off. Raises BadInput."""
    word = text.strip().lower()
    if word == NONE:
        return None
    for level in LEVELS:
        if word == level:
            return level
    raise BadInput(
        f"{text[:40]!r} is no level",
        where="LEVEL",
        remedy=f"use {', '.join(LEVELS)}, or {NONE} to take it off",
    )


def end_of(last: date | None, said_at: datetime, zone: ZoneInfo) -> datetime:
    """When a mark said at ``said_at`` stops holding: at the midnight that ends the local date ``last``.

    Raises BadInput for a date that is over, and for one more than `MOST_DAYS` ahead.
    """
    today = said_at.astimezone(zone).date()
    if last is None:
        last = today + timedelta(days=DEFAULT_DAYS)
    if last < today:
        raise BadInput(f"{last} is over", where="--until", remedy=f"name {today} or a later date")
    furthest = today + timedelta(days=MOST_DAYS)
    if last > furthest:
        raise BadInput(
            f"{last} lies more than {MOST_DAYS} days ahead",
            where="--until",
            remedy=f"name {furthest} or an earlier date, and renew the mark then",
        )
    return resolve_handover(last + timedelta(days=1), time(), zone)


def last_day(until: datetime, zone: ZoneInfo) -> date:
    """The last local date on which a mark that holds until ``until`` does."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()
