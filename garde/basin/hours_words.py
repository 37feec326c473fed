"""Opening hours in words, in French, Dutch and English, for whoever gave them to check. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from garde.basin.config import WEEKDAYS
from garde.basin.weekly import FULL_DAY, Dates, Hours, Weekly, weekly
from garde.errors import BadInput


@dataclass(frozen=True, slots=True)
class _Words:
    """The phrases of one language; braces are filled in."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    conjunction: str
    separator: str
    every_day: str
    run: str
    one_day: str
    another_day: str
    holidays: str
    holidays_too: str
    closed: str
    round_the_clock: str
    clock: str
    stretch: str
    from_midnight: str
    to_midnight: str
    next_day: str
    closed_date: str
    closed_dates: str
    closed_date_yearly: str
    closed_dates_yearly: str
    coming: str


_LANGUAGES = {
    "fr": _Words(
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                "octobre", "novembre", "décembre"),
        conjunction=" et ", separator=" ; ",
        every_day="tous les jours", run="du {0} au {1}", one_day="le {0}", another_day="le {0}",
        holidays="les jours fériés", holidays_too="les jours fériés comme les autres jours",
        closed="fermé {0}", round_the_clock="24 heures sur 24",
        clock="{0} h {1}", stretch="de {0} à {1}", from_midnight="de minuit à {1}",
        to_midnight="de {0} à minuit", next_day=" le lendemain",
        closed_date="fermé le {0}", closed_dates="fermé du {0} au {1}",
        closed_date_yearly="fermé chaque année le {0}",
        closed_dates_yearly="fermé chaque année du {0} au {1}",
        coming="les sept jours à venir : {0}",
    ),
    "nl": _Words(
        days=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        months=("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
                "oktober", "november", "december"),
        conjunction=" en ", separator="; ",
        every_day="elke dag", run="van {0} tot en met {1}", one_day="op {0}", another_day="{0}",
        holidays="op feestdagen", holidays_too="op feestdagen zoals op andere dagen",
        closed="gesloten {0}", round_the_clock="de klok rond",
        clock="{0}.{1}", stretch="van {0} tot {1} uur", from_midnight="van middernacht tot {1} uur",
        to_midnight="van {0} uur tot middernacht", next_day=" de volgende dag",
        closed_date="gesloten op {0}", closed_dates="gesloten van {0} tot en met {1}",
        closed_date_yearly="elk jaar gesloten op {0}",
        closed_dates_yearly="elk jaar gesloten van {0} tot en met {1}",
        coming="de komende zeven dagen: {0}",
    ),
    "en": _Words(
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=("January", "February", "March", "April", "May", "June", "July", "August", "September",
                "October", "November", "December"),
        conjunction=" and ", separator="; ",
        every_day="every day", run="from {0} to {1}", one_day="on {0}", another_day="{0}",
        holidays="on public holidays", holidays_too="on public holidays as on other days",
        closed="closed {0}", round_the_clock="round the clock",
        clock="{0}:{1}", stretch="from {0} to {1}", from_midnight="from midnight to {1}",
        to_midnight="from {0} to midnight", next_day=" the next day",
        closed_date="closed on {0}", closed_dates="closed from {0} to {1}",
        closed_date_yearly="closed every year on {0}",
        closed_dates_yearly="closed every year from {0} to {1}",
        coming="the coming seven days: {0}",
    ),
}  # fmt: skip

LANGUAGES_OF_WORDS = tuple(_LANGUAGES)


def hours_in_words(opening_hours: str, language: str) -> str | None:
    """The hours as a sentence would tell them, or None where none tells all that they say.

    Says every weekday and the holidays: hours without ``PH`` hold on holidays too, which few who wrote them
    meant. Raises BadInput for a language other than fr, nl and en.
    """
    words = _words(language)
    found = weekly(opening_hours)
    if found is None:
        return None
    return words.separator.join([*_week(found, words), *(_closed(dates, words) for dates in found.closed)])


