"""What posters and door sheets say, in the five languages of citizens: short sentences, no jargon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from exports.week import Reached, Texts, WeekWords
from garde.basin.config import LANGUAGES, HelpNumber

MAIN = ("fr", "nl")
"""The languages that are set large: those of Brussels."""
REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB", "es": "es_ES", "ar": "ar"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """The words of one language; none may be missing. ``{…}`` is filled in."""

    title: str
    closed: str
    on_duty: str
    nobody: str
    call_first: str
    here: str
    way_in: str
    scan: str
    help: str
    door: str
    telephone: str
    visit: str
    local_time: str
    week: str
    edition: str
    demo: str
    clock_changes: str
    own_hours: str
    by_day: str
    no_duty: str
    not_published: str
    from_basin: str
    free: str
    ordinary_rate: str
    a_minute: str
    not_always: str
    day_month: str
    day_month_year: str


WORDS: dict[str, PublicWords] = {
    "fr": PublicWords(
        title="Qui est de garde ?",
        closed="C’est fermé ?",
        on_duty="Ces services sont de garde cette semaine :",
        nobody="Personne : appelez un numéro d’aide, au bas de la feuille",
        call_first="Téléphonez d’abord",
        here="Ici même",
        way_in="Pour entrer :",
        scan="Qui est ouvert maintenant ? Scannez avec votre téléphone.",
        help="Besoin d’aide ? Appelez",
        door="la porte est ouverte",
        telephone="on répond au téléphone",
        visit="quelqu’un vient chez vous",
        local_time="22–08 : jusqu’à 8 heures le lendemain matin.",
        week="Du {first} au {last}",
        edition="Version {number}, publiée le {day}. Des gardes peuvent changer : voyez la page.",
        demo="DÉMONSTRATION : services inventés",
        clock_changes="changement d’heure",
        own_hours="aux heures d’ouverture des services",
        by_day="En journée : aux heures d’ouverture des services",
        no_duty="pas de garde",
        not_published="pas encore connu",
        from_basin="de : {name}",
        free="Appel gratuit",
        ordinary_rate="Prix d’un appel ordinaire",
        a_minute="{price} par minute",
        not_always="Pas à toute heure",
        day_month="d MMMM",
        day_month_year="d MMMM y",
    ),
    "nl": PublicWords(
        title="Wie is van wacht?",
        closed="Gesloten?",
        on_duty="Deze diensten zijn deze week van wacht:",
        nobody="Niemand: bel een hulpnummer, onderaan dit blad",
        call_first="Bel eerst",
        here="Hier",
        way_in="Zo komt u binnen:",
        scan="Wie is nu open? Scan met uw telefoon.",
        help="Hulp nodig? Bel",
        door="de deur is open",
        telephone="de telefoon wordt beantwoord",
        visit="er komt iemand bij u thuis",
        local_time="22–08: tot 8 uur de volgende ochtend.",
        week="Van {first} tot en met {last}",
        edition="Versie {number}, gepubliceerd op {day}. Wachten kunnen wijzigen: kijk op de pagina.",
        demo="DEMONSTRATIE: verzonnen diensten",
        clock_changes="klok verzet",
        own_hours="op de openingsuren van de diensten",
        by_day="Overdag: op de openingsuren van de diensten",
        no_duty="geen wacht",
        not_published="nog niet bekend",
        from_basin="uit: {name}",
        free="Gratis oproep",
        ordinary_rate="Prijs van een gewone oproep",
        a_minute="{price} per minuut",
        not_always="Niet op alle uren",
        day_month="d MMMM",
        day_month_year="d MMMM y",
    ),
    "en": PublicWords(
        title="Who is on duty?",
        closed="Closed?",
        on_duty="These services are on duty this week:",
        nobody="Nobody: call a help number, at the foot of this sheet",
        call_first="Call first",
        here="Here",
        way_in="How to get in:",
        scan="Who is open now? Scan with your phone.",
        help="Need help? Call",
        door="the door is open",
        telephone="answers the telephone",
        visit="comes to your home",
        local_time="22–08: until 8 the next morning.",
        week="{first} to {last}",
        edition="Version {number}, published on {day}. Duties may change: see the page.",
        demo="DEMONSTRATION: invented services",
        clock_changes="clocks change",
        own_hours="at the services’ opening hours",
        by_day="By day: at the services’ opening hours",
        no_duty="no duty",
        not_published="not known yet",
        from_basin="from: {name}",
        free="Free call",
        ordinary_rate="Price of an ordinary call",
        a_minute="{price} a minute",
        not_always="Not at all hours",
        day_month="d MMMM",
        day_month_year="d MMMM y",
    ),
    "es": PublicWords(
        title="¿Quién está de guardia?",
        closed="¿Está cerrado?",
        on_duty="Estos servicios están de guardia esta semana:",
        nobody="Nadie: llame a un número de ayuda, al pie de la hoja",
        call_first="Llame primero",
        here="Aquí",
        way_in="Cómo entrar:",
        scan="¿Quién está abierto ahora? Escanee con su teléfono.",
        help="¿Necesita ayuda? Llame",
        door="la puerta está abierta",
        telephone="contestan al teléfono",
        visit="alguien viene a su casa",
        local_time="22–08: hasta las 8 de la mañana siguiente.",
        week="Del {first} al {last}",
        edition="Versión {number}, publicada el {day}. Las guardias pueden cambiar: vea la página.",
        demo="DEMOSTRACIÓN: servicios inventados",
        clock_changes="cambio de hora",
        own_hours="en el horario de los servicios",
        by_day="De día: en el horario de los servicios",
        no_duty="sin guardia",
        not_published="aún no se sabe",
        from_basin="de: {name}",
        free="Llamada gratuita",
        ordinary_rate="Precio de una llamada normal",
        a_minute="{price} por minuto",
        not_always="No a todas horas",
        day_month="d 'de' MMMM",
        day_month_year="d 'de' MMMM 'de' y",
    ),
    "ar": PublicWords(
        title="من المناوب؟",
        closed="مغلق؟",
        on_duty="هذه الخدمات مناوبة هذا الأسبوع:",
        nobody="لا أحد: اتصل برقم للمساعدة، في أسفل الورقة",
        call_first="اتصل أولًا",
        here="هنا",
        way_in="طريقة الدخول:",
        scan="من المفتوح الآن؟ امسح الرمز بهاتفك.",
        help="تحتاج إلى مساعدة؟ اتصل",
        door="الباب مفتوح",
        telephone="يردّ على الهاتف",
        visit="يأتي إلى بيتك",
        local_time="\u206622–08\u2069: حتى الساعة 8 من صباح اليوم التالي.",
        week="من {first} إلى {last}",
        edition="النسخة {number}، نُشرت في {day}. قد تتغير المناوبات: انظر الصفحة.",
        demo="عرض تجريبي: خدمات وهمية",
        clock_changes="تغيير الساعة",
        own_hours="في ساعات عمل الخدمات",
        by_day="نهارًا: في ساعات عمل الخدمات",
        no_duty="لا مناوبة",
        not_published="غير معروف بعد",
        from_basin="من: {name}",
        free="مكالمة مجانية",
        ordinary_rate="سعر مكالمة عادية",
        a_minute="{price} في الدقيقة",
        not_always="ليس في كل الساعات",
        day_month="d MMMM",
        day_month_year="d MMMM y",
    ),
}


def week_words() -> WeekWords:
    """The words of the press's view, in all languages."""
    ways: tuple[Reached, ...] = ("door", "telephone", "visit")
    plain = {one.name: texts(one.name) for one in fields(WeekWords) if one.name != "reached"}
    return WeekWords(**plain, reached={way: texts(way) for way in ways})


