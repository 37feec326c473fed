"""One language of the public pages: its texts, and how it writes times, distances and names."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import Translations

from garde.basin.config import LANGUAGES, HelpNumber
from garde.lookup import CallCost
from garde.signs.saturation import Saturation

LOCALES = Path(__file__).with_name("locales")

REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB", "es": "es_ES", "ar": "ar"}

DAY = dict.fromkeys(LANGUAGES, "EEEE d MMMM") | {"es": "EEEE d 'de' MMMM"}
YEAR = dict.fromkeys(LANGUAGES, " y") | {"es": " 'de' y"}
"""How a day is written out, in CLDR letters."""

UNNAMED_BY_CLDR = {
    "ber": {
        "fr": "berbère",
        "nl": "Berbers",
        "en": "Berber",
        "es": "bereber",
        "ar": "الأمازيغية",
        "": "Tamaziɣt",
    },
    "sfb": {
        "fr": "langue des signes (LSFB)",
        "nl": "gebarentaal (LSFB)",
        "en": "sign language (LSFB)",
        "es": "lengua de signos (LSFB)",
        "ar": "لغة الإشارة (LSFB)",
        "": "LSFB",
    },
    "vgt": {
        "fr": "langue des signes (VGT)",
        "nl": "gebarentaal (VGT)",
        "en": "sign language (VGT)",
        "es": "lengua de signos (VGT)",
        "ar": "لغة الإشارة (VGT)",
        "": "Vlaamse Gebarentaal",
    },
}
"""Languages of Brussels for which CLDR has no name; under "" what they call themselves."""


class Words:
    """Everything that depends on the reader's language. ``zone`` is the basin's time zone."""

    def __init__(self, tag: str, texts: Translations, zone: tzinfo) -> None:
        self.tag = tag
        self.texts = texts
        self.zone = zone
        self.locale = Locale.parse(REGIONAL[tag])
        self.right_to_left = self.locale.text_direction == "rtl"

    def gettext(self, message: str, **values: object) -> str:
        """The text in this language with its ``%(name)s`` filled in."""
        text: str = self.texts.gettext(message)
        return text % values if values else text

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this language, else in the nearest one that has it."""
        return names[self.name_language(names)]

    def name_language(self, names: Mapping[str, str]) -> str:
        """The language in which :meth:`name` answers: French stands in, Dutch for lack of that."""
        return next((tag for tag in (self.tag, "fr", "nl") if tag in names), next(iter(names)))

    def clock(self, instant: datetime) -> str:
        """The local time of day; in autumn's double hour, with which of the two it is."""
        local = instant.astimezone(self.zone)
        text = f"{local:%H:%M}"
        twin = local.replace(fold=1 - local.fold)
        if twin.utcoffset() == local.utcoffset():
            return text
        if local.fold == 0:
            return self.gettext("%(clock)s, summer time", clock=text)
        return self.gettext("%(clock)s, winter time", clock=text)

    def day(self, instant: datetime, *, year: bool = False) -> str:
        """The local weekday, day and month, with the year where asked."""
        pattern = DAY[self.tag] + (YEAR[self.tag] if year else "")
        there = instant.astimezone(self.zone)
        if self.tag == "fr" and there.day == 1:
            pattern = pattern.replace("d", "d'er'")
        return format_datetime(there, pattern, locale=self.locale)

    def moment(self, instant: datetime, *, year: bool = False) -> str:
        """Day and time of day."""
        return self.gettext("%(day)s, %(clock)s", day=self.day(instant, year=year), clock=self.clock(instant))

    def when(self, instant: datetime, since: datetime) -> str:
        """As it stands after "until" and "from": the time of day alone on the local day of ``since``."""
        day, start = (moment.astimezone(self.zone).date() for moment in (instant, since))
        if day == start:
            text = str(self.texts.pgettext("until, from", "%(clock)s"))
            return text % {"clock": self.clock(instant)}
        if day == start + timedelta(days=1):
            return self.gettext("tomorrow %(clock)s", clock=self.clock(instant))
        return self.moment(instant)

    def distance(self, kilometres: float) -> str:
        """Kilometres with one decimal; metres to the next hundred below one kilometre."""
        if kilometres < 0.95:
            metres = max(100, round(kilometres * 10) * 100)
            return self.gettext("%(metres)s m", metres=str(metres))
        number = format_decimal(round(kilometres, 1), "0.0" if kilometres < 10 else "0", locale=self.locale)
        return self.gettext("%(kilometres)s km", kilometres=number)

    def cost(self, number: HelpNumber) -> str:
        """What a call to a help number costs."""
        if number.cents_per_minute:
            price = format_currency(Decimal(number.cents_per_minute) / 100, "EUR", locale=self.locale)
            return self.gettext("%(price)s a minute", price=price)
        if number.ordinary_rate:
            return self.gettext("Price of an ordinary call")
        return self.gettext("Free call")

    def call_cost(self, cost: CallCost) -> str:
        """What a call to a service costs, as far as its number tells."""
        if cost.kind == "free":
            return self.gettext("Free call")
        if cost.kind == "ordinary":
            return self.gettext("Price of an ordinary call")
        price = format_currency(Decimal(cost.most_cents) / 100, "EUR", locale=self.locale)
        if cost.kind == "by_minute":
            return self.gettext("At most %(price)s a minute", price=price)
        return self.gettext("At most %(price)s a call", price=price)

    def level(self, mark: Saturation) -> str:
        """How full a service says it is."""
        if mark.level == "open":
            return self.gettext("There is room")
        if mark.level == "busy":
            return self.gettext("Busy: you may have to wait")
        return self.gettext("Full at the moment")

    def language(self, tag: str) -> str:
        """The name of a language in this one, or its tag where it has none."""
        return self.locale.languages.get(tag) or UNNAMED_BY_CLDR.get(tag, {}).get(self.tag) or tag

    def languages(self, tags: Iterable[str]) -> str:
        """Several languages, comma between them."""
        return ("، " if self.right_to_left else ", ").join(self.language(tag) for tag in tags)


@lru_cache(maxsize=1)
def catalogues() -> Mapping[str, Translations]:
    """The texts of every language, read from the ``.po`` files."""
    found = {}
    for tag in LANGUAGES:
        path = LOCALES / tag / "LC_MESSAGES" / "garde.po"
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=tag))
        compiled.seek(0)
        found[tag] = Translations(fp=compiled, domain="garde")
    return found


def own_name(tag: str) -> str:
    """What a language calls itself, or its tag."""
    if tag in UNNAMED_BY_CLDR:
        return UNNAMED_BY_CLDR[tag][""]
    known = Locale.parse("en").languages
    if tag not in known:
        return tag
    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (ValueError, LookupError):
        return tag


def preferred_language(accept: str, fallback: str, among: Container[str] = LANGUAGES) -> str:
    """The language ``among`` ours that an ``Accept-Language`` header likes best; else ``fallback``."""
    best, weight = fallback, 0.0
    for part in accept[:400].split(","):
        tag, _, parameter = part.strip().lower().partition(";")
        try:
            quality = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        primary = tag.partition("-")[0]
        if primary in among and weight < quality <= 1:
            best, weight = primary, quality
    return best