def days_in_words(opening_hours: str, days: Sequence[tuple[date, Hours]], language: str) -> str:
    """The notation itself, then the hours of some dates in minutes of each, for hours that no sentence tells.

    Raises BadInput for a language other than fr, nl and en.
    """
    words = _words(language)
    told = [f"{words.days[day.weekday()]} {_date(day, words)} {_hours(hours, words)}" for day, hours in days]
    return f"{opening_hours}{words.separator}{words.coming.format(', '.join(told))}"


def _words(language: str) -> _Words:
    if language not in _LANGUAGES:
        raise BadInput(
            f"opening hours are not told in {language!r}", remedy=f"use one of {', '.join(_LANGUAGES)}"
        )
    return _LANGUAGES[language]


_HOLIDAYS = len(WEEKDAYS)
"""Stands for the holidays after the weekdays, which are 0 to 6."""


def _week(found: Weekly, words: _Words) -> list[str]:
    """Days of equal hours together, by their first day; those closed last."""
    by_hours: dict[Hours, list[int]] = {}
    for number, day in enumerate(WEEKDAYS):
        by_hours.setdefault(found.days[day], []).append(number)
    if found.holidays is not None:
        by_hours.setdefault(found.holidays, []).append(_HOLIDAYS)
    closed = by_hours.pop((), None)
    told = [f"{_named(numbers, words)} {_hours(hours, words)}" for hours, numbers in by_hours.items()]
    if told and found.holidays is None:
        told.append(words.holidays_too)
    if closed:
        told.append(words.closed.format(_named(closed, words)))
    return told


def _named(numbers: Sequence[int], words: _Words) -> str:
    """Three weekdays or more in a row as ``from … to …``, others one by one; the holidays last."""
    weekdays = [number for number in numbers if number != _HOLIDAYS]
    parts: list[str] = []
    single = False
    for _, group in groupby(enumerate(weekdays), key=lambda pair: pair[1] - pair[0]):
        row = [words.days[number] for _, number in group]
        if len(row) > 2:
            parts.append(words.run.format(row[0], row[-1]))
            single = False
            continue
        for day in row:
            parts.append((words.another_day if single else words.one_day).format(day))
            single = True
    if len(weekdays) == len(WEEKDAYS):
        parts = [words.every_day]
    return _listed([*parts, words.holidays] if _HOLIDAYS in numbers else parts, words)


def _listed(parts: Sequence[str], words: _Words) -> str:
    return words.conjunction.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _hours(hours: Hours, words: _Words) -> str:
    if not hours:
        return words.closed.format("").strip()
    return _listed([_stretch(start, end, words) for start, end in hours], words)


def _stretch(start: int, end: int, words: _Words) -> str:
    if end - start == FULL_DAY and start == 0:
        return words.round_the_clock
    after = words.next_day if end > FULL_DAY else ""
    if end == FULL_DAY:
        return words.to_midnight.format(_clock(start, words))
    phrase = words.from_midnight if start == 0 else words.stretch
    return phrase.format(_clock(start, words), _clock(end % FULL_DAY, words)) + after


def _clock(minutes: int, words: _Words) -> str:
    hour, minute = divmod(minutes, 60)
    if minute or ":" in words.clock:
        return words.clock.format(hour, f"{minute:02d}")
    # "8 h" and "8 uur" for what would be "8 h 00" and "8.00 uur".
    return words.clock.format(hour, "").rstrip(" .")


def _closed(dates: Dates, words: _Words) -> str:
    first, last = (_day_of(month, day, words) for month, day in (dates.first, dates.last))
    if dates.first_year is None:
        if dates.first == dates.last:
            return words.closed_date_yearly.format(first)
        return words.closed_dates_yearly.format(first, last)
    if dates.first == dates.last and dates.first_year == dates.last_year:
        return words.closed_date.format(f"{first} {dates.first_year}")
    if dates.first_year != dates.last_year:
        first = f"{first} {dates.first_year}"
    return words.closed_dates.format(first, f"{last} {dates.last_year}")


def _date(day: date, words: _Words) -> str:
    return _day_of(day.month, day.day, words)


def _day_of(month: int, day: int, words: _Words) -> str:
    number = "1er" if day == 1 and words is _LANGUAGES["fr"] else str(day)
    return f"{number} {words.months[month - 1]}"
