"""Numbers and dates as a statement's language writes them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from garde.compensation.hours import in_hours

_REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}


class Spoken:
    """Numbers and dates as a language writes them."""

    def __init__(self, language: str) -> None:
        """In French, Dutch or English."""
        self.language = language
        self._locale = _REGIONAL[language]

    def money(self, cents: int) -> str:
        """An amount of euro."""
        text: str = format_currency(Decimal(cents) / 100, "EUR", locale=self._locale)
        return text

    def hours(self, seconds: float) -> str:
        """A length: ``7:30``."""
        return in_hours(timedelta(seconds=seconds))

    def day(self, day: date) -> str:
        """A date with its year."""
        text: str = format_date(day, "d MMMM y", locale=self._locale)
        return text.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else text

    def short(self, day: date) -> str:
        """A date with its weekday, without its year."""
        text: str = format_date(day, "EEE d MMM", locale=self._locale)
        return text

    def month(self, month: str) -> str:
        """A month (``2027-01``) with its year."""
        text: str = format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=self._locale)
        return text

    def percent(self, part: Fraction) -> str:
        """A part of 1."""
        text: str = format_percent(float(part), "0.#%", locale=self._locale)
        return text

    def number(self, number: float) -> str:
        """A plain number."""
        text: str = format_decimal(number, "0.##", locale=self._locale)
        return text

    def amount(self, cents: int, back: timedelta) -> str:
        """Money, or time given back in its place, or both; either may be below 0."""
        parts = [self.money(cents)] if cents or not back else []
        if back:
            parts.append(f"{self.hours(back.total_seconds())} h")
        return " + ".join(parts)
