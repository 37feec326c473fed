"""What is written about backups, in the reader's language: to the service asked, and to coordinators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from garde.backups.backup import Backup
from garde.basin.config import BasinConfig
from garde.messages.letter import letter
from garde.messages.moments import basin_in_words, duty_in_words
from garde.messages.outbox import Notice, queue, queue_for_coordinators, writing_language
from garde.rota import FilledSlot
from garde.storage.repositories.services import known_service

TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "asked.subject": "Pouvez-vous dépanner le bassin voisin ? {basin}",
        "asked": (
            "Le bassin voisin {basin} n'a personne pour cette garde et demande si {service} peut "
            "l'assurer, en renfort :"
        ),
        "asked.how": (
            "Répondez le plus vite possible, sur votre page ou à la coordination de votre bassin (demande "
            "n° {number}). Vous êtes libre de refuser. Tant que vous n'avez pas accepté, vous n'êtes pas "
            "de garde."
        ),
        "accepted.subject": "Renfort accepté : {service} ({home})",
        "accepted": "{service}, du bassin voisin {home}, accepte d'assurer cette garde en renfort :",
        "declined.subject": "Renfort refusé : {service} ({home})",
        "declined": "{service}, du bassin voisin {home}, ne peut pas assurer cette garde :",
        "withdrawn.subject": "Renfort plus nécessaire : {basin}",
        "withdrawn": (
            "Le bassin voisin {basin} n'a plus besoin de {service} pour cette garde. Vous n'êtes plus "
            "de garde. Merci !"
        ),
        "reason": "Motif : {reason}",
    },
    "nl": {
        "asked.subject": "Kunt u bijspringen in het buurbekken? {basin}",
        "asked": (
            "Het buurbekken {basin} heeft niemand voor deze wacht en vraagt of {service} kan bijspringen:"
        ),
        "asked.how": (
            "Antwoord zo snel mogelijk, op uw pagina of aan de coördinatie van uw bekken (vraag nr. "
            "{number}). U mag weigeren. Zolang u niet aanvaard hebt, bent u niet van wacht."
        ),
        "accepted.subject": "Versterking aanvaard: {service} ({home})",
        "accepted": "{service}, uit het buurbekken {home}, aanvaardt om bij te springen voor deze wacht:",
        "declined.subject": "Versterking geweigerd: {service} ({home})",
        "declined": "{service}, uit het buurbekken {home}, kan deze wacht niet doen:",
        "withdrawn.subject": "Versterking niet meer nodig: {basin}",
        "withdrawn": (
            "Het buurbekken {basin} heeft {service} niet meer nodig voor deze wacht. U bent niet meer "
            "van wacht. Bedankt!"
        ),
        "reason": "Reden: {reason}",
    },
    "en": {
        "asked.subject": "Can you stand in for the neighbouring basin? {basin}",
        "asked": (
            "The neighbouring basin {basin} has nobody for this duty, and asks whether {service} can "
            "stand in:"
        ),
        "asked.how": (
            "Please answer as soon as you can, on your page or to the coordination of your own basin "
            "(request no. {number}). You are free to decline. As long as you have not accepted, you are not "
            "on duty."
        ),
        "accepted.subject": "Backup accepted: {service} ({home})",
        "accepted": "{service}, of the neighbouring basin {home}, agrees to stand in for this duty:",
        "declined.subject": "Backup declined: {service} ({home})",
        "declined": "{service}, of the neighbouring basin {home}, cannot serve this duty:",
        "withdrawn.subject": "Backup no longer needed: {basin}",
        "withdrawn": (
            "The neighbouring basin {basin} no longer needs {service} for this duty. You are not on "
            "duty any more. Thank you!"
        ),
        "reason": "Reason: {reason}",
    },
}


def asked(
    session: Session, config: BasinConfig, home: BasinConfig, backup: Backup, slot: FilledSlot, at: datetime
) -> None:
    """Asks the service, and tells the coordinators of its basin."""
    _tell_service(session, config, home, backup, slot, at, "asked", "asked.how")
    write = _writer(config, home, session, backup, slot, "asked", "asked.how", own=home)
    key = f"backup/{backup.id}/asked"
    queue_for_coordinators(session, home, "backup-asked", key, write, at, until=slot.end)


def answered(
    session: Session, config: BasinConfig, home: BasinConfig, backup: Backup, slot: FilledSlot, at: datetime
) -> None:
    """Tells the coordinators of the basin in need what the helping side said."""
    write = _writer(config, home, session, backup, slot, backup.state, own=config)
    key = f"backup/{backup.id}/{backup.state}"
    queue_for_coordinators(session, config, f"backup-{backup.state}", key, write, at, until=slot.end)


def withdrawn(
    session: Session, config: BasinConfig, home: BasinConfig, backup: Backup, slot: FilledSlot, at: datetime
) -> None:
    """Tells the service that it is no longer needed."""
    _tell_service(session, config, home, backup, slot, at, "withdrawn")


def _tell_service(
    session: Session,
    config: BasinConfig,
    home: BasinConfig,
    backup: Backup,
    slot: FilledSlot,
    at: datetime,
    *keys: str,
) -> None:
    language = writing_language(known_service(session, home.id, backup.service), home)
    subject, body = _writer(config, home, session, backup, slot, *keys, own=home)(language)
    notice = Notice(
        kind=f"backup-{keys[0]}",
        service=backup.service,
        key=f"backup/{backup.id}/{keys[0]}/{backup.service}",
        subject=subject,
        body=body,
        until=slot.end,
    )
    queue(session, home, [notice], at)


def _writer(
    config: BasinConfig,
    home: BasinConfig,
    session: Session,
    backup: Backup,
    slot: FilledSlot,
    *keys: str,
    own: BasinConfig,
) -> Callable[[str], tuple[str, str]]:
    """The subject and the letter, given a language; ``own`` is the reader's basin."""
    service = known_service(session, home.id, backup.service).name

    def write(language: str) -> tuple[str, str]:
        texts = TEXTS[language]
        values = {
            "basin": basin_in_words(config, language),
            "home": basin_in_words(home, language),
            "service": service,
            "number": str(backup.id),
        }
        parts = [texts[keys[0]].format(**values), f"- {duty_in_words(slot, config, language)}"]
        parts += [texts[key].format(**values) for key in keys[1:]]
        if backup.reason:
            parts.append(texts["reason"].format(reason=backup.reason))
        return texts[f"{keys[0]}.subject"].format(**values), letter(own, language, *parts)

    return write
