"""How a report writes in a language: its texts, numbers, lengths of time, dates and money."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from exports.report import Number
from garde.calendar.month import Month
from garde.errors import BadInput
from garde.report.period import Period

LANGUAGES = ("fr", "nl", "en")
EUROS = {"fr": "#,##0 ¤", "nl": "¤ #,##0", "en": "¤#,##0"}
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Tongue:
    """One of the languages of reports. Raises BadInput for any other."""

    tag: str

    def __post_init__(self) -> None:
        """Refuse a language in which no report is written."""
        if self.tag not in LANGUAGES:
            raise BadInput(
                f"reports are not written in {self.tag!r}",
                where="--language",
                remedy=f"use one of {', '.join(LANGUAGES)}",
            )

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """All texts of the language."""
        found: Mapping[str, str] = tomllib.loads((WORDS / f"{self.tag}.toml").read_text(encoding="utf-8"))
        return found

    def __call__(self, key: str, **values: object) -> str:
        """The text of that key, filled in. ``count`` chooses the text of one (``key_one``) where there is."""
        if values.get("count") in (1, "1") and f"{key}_one" in self.texts:
            key = f"{key}_one"
        return self.texts[key].format(**values)

    def name(self, names: Mapping[str, str]) -> str:
        """A basin's name for something, in French where it has none in the language."""
        return names.get(self.tag) or names["fr"]

    def amount(self, value: float, digits: int = 0) -> str:
        """A number with at most so many decimals."""
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(_shown(value, digits), pattern, locale=self.tag))

    def number(self, value: float, digits: int = 0) -> Number:
        """A cell with that number."""
        shown = _shown(value, digits)
        return Number(int(shown) if not digits else shown, self.amount(value, digits))

    def share(self, part: float, digits: int = 1) -> str:
        """A part (0 to 1) in per cent: never 100 for what is not all, nor 0 for what is something."""
        return self("percent", number=self.amount(honest(part * 100, digits), digits))

    def share_number(self, part: float, digits: int = 1) -> Number:
        """A cell with a part (0 to 1) in per cent."""
        shown = honest(part * 100, digits)
        return Number(shown, self.amount(shown, digits))

    def signed(self, value: float, digits: int = 1) -> Number:
        """A cell with a number and its sign."""
        shown = _shown(value, digits)
        sign = "+" if shown > 0 else "−" if shown < 0 else ""
        return Number(shown, f"{sign}{self.amount(abs(shown), digits)}")

    def hours(self, minutes: float) -> str:
        """``41 h``, below a hundred with one decimal; minutes below an hour."""
        if 0 < minutes < 60:
            return self("minutes", number=self.amount(max(minutes, 1)))
        hours = minutes / 60
        return self("hours", number=self.amount(hours, 1 if hours < 100 else 0))

    def money(self, cents: int) -> str:
        """Euros and cents."""
        return str(format_currency(cents / 100, "EUR", locale=self.tag))

    def rounded_money(self, cents: int) -> str:
        """Whole euros."""
        euros, pattern = int(_shown(cents / 100, 0)), EUROS[self.tag]
        return str(format_currency(euros, "EUR", pattern, locale=self.tag, currency_digits=False))

    def euros(self, cents: int) -> Number:
        """A cell with euros and cents."""
        return Number(cents / 100, str(format_decimal(cents / 100, "#,##0.00", locale=self.tag)))

    def day(self, day: date) -> str:
        """``31 January 2027``; the first of a month as French writes it."""
        text = str(format_date(day, "d MMMM y", locale=self.tag))
        return text.replace("1 ", "1er ", 1) if self.tag == "fr" and day.day == 1 else text

    def month(self, month: str) -> str:
        """``January 2027``."""
        return str(format_date(Month.parse(month).first_day, "MMMM y", locale=self.tag))

    def short_month(self, month: str) -> str:
        """``Jan 27``, for the foot of a column."""
        return str(format_date(Month.parse(month).first_day, "MMM yy", locale=self.tag)).replace(".", "")

    def period(self, period: Period) -> str:
        """``from 1 January to 31 March 2027``."""
        return self("period", first=self.day(period.first), last=self.day(period.last))

    def listed(self, names: list[str]) -> str:
        """``a, b and c``."""
        if len(names) < 2:
            return "".join(names)
        return self("listed", first=", ".join(names[:-1]), last=names[-1])


def _shown(value: float, digits: int) -> float:
    """Rounded half up, as people do, and never -0."""
    scale = 10**digits
    sign = -1 if value < 0 else 1
    shown: float = sign * int(abs(value) * scale + 0.5 + 1e-9) / scale + 0.0
    return shown


def honest(value: float, digits: int) -> float:
    """A percentage rounded so that 100 means all of it and 0 nothing."""
    least = 10.0**-digits
    shown = _shown(value, digits)
    if shown >= 100 > value:
        return round(100 - least, digits)
    if shown == 0 and value > 0:
        return least
    return shown
