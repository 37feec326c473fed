"""Opening hours shown back to whoever gave them: in words, or as the hours of the coming days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.hours_words import days_in_words, hours_in_words
from garde.basin.weekly import FULL_DAY, Hours
from garde.calendar.days import days_between, whole_day
from garde.calendar.localtime import zone_named
from garde.calendar.opening import open_intervals

_DAYS = 7


def told_hours(opening_hours: str, language: str, *, config: BasinConfig, now: datetime) -> str:
    """The hours in words; where none tell all of them, the notation itself and the next seven local days.

    Raises BadInput for a language other than fr, nl and en, and for hours that cannot be understood.
    """
    said = hours_in_words(opening_hours, language)
    if said is not None:
        return said
    zone = zone_named(config.timezone)
    today = now.astimezone(zone).date()
    days = days_between(today, today + timedelta(days=_DAYS - 1))
    return days_in_words(
        opening_hours, [(day, _hours_of(day, opening_hours, config, zone)) for day in days], language
    )


def _hours_of(day: date, opening_hours: str, config: BasinConfig, zone: ZoneInfo) -> Hours:
    """The open minutes of a local day as its clock shows them."""
    whole = whole_day(day, zone)
    found = []
    for part in open_intervals(opening_hours, whole.start, whole.end, config=config):
        start, end = part.start.astimezone(zone), part.end.astimezone(zone)
        last = FULL_DAY if end.date() > day else end.hour * 60 + end.minute
        found.append((start.hour * 60 + start.minute, last))
    return tuple(found)
