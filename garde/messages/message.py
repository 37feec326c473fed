"""A message of the outbox, as stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["mail", "webhook"]
CHANNELS: tuple[Channel, ...] = ("mail", "webhook")
State = Literal["waiting", "claimed", "sent", "failed", "no-address", "lapsed"]
STATES: tuple[State, ...] = ("waiting", "claimed", "sent", "failed", "no-address", "lapsed")
"""What can become of a message.

``claimed``: somebody is sending it; ``failed``: given up; ``no-address``: somebody must telephone;
``lapsed``: it could not be sent while it was of use.
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored: to a service (its external id) or a person of the coordination (its id).

    ``key`` is unique within the basin and channel. ``address`` is None where it is not known. From
    ``until`` on it is of no use. ``page_hash`` is what is kept of the token of a page that it alone opens.
    """

    key: str
    kind: str
    channel: Channel
    service: str | None
    person: int | None
    address: str | None
    language: str
    subject: str
    body: str
    state: State
    due_at: datetime
    until: datetime | None
    page_hash: str | None


@dataclass(frozen=True, slots=True)
class Message(NewMessage):
    """A stored message. ``due_at`` is when it is tried (again); ``failure`` why it was not sent so far."""

    id: int
    basin: str
    message_id: str
    created_at: datetime
    attempts: int
    sent_at: datetime | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt to send: ``waiting`` is tried again at ``due_at``."""

    state: Literal["sent", "failed", "waiting"]
    due_at: datetime | None = None
    sent_at: datetime | None = None
    failure: str | None = None


_PRIVATE_PAGE = r"/my/[A-Za-z0-9_-]{20,}"

SEE_YOUR_PAGE = {
    "fr": "(voyez votre page ; son adresse n'est donnée que par courriel ou par la coordination)",
    "nl": "(zie uw pagina; het adres ervan krijgt u alleen per e-mail of van de coördinatie)",
    "en": "(see your page; its address is given by e-mail or by the coordination only)",
}
"""What another system is told in place of the address of a private page, by language."""


def without_links(body: str) -> str:
    """The text with the tokens of private pages taken out: who has one may act for the service."""
    return re.sub(_PRIVATE_PAGE, "/my/…", body)


def for_others(body: str, language: str) -> str:
    """The text as another system may read it: no address of a private page, which is the service's alone."""
    return re.sub(rf"\S*{_PRIVATE_PAGE}\S*", SEE_YOUR_PAGE[language], body)
