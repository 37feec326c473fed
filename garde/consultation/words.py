"""What services are written about a consultation, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.consultation.answer import Consultation
from garde.messages.outbox import Notice, writing_language
from garde.planning.draft import Draft
from garde.rota import FilledSlot

_REGIONAL = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}
_MOMENT = {
    "fr": "EEEE d MMMM y 'à' HH:mm",
    "nl": "EEEE d MMMM y 'om' HH:mm",
    "en": "EEEE d MMMM y 'at' HH:mm",
}


@dataclass(frozen=True, slots=True)
class _Words:
    opened: str
    your_duties: str
    no_duty: str
    answer: str
    address: str
    known_address: str
    opened_until: str
    closing: str
    closing_body: str
    differs: str
    differs_body: str
    differs_end: str
    greeting: str


WORDS: Mapping[str, _Words] = {
    "fr": _Words(
        opened="Gardes de {months} : votre avis avant le {until}",
        greeting="Bonjour,",
        opened_until=(
            "Le projet de rôle de garde de {months} ({basin}) est ouvert aux services jusqu'au {until}. "
            "Rien n'est encore décidé."
        ),
        your_duties="Les gardes proposées à {service} :",
        no_duty="Ce projet ne propose aucune garde à {service}. Vous pouvez tout de même le commenter.",
        answer="Acceptez, commentez ou demandez un changement sur votre page.",
        address=(
            "Son adresse, qui est personnelle et ne doit pas être transmise :\n{address}\n"
            "Gardez-la : elle ne peut plus être montrée."
        ),
        known_address=(
            "C'est la page dont vous avez déjà reçu l'adresse. Si vous ne l'avez plus, demandez-en une "
            "nouvelle à votre coordination, ou répondez-lui par téléphone."
        ),
        closing="Gardes de {months} : nous attendons votre réponse avant le {until}",
        closing_body=(
            "{service} n'a pas encore répondu, ou pas pour toutes ses gardes. Après le {until}, la "
            "coordination continue avec les réponses reçues."
        ),
        differs="Gardes de {months} : votre demande n'a pas pu être suivie",
        differs_body=(
            "Le rôle de garde de {months} ({basin}) est publié (version {version}). "
            "Vous aviez demandé un changement pour ces gardes, qui restent à {service} :"
        ),
        differs_end=(
            "Si vous ne pouvez vraiment pas les assurer, téléphonez à votre coordination : un échange avec "
            "un autre service reste possible."
        ),
    ),
    "nl": _Words(
        opened="Wachten van {months}: uw mening vóór {until}",
        greeting="Goeiedag,",
        opened_until=(
            "Het ontwerp van de wachtrol van {months} ({basin}) staat open voor de diensten tot {until}. "
            "Er is nog niets beslist."
        ),
        your_duties="De wachten die aan {service} worden voorgesteld:",
        no_duty="Dit ontwerp stelt {service} geen wacht voor. U kunt er toch iets over zeggen.",
        answer="Aanvaard, geef een opmerking of vraag een wijziging op uw pagina.",
        address=(
            "Het adres ervan is persoonlijk en mag niet doorgegeven worden:\n{address}\n"
            "Bewaar het: het kan niet opnieuw getoond worden."
        ),
        known_address=(
            "Het is de pagina waarvan u het adres al kreeg. Hebt u het niet meer, vraag dan een nieuw aan uw "
            "coördinator, of antwoord per telefoon."
        ),
        closing="Wachten van {months}: we wachten op uw antwoord vóór {until}",
        closing_body=(
            "{service} heeft nog niet geantwoord, of niet voor al zijn wachten. Na {until} gaat de "
            "coördinatie verder met de antwoorden die er zijn."
        ),
        differs="Wachten van {months}: uw vraag kon niet gevolgd worden",
        differs_body=(
            "De wachtrol van {months} ({basin}) is gepubliceerd (versie {version}). "
            "U had een wijziging gevraagd voor deze wachten, die bij {service} blijven:"
        ),
        differs_end=(
            "Kunt u ze echt niet verzekeren, bel dan uw coördinator: ruilen met een andere dienst blijft "
            "mogelijk."
        ),
    ),
    "en": _Words(
        opened="Duties of {months}: your answer before {until}",
        greeting="Hello,",
        opened_until=(
            "The draft rota of {months} ({basin}) is open to the services until {until}. "
            "Nothing is decided yet."
        ),
        your_duties="The duties proposed to {service}:",
        no_duty="This draft proposes no duty to {service}. You may comment on it all the same.",
        answer="Accept, comment, or ask for a change on your page.",
        address=(
            "Its address is personal and not to be passed on:\n{address}\nKeep it: it cannot be shown again."
        ),
        known_address=(
            "It is the page whose address you have already received. If you no longer have it, ask your "
            "coordinator for a new one, or answer by telephone."
        ),
        closing="Duties of {months}: we wait for your answer before {until}",
        closing_body=(
            "{service} has not answered yet, or not for all of its duties. After {until} the coordinators go "
            "on with the answers that they have."
        ),
        differs="Duties of {months}: your request could not be met",
        differs_body=(
            "The rota of {months} ({basin}) is published (version {version}). "
            "You had asked for a change of these duties, which stay with {service}:"
        ),
        differs_end=(
            "If you really cannot serve them, telephone your coordinator: an exchange with another service "
            "is still possible."
        ),
    ),
}


def opened_notice(
    config: BasinConfig, service: Service, draft: Draft, consultation: Consultation, address: str | None
) -> Notice:
    """A draft is open to the service. ``address`` is that of a link made just now, None for an older one."""
    say = _Sayer(config, service, draft, until=consultation.until)
    own = say.duties()
    return Notice(
        kind="consultation-opened",
        service=service.external_id,
        key=f"consultation/{consultation.id}/opened/{service.external_id}",
        subject=say("opened"),
        body="\n\n".join(
            [
                say("greeting"),
                say("opened_until"),
                say("no_duty") if not own else "\n".join([say("your_duties"), *own]),
                say("answer"),
                say("known_address") if address is None else say("address", address=address),
            ]
        ),
        until=consultation.until,
    )


def closing_notice(config: BasinConfig, service: Service, draft: Draft, consultation: Consultation) -> Notice:
    """The consultation is about to close, and the service has not answered."""
    say = _Sayer(config, service, draft, until=consultation.until)
    return Notice(
        kind="consultation-closing",
        service=service.external_id,
        key=f"consultation/{consultation.id}/closing/{service.external_id}",
        subject=say("closing"),
        body="\n\n".join(
            [
                say("greeting"),
                say("closing_body"),
                "\n".join([say("your_duties"), *say.duties()]),
                say("answer"),
                say("known_address"),
            ]
        ),
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
        subject=say("differs"),
        body="\n\n".join(
            [
                say("greeting"),
                "\n".join([say("differs_body", version=str(version)), *say.duties(slots)]),
                say("differs_end"),
            ]
        ),
    )


class _Sayer:
    """One service's language, with what all sentences may name filled in."""

    def __init__(
        self, config: BasinConfig, service: Service, draft: Draft, *, until: datetime | None = None
    ) -> None:
        self._config, self._service, self._draft = config, service, draft
        self._tag = writing_language(service, config)
        self._zone = ZoneInfo(config.timezone)
        self._values = {
            "months": self._months(),
            "basin": self._name(config.names),
            "service": service.name,
        }
        if until is not None:
            self._values["until"] = self._moment(until)

    def __call__(self, sentence: str, **values: str) -> str:
        text: str = getattr(WORDS[self._tag], sentence)
        return text.format(**self._values, **values)

    def duties(self, keys: Sequence[str] | None = None) -> list[str]:
        """The service's duties in the draft (those of ``keys``), a line each."""
        return [
            f"- {self._line(slot)}, {self._moment(slot.start)}"
            for slot in self._draft.slots
            if self._service.external_id in slot.services and (keys is None or slot.key in keys)
        ]

    def _line(self, slot: FilledSlot) -> str:
        line = self._config.line(slot.line)
        return self._name(line.names) if line else slot.line

    def _name(self, names: Mapping[str, str]) -> str:
        return names.get(self._tag) or names["fr"]

    def _months(self) -> str:
        return ", ".join(
            format_date(Month.parse(month).first_day, "MMMM y", locale=_REGIONAL[self._tag])
            for month in self._draft.months
        )

    def _moment(self, instant: datetime) -> str:
        return format_datetime(
            instant.astimezone(self._zone), _MOMENT[self._tag], locale=_REGIONAL[self._tag]
        )
