"""Opening hours that a sentence can tell: a week of days, holidays, and dates on which all is closed.

Reads the plain part of the notation. What needs more (months, week numbers, comments, sunset, hours taken
away, rules in an order of which the effect differs from day to day) is not read, so that no sentence
says less than the hours do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from garde.basin.config import WEEKDAYS
from garde.basin.hours import MONTHS

Hours = tuple[tuple[int, int], ...]
"""Stretches of a day in minutes from its midnight, in order; past 24 x 60 on the next day; empty: closed."""

FULL_DAY = 24 * 60
_NAMES = tuple(day.capitalize() for day in WEEKDAYS)

_DAY = rf"(?:{'|'.join(_NAMES)})"
_SELECTED = rf"(?:{_DAY}(?:\s*-\s*{_DAY})?|PH)"
_TIMES = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
_RULE = re.compile(
    rf"(?:(?P<days>{_SELECTED}(?:\s*,\s*{_SELECTED})*)\s+)?"
    rf"(?P<hours>{_TIMES}(?:\s*,\s*{_TIMES})*|24/7|off|closed)"
)
_MONTH = "|".join(MONTHS)
_DATES = re.compile(
    rf"(?:(?P<year>\d{{4}})\s+)?(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})"
    rf"(?:\s*-\s*(?:(?:(?P<last_year>\d{{4}})\s+)?(?P<last_month>{_MONTH})\s+)?(?P<last_day>\d{{1,2}}))?"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates from ``first`` to ``last`` (month, day), both included; every year, or in the years given."""

    first: tuple[int, int]
    last: tuple[int, int]
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Weekly:
    """The hours of each weekday (``mo`` to ``su``) and of holidays (None: as on their weekday).

    On the ``closed`` dates there are none.
    """

    days: Mapping[str, Hours]
    holidays: Hours | None
    closed: tuple[Dates, ...]


def weekly(text: str) -> Weekly | None:
    """What these hours say when they are plain, else None."""
    days: dict[str, Hours] = dict.fromkeys(WEEKDAYS, ())
    holidays: Hours | None = None
    closed: list[Dates] = []
    for rule in (part.strip() for part in text.strip().rstrip(";").split(";")):
        dates = _closed_dates(rule)
        if dates is not None:
            closed.extend(dates)
            continue
        found = _RULE.fullmatch(rule)
        if found is None or closed:
            # A rule after closed dates opens some of them again.
            return None
        hours = _hours(found["hours"])
        named = _days(found["days"])
        if hours is None or named is None:
            return None
        plain = [day for day in named if day in days]
        if "ph" in named:
            holidays = hours
        elif holidays is not None:
            # It opens again, or closes, holidays on these weekdays alone.
            return None
        days.update(dict.fromkeys(plain, hours))
    return Weekly(days, holidays, tuple(closed))


def _days(text: str | None) -> tuple[str, ...] | None:
    """``mo`` to ``su`` and ``ph``; everything when no day is named."""
    if text is None:
        return (*WEEKDAYS, "ph")
    found: list[str] = []
    for item in text.split(","):
        first, _, last = (part.strip().lower() for part in item.partition("-"))
        if not last:
            found.append(first)
            continue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
        if end < start:
            return None
        found.extend(WEEKDAYS[start : end + 1])
    return tuple(found)


def _hours(text: str) -> Hours | None:
    """None when the stretches of a day overlap or leave the day in which they begin too far behind."""
    if text in ("off", "closed"):
        return ()
    if text == "24/7":
        return ((0, FULL_DAY),)
    found = []
    for stretch in text.split(","):
        start, end = (_minutes(at) for at in stretch.split("-"))
        found.append((start, end if end > start else end + FULL_DAY))
    found.sort()
    apart = all(earlier[1] <= later[0] for earlier, later in pairwise(found))
    within = found[-1][0] < FULL_DAY and found[-1][1] <= found[0][0] + FULL_DAY
    return tuple(found) if apart and within else None


def _minutes(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    return int(hour) * 60 + int(minute)


def _closed_dates(rule: str) -> list[Dates] | None:
    """``2027 Jul 12-Aug 08 off``, or a list of dates; None for any other rule."""
    text, _, word = rule.rpartition(" ")
    if word not in ("off", "closed"):
        return None
    found = []
    for item in text.split(","):
        match = _DATES.fullmatch(item.strip())
        if match is None:
            return None
        found.append(_dates(match))
    # In "2027 May 07,May 10" the second may or may not be of that year.
    return found if len({dates.first_year is None for dates in found}) == 1 else None


def _dates(match: re.Match[str]) -> Dates:
    year = int(match["year"]) if match["year"] else None
    first = last = (MONTHS.index(match["month"]) + 1, int(match["day"]))
    if match["last_day"]:
        month = MONTHS.index(match["last_month"]) + 1 if match["last_month"] else first[0]
        last = (month, int(match["last_day"]))
    last_year = int(match["last_year"]) if match["last_year"] else year
    if year is not None and not match["last_year"] and last < first:
        # "2027 Dec 24-Jan 02" ends in the next year.
        last_year = year + 1
    return Dates(first, last, year, last_year)
