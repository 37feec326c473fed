"""The days that a basin keeps as holidays: the country's legal ones, plus its own, minus those skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from garde.basin.config import BasinConfig
from garde.errors import BadInput

# The library counts two Sundays as public holidays of Belgium that are not among the ten legal ones
# (royal decree of 18 April 1974, article 1). A basin that keeps them names them under holidays.add.
_NOT_LEGAL = {"BE": frozenset({"Easter Sunday", "Pentecost"})}


def holidays_of(config: BasinConfig, years: Iterable[int], language: str = "fr") -> Mapping[date, str]:
    """Each holiday of those years with its name, in order of date.

    A name that is not known in ``language`` is given in French, else in the country's own language.
    Raises BadInput when nothing is known of the basin's country.
    """
    wanted = tuple(sorted(set(years)))
    found = dict(_legal(config.country, wanted, language))
    for extra in config.holidays.add:
        if extra.date.year in wanted:
            found[extra.date] = extra.names.get(language) or extra.names["fr"]
    for day in config.holidays.skip:
        found.pop(day, None)
    return dict(sorted(found.items()))


@lru_cache(maxsize=256)
def _legal(country: str, years: tuple[int, ...], language: str) -> tuple[tuple[date, str], ...]:
    import holidays

    try:
        english = holidays.country_holidays(country, years=years, language="en_US")
    except NotImplementedError:
        raise BadInput(
            f"no legal holidays are known for {country!r}", where="country", remedy="use a code such as BE"
        ) from None
    spoken = english.supported_languages
    tag = next((tag for tag in (language, f"{language}_US", "fr") if tag in spoken), english.default_language)
    named = holidays.country_holidays(country, years=years, language=tag)
    not_legal = _NOT_LEGAL.get(country, frozenset())
    return tuple((day, named[day]) for day, name in sorted(english.items()) if name not in not_legal)
