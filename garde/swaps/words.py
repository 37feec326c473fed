"""What services and coordinators are written about swaps, in the languages in which we write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Event = Literal["offered", "accepted", "approved", "refused", "withdrawn", "lapsed", "undone"]


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language; names in braces are filled in."""

    subjects: Mapping[Event, str]
    openings: Mapping[Event, str]
    returns: Mapping[Event, str]
    nothing: str
    any_duty: str
    this_duty: str
    note: str
    answer: str
    waits: str
    reason: str
    begun: str
    others: str
    gone: str
    serves: str
    nobody: str
    ask_subject: str
    ask: str


WORDS: Mapping[str, Words] = {
    "fr": Words(
        subjects={
            "offered": "On vous propose une garde : {moment}",
            "accepted": "Un service est prêt à reprendre votre garde : {moment}",
            "approved": "Échange en vigueur : {moment}",
            "refused": "L'échange n'a pas lieu : {moment}",
            "withdrawn": "Offre retirée : {moment}",
            "lapsed": "Échange caduc : {moment}",
            "undone": "Échange annulé : {moment}",
        },
        openings={
            "offered": "{giver} propose cette garde à {taker} :",
            "accepted": "{taker} est prêt à reprendre cette garde de {giver} :",
            "approved": "{taker} assure désormais cette garde à la place de {giver} :",
            "refused": "L'échange de cette garde n'a pas lieu. Elle reste à {giver} :",
            "withdrawn": "{giver} garde cette garde et retire son offre :",
            "lapsed": "L'échange de cette garde est devenu caduc :",
            "undone": "L'échange est annulé. {giver} assure de nouveau cette garde à la place de {taker} :",
        },
        returns={
            "approved": "{giver} assure en retour celle-ci, à la place de {taker} :",
            "undone": "{taker} assure de nouveau celle-ci, à la place de {giver} :",
        },
        nothing="Rien n'est demandé en retour.",
        any_duty="En retour, {giver} demande une garde de {taker}, au choix.",
        this_duty="En retour, {giver} demande cette garde de {taker} :",
        note="Un mot de {giver} : {note}",
        answer="Acceptez ou refusez sur votre page.",
        waits="Rien n'a encore changé : la coordination doit approuver l'échange.",
        reason="Raison : {reason}",
        begun="Une garde de l'échange a commencé : chacun garde les siennes.",
        others="{service} n'assure plus l'une de ces gardes ; elle revient à : {holders}.",
        gone="Cette garde n'est plus dans le rôle en vigueur.",
        serves="{service} est déjà de garde à ce moment.",
        nobody="personne",
        ask_subject="Échange à approuver : {moment}",
        ask="Approuvez-le ou refusez-le : garde swaps approve {swap}",
    ),
    "nl": Words(
        subjects={
            "offered": "Een wacht wordt u aangeboden: {moment}",
            "accepted": "Een dienst wil uw wacht overnemen: {moment}",
            "approved": "Ruil van kracht: {moment}",
            "refused": "De ruil gaat niet door: {moment}",
            "withdrawn": "Aanbod ingetrokken: {moment}",
            "lapsed": "Ruil vervallen: {moment}",
            "undone": "Ruil ongedaan gemaakt: {moment}",
        },
        openings={
            "offered": "{giver} biedt {taker} deze wacht aan:",
            "accepted": "{taker} wil deze wacht van {giver} overnemen:",
            "approved": "{taker} heeft voortaan deze wacht in plaats van {giver}:",
            "refused": "De ruil van deze wacht gaat niet door. Ze blijft van {giver}:",
            "withdrawn": "{giver} houdt deze wacht en trekt het aanbod in:",
            "lapsed": "De ruil van deze wacht is vervallen:",
            "undone": "De ruil is ongedaan gemaakt. {giver} heeft deze wacht weer, in plaats van {taker}:",
        },
        returns={
            "approved": "{giver} heeft in ruil deze wacht, in plaats van {taker}:",
            "undone": "{taker} heeft deze wacht weer, in plaats van {giver}:",
        },
        nothing="Er wordt niets in ruil gevraagd.",
        any_duty="In ruil vraagt {giver} een wacht van {taker}, naar keuze.",
        this_duty="In ruil vraagt {giver} deze wacht van {taker}:",
        note="Een woordje van {giver}: {note}",
        answer="Aanvaard of weiger op uw pagina.",
        waits="Er is nog niets veranderd: de coördinatie moet de ruil goedkeuren.",
        reason="Reden: {reason}",
        begun="Een wacht van de ruil is begonnen: ieder houdt de zijne.",
        others="{service} heeft een van deze wachten niet meer; ze is nu van: {holders}.",
        gone="Deze wacht staat niet meer in de geldende wachtrol.",
        serves="{service} is dan al van wacht.",
        nobody="niemand",
        ask_subject="Ruil goed te keuren: {moment}",
        ask="Keur ze goed of weiger ze: garde swaps approve {swap}",
    ),
    "en": Words(
        subjects={
            "offered": "A duty is offered to you: {moment}",
            "accepted": "Somebody will take your duty: {moment}",
            "approved": "Swap in force: {moment}",
            "refused": "The swap does not take place: {moment}",
            "withdrawn": "Offer taken back: {moment}",
            "lapsed": "Swap lapsed: {moment}",
            "undone": "Swap undone: {moment}",
        },
        openings={
            "offered": "{giver} offers this duty to {taker}:",
            "accepted": "{taker} will take this duty of {giver}:",
            "approved": "{taker} now serves this duty instead of {giver}:",
            "refused": "The swap of this duty does not take place. It stays with {giver}:",
            "withdrawn": "{giver} keeps this duty and takes the offer back:",
            "lapsed": "The swap of this duty has lapsed:",
            "undone": "The swap is undone. {giver} serves this duty again, instead of {taker}:",
        },
        returns={
            "approved": "{giver} serves this one in return, instead of {taker}:",
            "undone": "{taker} serves this one again, instead of {giver}:",
        },
        nothing="Nothing is asked in return.",
        any_duty="In return {giver} asks for a duty of {taker}, which one is up to you.",
        this_duty="In return {giver} asks for this duty of {taker}:",
        note="A word from {giver}: {note}",
        answer="Accept or turn down on your page.",
        waits="Nothing has changed yet: the coordination has to approve the swap.",
        reason="Reason: {reason}",
        begun="A duty of the swap has begun: everybody keeps their own.",
        others="{service} no longer has one of these duties; it is now with: {holders}.",
        gone="This duty is no longer in the rota in force.",
        serves="{service} is on duty then already.",
        nobody="nobody",
        ask_subject="Swap to approve: {moment}",
        ask="Approve it or turn it down: garde swaps approve {swap}",
    ),
}
