"""Hints in words, in the three languages in which we write to services, coordinators and funders."""

from __future__ import annotations

from garde.activity.use import LEAST_DAYS, LEAST_DUTIES, LEAST_PEOPLE, QUIET, REPORTED, Day, Hint
from garde.basin.config import BasinConfig

_DAYS: dict[str, dict[Day, str]] = {
    "fr": {
        "workday": "les jours ouvrables",
        "saturday": "le samedi",
        "sunday": "le dimanche",
        "holiday": "les jours fériés",
    },
    "nl": {
        "workday": "op werkdagen",
        "saturday": "op zaterdag",
        "sunday": "op zondag",
        "holiday": "op feestdagen",
    },
    "en": {
        "workday": "on working days",
        "saturday": "on Saturdays",
        "sunday": "on Sundays",
        "holiday": "on public holidays",
    },
}
_SENTENCES = {
    "fr": {
        "add": (
            "{line} : des heures pourraient être ajoutées. {people} personnes devant une porte fermée "
            "{day}, de {first} h à {last} h, en {occasions} jours différents."
        ),
        "show": (
            "{line} : {people} personnes devant une porte fermée {day}, de {first} h à {last} h, en "
            "{occasions} jours différents, le plus souvent pendant qu’un autre service était de garde. "
            "Montrer mieux où aller."
        ),
        "kind": (
            "{line} : la garde « {kind} » {day} pourrait être supprimée ou raccourcie. "
            "Personnes venues : {people}, en {occasions} gardes."
        ),
        "hours": (
            "{line} : {day}, de {first} h à {last} h, personne n’est venu en {occasions} gardes. Ces "
            "heures pourraient être supprimées."
        ),
        "rule": (
            "Ce sont des questions, pas des réponses : un indice demande au moins {duties} gardes "
            "signalées d’une même sorte, la moitié de toutes, dont neuf sur dix calmes ; ou au moins "
            "{people} personnes devant une porte fermée, sur {days} jours différents."
        ),
    },
    "nl": {
        "add": (
            "{line}: er zouden uren bij kunnen komen. {people} mensen voor een gesloten deur {day}, "
            "van {first} tot {last} uur, op {occasions} verschillende dagen."
        ),
        "show": (
            "{line}: {people} mensen voor een gesloten deur {day}, van {first} tot {last} uur, op "
            "{occasions} verschillende dagen, meestal terwijl een andere dienst van wacht was. "
            "Beter tonen waar men terechtkan."
        ),
        "kind": (
            "{line}: de wacht ‘{kind}’ {day} zou kunnen wegvallen of korter worden. "
            "Mensen die kwamen: {people}, in {occasions} wachten."
        ),
        "hours": (
            "{line}: {day}, van {first} tot {last} uur, kwam er niemand in {occasions} wachten. Die "
            "uren zouden kunnen wegvallen."
        ),
        "rule": (
            "Dit zijn vragen, geen antwoorden: een aanwijzing vraagt minstens {duties} gemelde "
            "wachten van dezelfde soort, de helft van alle, waarvan negen op tien rustig; of minstens "
            "{people} mensen voor een gesloten deur, op {days} verschillende dagen."
        ),
    },
    "en": {
        "add": (
            "{line}: hours could be added. {people} people found before a closed door {day}, "
            "{first}:00 to {last}:00, on {occasions} different days."
        ),
        "show": (
            "{line}: {people} people found before a closed door {day}, {first}:00 to {last}:00, on "
            "{occasions} different days, mostly while another service was on duty. Show better where to go."
        ),
        "kind": (
            "{line}: the duty “{kind}” {day} could be dropped or shortened. "
            "People who came: {people}, in {occasions} duties."
        ),
        "hours": (
            "{line}: {day}, {first}:00 to {last}:00, nobody came in {occasions} duties. These hours "
            "could be dropped."
        ),
        "rule": (
            "These are questions, not answers: a hint needs at least {duties} reported duties of one "
            "kind, half of all of them, of which nine in ten were quiet; or at least {people} people "
            "before a closed door, on {days} different days."
        ),
    },
}


def hint_told(hint: Hint, config: BasinConfig, language: str) -> str:
    """A hint as a sentence or two, in ``fr``, ``nl`` or ``en``."""
    words = _SENTENCES[language]
    pattern = words[hint.what if hint.what != "drop" else "kind" if hint.kind else "hours"]
    line = config.line(hint.line)
    return pattern.format(
        line=(line.names.get(language) or line.names["fr"]) if line else hint.line,
        day=_DAYS[language][hint.day],
        people=hint.people,
        occasions=hint.occasions,
        kind=hint.kind,
        first=hint.first,
        last=hint.last,
    )


def rule_told(language: str) -> str:
    """From how much on a hint is given."""
    assert (REPORTED, QUIET) == (0.5, 0.9), "the sentences say so"
    return _SENTENCES[language]["rule"].format(duties=LEAST_DUTIES, people=LEAST_PEOPLE, days=LEAST_DAYS)
