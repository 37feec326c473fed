"""What printed months say, in French, Dutch and English, and in two of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from exports.directory import DirectoryWords
from exports.month import MonthWords
from garde.errors import BadInput

_DIFFERENT = ("kinds", "local_time")

WORDS: dict[str, MonthWords] = {
    "en": MonthWords(),
    "fr": MonthWords(
        day="Jour",
        nobody="Personne",
        service="Service",
        line="Ligne",
        telephone="Téléphone",
        duties="Gardes",
        hours="Heures",
        points="Points",
        total="Total",
        legend="Légende",
        services="Les services du mois",
        local_time="Les heures sont celles de l’horloge locale ; 21–9 finit le lendemain matin.",
        gaps="Place que personne n’assure",
        page="page",
        kinds=(
            ("day", "en journée"),
            ("evening", "soirée"),
            ("night", "nuit"),
            ("weekend", "week-end"),
            ("holiday", "jour férié"),
        ),
    ),
    "nl": MonthWords(
        day="Dag",
        nobody="Niemand",
        service="Dienst",
        line="Lijn",
        telephone="Telefoon",
        duties="Wachten",
        hours="Uren",
        points="Punten",
        total="Totaal",
        legend="Legende",
        services="De diensten van de maand",
        local_time="De uren zijn die van de plaatselijke klok; 21–9 eindigt de volgende ochtend.",
        gaps="Plaats die niemand invult",
        page="pagina",
        kinds=(
            ("day", "overdag"),
            ("evening", "avond"),
            ("night", "nacht"),
            ("weekend", "weekend"),
            ("holiday", "feestdag"),
        ),
    ),
}
DIRECTORY = {
    "en": DirectoryWords(),
    "fr": DirectoryWords(
        duty="Garde",
        call_first="Téléphonez d’abord : l’adresse est donnée au téléphone.",
        step_free="Accès de plain-pied",
        regular="Heures habituelles, à l’horloge locale",
    ),
    "nl": DirectoryWords(
        duty="Wachtdienst",
        call_first="Bel eerst: het adres wordt aan de telefoon gegeven.",
        step_free="Toegang zonder trappen",
        regular="Gewone uren, volgens de plaatselijke klok",
    ),
}
TITLES = {"en": "Duty rota", "fr": "Rôle de garde", "nl": "Wachtrol"}
EDITIONS = {
    "en": "version {number}, published on {day}",
    "fr": "version {number}, publiée le {day}",
    "nl": "versie {number}, gepubliceerd op {day}",
}
CLOCK_CHANGES = {"en": "clocks change", "fr": "changement d’heure", "nl": "klok verzet"}
DEMOS = {
    "en": "DEMONSTRATION: invented services",
    "fr": "DÉMONSTRATION : services inventés",
    "nl": "DEMONSTRATIE: verzonnen diensten",
}


def month_words(languages: tuple[str, ...]) -> MonthWords:
    """The words of one language, or of several side by side (``Personne / Niemand``).

    Raises BadInput for a language in which months are not printed.
    """
    for language in languages:
        if language not in WORDS:
            raise BadInput(f"months are not printed in {language!r}", remedy=f"use one of {', '.join(WORDS)}")
    chosen = [WORDS[language] for language in languages]
    plain = {
        field.name: beside(getattr(words, field.name) for words in chosen)
        for field in fields(MonthWords)
        if field.name not in _DIFFERENT
    }
    return replace(
        chosen[0],
        **plain,
        local_time=" ".join(words.local_time for words in chosen),
        kinds=tuple(
            (kind, beside(dict(words.kinds)[kind] for words in chosen)) for kind, _ in chosen[0].kinds
        ),
    )


def beside(texts: Iterable[str]) -> str:
    """Texts of several languages side by side; those that are the same once."""
    return " / ".join(dict.fromkeys(texts))
