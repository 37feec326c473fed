"""Dates, hours and duties as a message writes them, on the basin's clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from garde.basin.config import BasinConfig
from garde.calendar.localtime import instants
from garde.calendar.month import Month
from garde.messages.words import WORDS
from garde.rota import FilledSlot

_REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}


def day_in_words(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """``lundi 4 janvier 2027``; in French the first of a month is ``1er``."""
    day = instant.astimezone(zone).date()
    number = "'1er'" if language == "fr" and day.day == 1 else "d"
    return str(format_date(day, f"EEEE {number} MMMM y", locale=Locale.parse(_REGIONAL[language])))


def clock_in_words(instant: datetime, zone: ZoneInfo) -> str:
    """``21:00``; with its offset (``02:30 UTC+1``) where the clock is put back and shows it twice."""
    local = instant.astimezone(zone)
    text = f"{local:%H:%M}"
    if len(instants(local.replace(tzinfo=None, fold=0), zone)) > 1:
        offset = local.utcoffset()
        hours = 0 if offset is None else offset.total_seconds() / 3600
        return f"{text} UTC{hours:+g}"
    return text


def moment_in_words(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """``lundi 4 janvier 2027 à 21:00``."""
    return WORDS[language].moment.format(
        day=day_in_words(instant, zone, language), clock=clock_in_words(instant, zone)
    )


def span_in_words(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """``lundi 4 janvier 2027 de 09:00 à 21:00``; over midnight with both days."""
    words = WORDS[language]
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return words.within_a_day.format(
            day=day_in_words(start, zone, language),
            start=clock_in_words(start, zone),
            end=clock_in_words(end, zone),
        )
    return words.over_days.format(
        start=moment_in_words(start, zone, language), end=moment_in_words(end, zone, language)
    )


def month_in_words(month: str, language: str) -> str:
    """``janvier 2027`` for ``2027-01``."""
    first = Month.parse(month).first_day
    return str(format_date(first, "LLLL y", locale=Locale.parse(_REGIONAL[language])))


def number_in_words(number: float, language: str) -> str:
    """With two decimals at most, as the language writes them."""
    return str(format_decimal(round(number, 2), "#,##0.##", locale=Locale.parse(_REGIONAL[language])))


def line_in_words(config: BasinConfig, line_id: str, language: str) -> str:
    """The duty line's name in the language; French, else Dutch stands in, and its id for a line that went."""
    line = config.line(line_id)
    if line is None:
        return line_id
    return next(line.names[tag] for tag in (language, "fr", "nl") if tag in line.names)


def basin_in_words(config: BasinConfig, language: str) -> str:
    """The basin's name in the language; French stands in."""
    return config.names.get(language, config.names["fr"])


def duty_in_words(slot: FilledSlot, config: BasinConfig, language: str) -> str:
    """A duty on one line: when by the local clock, which line, real hours, points of burden."""
    return WORDS[language].duty.format(
        span=span_in_words(slot.start, slot.end, ZoneInfo(config.timezone), language),
        line=line_in_words(config, slot.line, language),
        hours=number_in_words(slot.hours, language),
        points=number_in_words(slot.burden, language),
    )
