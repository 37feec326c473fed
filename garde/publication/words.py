"""What feeds say beside names and times, in the languages of feeds."""

from __future__ import annotations

from dataclasses import dataclass

from garde.errors import BadInput


@dataclass(frozen=True, slots=True)
class FeedWords:
    """The words of one language."""

    duties: str
    cancelled: str
    proposed: str
    proposals: str
    not_decided: str
    nobody: str
    moved: str
    telephone: str
    address: str
    call_first: str
    modes: dict[str, str]
    categories: dict[str, str]
    demo: str
    backup_from: str
    backup_for: str


WORDS: dict[str, FeedWords] = {
    "fr": FeedWords(
        duties="Gardes",
        cancelled="ANNULÉ",
        proposed="PROPOSÉ",
        proposals="Gardes proposées",
        not_decided="Proposé, pas encore décidé. Vous pouvez répondre sur votre page.",
        nobody="PERSONNE DE GARDE",
        moved="Cette adresse a été remplacée. Demandez la nouvelle à votre coordination.",
        telephone="Téléphone",
        address="Adresse",
        call_first="téléphonez d'abord",
        modes={"door": "porte ouverte", "telephone": "répond au téléphone", "visit": "se déplace"},
        categories={
            "evening": "Soir",
            "night": "Nuit",
            "weekend": "Week-end",
            "holiday": "Jour férié",
            "eve": "Veille de fête",
        },
        demo="DÉMONSTRATION : service inventé",
        backup_from="renfort, du bassin voisin {basin}",
        backup_for="renfort, pour le bassin voisin {basin}",
    ),
    "nl": FeedWords(
        duties="Wachtdiensten",
        cancelled="GEANNULEERD",
        proposed="VOORSTEL",
        proposals="Voorgestelde wachtdiensten",
        not_decided="Voorgesteld, nog niet beslist. U kunt antwoorden op uw pagina.",
        nobody="NIEMAND VAN WACHT",
        moved="Dit adres is vervangen. Vraag het nieuwe aan uw coördinatie.",
        telephone="Telefoon",
        address="Adres",
        call_first="bel eerst",
        modes={"door": "deur open", "telephone": "neemt de telefoon op", "visit": "komt aan huis"},
        categories={
            "evening": "Avond",
            "night": "Nacht",
            "weekend": "Weekend",
            "holiday": "Feestdag",
            "eve": "Vooravond van een feestdag",
        },
        demo="DEMONSTRATIE: verzonnen dienst",
        backup_from="versterking, uit het buurbekken {basin}",
        backup_for="versterking, voor het buurbekken {basin}",
    ),
    "en": FeedWords(
        duties="Duties",
        cancelled="CANCELLED",
        proposed="PROPOSED",
        proposals="Proposed duties",
        not_decided="Proposed, not decided yet. You can answer on your page.",
        nobody="NOBODY ON DUTY",
        moved="This address has been replaced. Ask your coordinator for the new one.",
        telephone="Telephone",
        address="Address",
        call_first="call first",
        modes={"door": "open door", "telephone": "answers the telephone", "visit": "comes to you"},
        categories={
            "evening": "Evening",
            "night": "Night",
            "weekend": "Weekend",
            "holiday": "Holiday",
            "eve": "Eve of a holiday",
        },
        demo="DEMONSTRATION: invented service",
        backup_from="backup, from the neighbouring basin {basin}",
        backup_for="backup, for the neighbouring basin {basin}",
    ),
}


def feed_words(language: str) -> FeedWords:
    """The words of a language. Raises BadInput when feeds are not written in it."""
    if language not in WORDS:
        raise BadInput(f"feeds are not written in {language!r}", remedy=f"use one of {', '.join(WORDS)}")
    return WORDS[language]
