"""Numbers with units, local times and names, as one language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property

from babel import Locale
from babel.dates import format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from garde.errors import BadInput
from garde.planning.explaining import phrases_en, phrases_fr, phrases_nl
from solver.instants import Span

PHRASES: Mapping[str, Mapping[str, str]] = {
    "fr": phrases_fr.PHRASES,
    "nl": phrases_nl.PHRASES,
    "en": phrases_en.PHRASES,
}
_REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}
_UNITS = frozenset({"burden", "duties", "evening", "night", "weekend", "holiday", "eve"})


def known_language(language: str) -> str:
    """The language. Raises BadInput when explanations are not written in it."""
    if language not in PHRASES:
        raise BadInput(
            f"explanations are not written in {language!r}", remedy=f"use one of {', '.join(PHRASES)}"
        )
    return language


@dataclass(frozen=True)
class Wording:
    """One reader's language. ``zone`` is the basin's; ``names`` are those of services, by external id.

    Days are written with their year where it is not ``year``.
    """

    language: str
    zone: tzinfo
    names: Mapping[str, str]
    year: int

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(_REGIONAL[self.language])

    def phrase(self, key: str, **values: str) -> str:
        """The phrase with its ``{names}`` filled in."""
        return PHRASES[self.language][key].format(**values)

    def counted(self, key: str, number: float, **values: str) -> str:
        """The phrase that has one form for one and another for several."""
        one, several = PHRASES[self.language][key].split("|")
        form = one if self._is_one(number) else several
        return form.format(number=self.number(number), **values)

    def _is_one(self, number: float) -> bool:
        # In French whatever is below 2 is singular; elsewhere only 1 is.
        shown = abs(round(number, 2))
        return shown < 2 if self.language == "fr" else shown == 1

    def number(self, number: float) -> str:
        """A number with two decimals at most."""
        rounded = round(number, 2)
        return str(format_decimal(rounded + 0.0, "#,##0.##", locale=self._locale))

    def hours(self, number: float) -> str:
        """So many hours."""
        return self.counted("unit.hour", number)

    def kilometres(self, number: float) -> str:
        """So many kilometres."""
        return self.counted("unit.kilometre", number)

    def amount(self, quantity: str, number: float) -> str:
        """So much of a load: points, duties, or duties of a category."""
        if quantity in _UNITS:
            return self.counted(f"unit.{quantity}", number)
        return self.counted("unit.other", number, kind=quantity)

    def name(self, service: str) -> str:
        """A service's name, its id where there is none."""
        return self.names.get(service, service)

    def listed(self, texts: list[str]) -> str:
        """Texts one after the other, with the language's "and" before the last."""
        return str(format_list(texts, locale=self._locale))

    def span(self, span: Span, key: str = "span") -> str:
        """From when to when, as it stands in a sentence; after "duty" with ``key`` "of"."""
        first, last = self.day(span.start), self.day(span.end)
        start, end = self.clock(span.start), self.clock(span.end)
        if first == last:
            return self.phrase(f"{key}.day", day=first, start=start, end=end)
        return self.phrase(f"{key}.days", first=first, start=start, last=last, end=end)

    def instant(self, instant: datetime) -> str:
        """A day and a time of day."""
        return self.phrase("instant", day=self.day(instant), clock=self.clock(instant))

    def day(self, instant: datetime) -> str:
        """The local weekday, day and month."""
        there = instant.astimezone(self.zone)
        pattern = "EEEE d MMMM" if there.year == self.year else "EEEE d MMMM y"
        if self.language == "fr" and there.day == 1:
            pattern = pattern.replace("d", "d'er'")
        return str(format_datetime(there, pattern, locale=self._locale))

    def clock(self, instant: datetime) -> str:
        """The local time of day; in autumn's double hour, with which of the two it is."""
        there = instant.astimezone(self.zone)
        text = f"{there:%H:%M}"
        if there.replace(fold=1 - there.fold).utcoffset() == there.utcoffset():
            return text
        return self.phrase("clock.winter" if there.fold else "clock.summer", clock=text)
