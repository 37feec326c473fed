"""What the address in a question about a duty opens: the form of that duty, for a while, and nothing else.

Its token is 256 random bits of its own. Once the message is sent, only their hash is kept, beside it: whoever
reads the database, or a copy of it, cannot make an address that works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.accounts.links import token_hash
from garde.activity.asking import ANSWERABLE, asking_keys
from garde.activity.reporting import OwnDuty, own_duties
from garde.basin.config import BasinConfig
from garde.storage.repositories.accounts import links_of
from garde.storage.repositories.messages import message_of_page


@dataclass(frozen=True, slots=True)
class Question:
    """A question that may be answered by its address until ``until``; ``key`` names its message."""

    number: int
    basin: str
    service: str
    key: str
    until: datetime

    @property
    def actor(self) -> Actor:
        """Who answers: the service, by this message."""
        return Actor(f"mail {self.number}", "service", self.basin, self.service)


def question_of(session: Session, token: str, now: datetime) -> Question | None:
    """The question whose address has this token; None when it opens nothing (any more).

    It ends after ``ANSWERABLE``, and with the service's private page: when any link of the service was
    renewed or revoked since, or none is open. Who reads the service's mail may be why a link was renewed.
    """
    message = message_of_page(session, token_hash(token))
    if message is None or message.service is None:
        return None
    until = message.created_at + ANSWERABLE
    links = [one for one in links_of(session, message.basin) if one.service == message.service]
    ended = any(one.ended_at is not None and one.ended_at >= message.created_at for one in links)
    if now >= until or ended or not any(one.state(now) == "open" for one in links):
        return None
    return Question(message.id, message.basin, message.service, message.key, until)


def asked_duty(session: Session, config: BasinConfig, question: Question, at: datetime) -> OwnDuty | None:
    """The duty that is asked about; None when it is no longer the service's, or too long ago."""
    mine = own_duties(session, config, question.service, actor=question.actor, at=at)
    found = (one for one in mine if question.key in asking_keys(one.slot.key, question.service))
    return next(found, None)