def texts(word: str, **values: object) -> Texts:
    """A word in all languages, filled in."""
    return {tag: str(getattr(WORDS[tag], word)).format(**values) for tag in LANGUAGES}


def names(given: Mapping[str, str]) -> Texts:
    """A name in all languages: French stands in where one is missing."""
    return {tag: given.get(tag) or given["fr"] for tag in LANGUAGES}


def weekday(day: date) -> Texts:
    """Its name."""
    return {tag: format_date(day, "EEEE", locale=REGIONAL[tag]) for tag in LANGUAGES}


def written(day: date, *, year: bool = False) -> Texts:
    """Day and month as people of each language write them."""
    return {tag: _written(day, tag, year=year) for tag in LANGUAGES}


def week_dates(first: date, last: date) -> Texts:
    """From when until when."""
    return {
        tag: WORDS[tag].week.format(
            first=_written(first, tag, year=first.year != last.year), last=_written(last, tag, year=True)
        )
        for tag in LANGUAGES
    }


def cost(number: HelpNumber) -> Texts:
    """What a call to a help number costs."""
    if number.cents_per_minute:
        amount = Decimal(number.cents_per_minute) / 100
        return {
            tag: WORDS[tag].a_minute.format(price=format_currency(amount, "EUR", locale=REGIONAL[tag]))
            for tag in LANGUAGES
        }
    return texts("ordinary_rate" if number.ordinary_rate else "free")


def distance(kilometres: float) -> str:
    """One decimal below ten kilometres; the same in every language of the sheet."""
    return f"{format_decimal(round(kilometres, 1), '0.0', locale='fr_BE')} km"


def _written(day: date, tag: str, *, year: bool) -> str:
    pattern = WORDS[tag].day_month_year if year else WORDS[tag].day_month
    if tag == "fr" and day.day == 1:
        pattern = pattern.replace("d", "d'er'", 1)
    return format_date(day, pattern, locale=REGIONAL[tag])
