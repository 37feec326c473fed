"""What messages about the rota in force say, in the languages in which we write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language; names in braces are filled in."""

    hello: str
    page: str
    answer: str
    moment: str
    within_a_day: str
    over_days: str
    duty: str
    published_subject: str
    published: str
    total: str
    changed_subject: str
    changed: str
    added: str
    removed: str
    moved: str
    before: str
    now: str
    nobody: str
    reminder_subject: str
    reminder: str
    hindered: str


WORDS: dict[str, Words] = {
    "fr": Words(
        hello="Bonjour,",
        page="Votre page privée et votre calendrier montrent toujours la garde en vigueur. Si vous n'en avez "
        "pas l'adresse, demandez-la à la coordination.",
        answer="Répondez à ce message pour écrire à la coordination.",
        moment="{day} à {clock}",
        within_a_day="{day} de {start} à {end}",
        over_days="{start} – {end}",
        duty="{span} : {line} ({hours} h, {points} points)",
        published_subject="Vos gardes : {months}",
        published="La garde est publiée pour {months} (version {version}). Voici les gardes de {service} :",
        total="En tout : {duties}, {hours} h, {points} points.",
        changed_subject="Vos gardes ont changé : {months}",
        changed="La garde a changé (version {version}). Pour {service} :",
        added="Nouvelles gardes :",
        removed="Gardes retirées :",
        moved="Gardes dont l'heure a changé :",
        before="avant : {what}",
        now="maintenant : {what}",
        nobody="personne",
        reminder_subject="Rappel : garde {moment}",
        reminder="Rappel : {service} est de garde.",
        hindered="En cas d'empêchement, prévenez tout de suite la coordination.",
    ),
    "nl": Words(
        hello="Goeiedag,",
        page="Uw privépagina en uw agenda tonen altijd de geldende wachtrol. Hebt u het adres niet, vraag "
        "het dan aan de coördinatie.",
        answer="Beantwoord dit bericht om de coördinatie te schrijven.",
        moment="{day} om {clock}",
        within_a_day="{day} van {start} tot {end}",
        over_days="{start} – {end}",
        duty="{span}: {line} ({hours} u, {points} punten)",
        published_subject="Uw wachtdiensten: {months}",
        published="De wachtrol is gepubliceerd voor {months} (versie {version}). De wachten van {service}:",
        total="Samen: {duties}, {hours} u, {points} punten.",
        changed_subject="Uw wachtdiensten zijn gewijzigd: {months}",
        changed="De wachtrol is gewijzigd (versie {version}). Voor {service}:",
        added="Nieuwe wachten:",
        removed="Wachten die wegvallen:",
        moved="Wachten waarvan het uur gewijzigd is:",
        before="voordien: {what}",
        now="nu: {what}",
        nobody="niemand",
        reminder_subject="Herinnering: wacht {moment}",
        reminder="Herinnering: {service} is van wacht.",
        hindered="Bent u verhinderd, verwittig dan meteen de coördinatie.",
    ),
    "en": Words(
        hello="Hello,",
        page="Your private page and your calendar always show the rota in force. If you do not have the "
        "address, ask the coordination for it.",
        answer="Answer this message to write to the coordination.",
        moment="{day} at {clock}",
        within_a_day="{day} from {start} to {end}",
        over_days="{start} – {end}",
        duty="{span}: {line} ({hours} h, {points} points)",
        published_subject="Your duties: {months}",
        published="The rota is published for {months} (version {version}). The duties of {service}:",
        total="In all: {duties}, {hours} h, {points} points.",
        changed_subject="Your duties have changed: {months}",
        changed="The rota has changed (version {version}). For {service}:",
        added="New duties:",
        removed="Duties taken away:",
        moved="Duties whose hours have changed:",
        before="before: {what}",
        now="now: {what}",
        nobody="nobody",
        reminder_subject="Reminder: duty on {moment}",
        reminder="Reminder: {service} is on duty.",
        hindered="If you cannot come, tell the coordination at once.",
    ),
}

DUTIES: dict[str, tuple[str, str]] = {
    "fr": ("1 garde", "{number} gardes"),
    "nl": ("1 wacht", "{number} wachten"),
    "en": ("1 duty", "{number} duties"),
}


def duties_in_words(number: int, language: str) -> str:
    """``3 gardes``; a message never counts none."""
    one, several = DUTIES[language]
    return one if number == 1 else several.format(number=number)
