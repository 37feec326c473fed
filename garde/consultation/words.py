"""What services are written about a consultation, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.consultation.answer import Consultation
from garde.messages.letter import letter
from garde.messages.moments import duty_in_words, moment_in_words, month_in_words
from garde.messages.outbox import Notice, writing_language
from garde.planning.draft import Draft


@dataclass(frozen=True, slots=True)
class _Words:
    opened_subject: str
    opened: str
    your_duties: str
    no_duty: str
    answer: str
    address: str
    closing_subject: str
    closing: str
    differs_subject: str
    differs: str
    differs_end: str


WORDS: Mapping[str, _Words] = {
    "fr": _Words(
        opened_subject="Gardes de {months} : votre avis avant le {until}",
        opened=(
            "Le projet de rôle de garde pour {months} est ouvert aux services jusqu'au {until}. Rien n'est "
            "encore décidé."
        ),
        your_duties="Les gardes proposées à {service} :",
        no_duty="Ce projet ne propose aucune garde à {service}. Vous pouvez tout de même le commenter.",
        answer="Acceptez, commentez ou demandez un changement sur votre page.",
        address=(
            "Son adresse est personnelle ; ne la transmettez pas, et gardez-la : elle ne peut plus être "
            "montrée.\n{address}"
        ),
        closing_subject="Gardes de {months} : nous attendons votre réponse avant le {until}",
        closing=(
            "{service} n'a pas encore répondu, ou pas pour toutes ses gardes. Après le {until}, la "
            "coordination continue avec les réponses reçues."
        ),
        differs_subject="Gardes de {months} : votre demande n'a pas pu être suivie",
        differs=(
            "Le rôle de garde est publié pour {months} (version {version}). Vous aviez demandé un "
            "changement pour ces gardes, qui restent à {service} :"
        ),
        differs_end=(
            "Si vous ne pouvez vraiment pas les assurer, téléphonez à la coordination : un échange avec un "
            "autre service reste possible."
        ),
    ),
    "nl": _Words(
        opened_subject="Wachten van {months}: uw mening vóór {until}",
        opened=(
            "Het ontwerp van de wachtrol voor {months} staat open voor de diensten tot {until}. Er is nog "
            "niets beslist."
        ),
        your_duties="De wachten die aan {service} worden voorgesteld:",
        no_duty="Dit ontwerp stelt {service} geen wacht voor. U kunt er toch iets over zeggen.",
        answer="Aanvaard, geef een opmerking of vraag een wijziging op uw pagina.",
        address=(
            "Het adres ervan is persoonlijk; geef het niet door, en bewaar het: het kan niet opnieuw getoond "
            "worden.\n{address}"
        ),
        closing_subject="Wachten van {months}: we wachten op uw antwoord vóór {until}",
        closing=(
            "{service} heeft nog niet geantwoord, of niet voor al zijn wachten. Na {until} gaat de "
            "coördinatie verder met de antwoorden die er zijn."
        ),
        differs_subject="Wachten van {months}: uw vraag kon niet gevolgd worden",
        differs=(
            "De wachtrol is gepubliceerd voor {months} (versie {version}). U had een wijziging gevraagd voor "
            "deze wachten, die bij {service} blijven:"
        ),
        differs_end=(
            "Kunt u ze echt niet verzekeren, bel dan de coördinatie: ruilen met een andere dienst blijft "
            "mogelijk."
        ),
    ),
    "en": _Words(
        opened_subject="Duties of {months}: your answer before {until}",
        opened=("The draft rota for {months} is open to the services until {until}. Nothing is decided yet."),
        your_duties="The duties proposed to {service}:",
        no_duty="This draft proposes no duty to {service}. You may comment on it all the same.",
        answer="Accept, comment, or ask for a change on your page.",
        address=(
            "Its address is personal; do not pass it on, and keep it: it cannot be shown again.\n{address}"
        ),
        closing_subject="Duties of {months}: we wait for your answer before {until}",
        closing=(
            "{service} has not answered yet, or not for all of its duties. After {until} the coordination "
            "goes on with the answers that it has."
        ),
        differs_subject="Duties of {months}: your request could not be met",
        differs=(
            "The rota is published for {months} (version {version}). You had asked for a change of these "
            "duties, which stay with {service}:"
        ),
        differs_end=(
            "If you really cannot serve them, telephone the coordination: an exchange with another service "
            "is still possible."
        ),
    ),
}


def opened_notice(
    config: BasinConfig, service: Service, draft: Draft, consultation: Consultation, address: str | None
) -> Notice:
    """A draft is open to the service. ``address`` is that of a link made just now, None for an older one."""
    say = _Sayer(config, service, draft, until=consultation.until)
    own = say.duties(since=consultation.opened_at)
    return Notice(
        kind="consultation-opened",
        service=service.external_id,
        key=f"consultation/{consultation.id}/opened/{service.external_id}",
        subject=say("opened_subject"),
        body=say.letter(
            say("opened"),
            "\n".join([say("your_duties"), *own]) if own else say("no_duty"),
            say("answer"),
            *([] if address is None else [say("address", address=address)]),
        ),
        until=consultation.until,
    )


def closing_notice(config: BasinConfig, service: Service, draft: Draft, consultation: Consultation) -> Notice:
    """The consultation is about to close, and the service has not answered."""
    say = _Sayer(config, service, draft, until=consultation.until)
    own = say.duties(since=consultation.opened_at)
    return Notice(
        kind="consultation-closing",
        service=service.external_id,
        key=f"consultation/{consultation.id}/closing/{service.external_id}",
        subject=say("closing_subject"),
        body=say.letter(say("closing"), "\n".join([say("your_duties"), *own]), say("answer")),
        until=consultation.until,
    )


def differs_notice(
    config: BasinConfig, service: Service, draft: Draft, version: int, slots: Sequence[str]
) -> Notice:
    """The draft is published, and the service keeps duties that it asked to be rid of."""
    say = _Sayer(config, service, draft)
    return Notice(
        kind="consultation-differs",
        service=service.external_id,
        key=f"version/{version}/differs/{service.external_id}",
        subject=say("differs_subject"),
        body=say.letter(
            "\n".join([say("differs", version=str(version)), *say.duties(keys=slots)]), say("differs_end")
        ),
        until=max(slot.end for slot in draft.slots if slot.key in slots),
    )


class _Sayer:
    """One service's language, with what all sentences may name filled in."""

    def __init__(
        self, config: BasinConfig, service: Service, draft: Draft, *, until: datetime | None = None
    ) -> None:
        self._config, self._service, self._draft = config, service, draft
        self._tag = writing_language(service, config)
        self._values = {
            "months": ", ".join(month_in_words(month, self._tag) for month in draft.months),
            "service": service.name,
        }
        if until is not None:
            self._values["until"] = moment_in_words(until, ZoneInfo(config.timezone), self._tag)

    def __call__(self, sentence: str, **values: str) -> str:
        text: str = getattr(WORDS[self._tag], sentence)
        return text.format(**self._values, **values)

    def letter(self, *paragraphs: str) -> str:
        """The whole body."""
        return letter(self._config, self._tag, *paragraphs)

    def duties(self, *, since: datetime | None = None, keys: Sequence[str] | None = None) -> list[str]:
        """The service's duties in the draft that start after ``since``, or those of ``keys``, a line each."""
        return [
            f"- {duty_in_words(slot, self._config, self._tag)}"
            for slot in self._draft.slots
            if self._service.external_id in slot.services
            and (keys is None or slot.key in keys)
            and (since is None or slot.start > since)
        ]
