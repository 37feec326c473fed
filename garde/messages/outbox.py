"""Queueing what is to be told, in the transaction of the decision that it tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.people import LANGUAGES
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.errors import NotFound
from garde.messages.message import Channel, NewMessage
from garde.storage.repositories.accounts import people_of
from garde.storage.repositories.messages import add_message
from garde.storage.repositories.services import services_of


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a service, already in its language (see ``writing_language``).

    ``kind`` is such as ``published`` or ``swap-offered``; ``service`` an external id. ``key`` is unique
    within the basin: a notice of the same key is queued once, ever. ``body`` is plain text. ``due_at``
    None: at once. From ``until`` on it is of no use, and is not sent any more.
    """

    kind: str
    service: str
    key: str
    subject: str
    body: str
    due_at: datetime | None = None
    until: datetime | None = None


def writing_language(service: Service, config: BasinConfig) -> str:
    """``fr``, ``nl`` or ``en``: the service's first language in which we write, else the basin's first."""
    return next((tag for tag in (*service.languages, *config.languages) if tag in LANGUAGES), LANGUAGES[0])


def queue(session: Session, config: BasinConfig, notices: Iterable[Notice], at: datetime) -> int:
    """Puts notices into the outbox; returns how many are new. Raises NotFound for an unknown service.

    A service without an e-mail address has its notice kept all the same, with the state ``no-address``:
    somebody must telephone. Basins with a webhook have each notice told there as well.
    """
    services = {service.external_id: service for service in services_of(session, config.id)}
    added = 0
    for notice in notices:
        service = services.get(notice.service)
        if service is None:
            raise NotFound(f"there is no service {notice.service!r} in basin {config.id}")
        language = writing_language(service, config)
        added += add_message(session, config.id, _message(notice, "mail", service.email, language, at), at)
    return added


def queue_for_coordinators(
    session: Session,
    config: BasinConfig,
    kind: str,
    key: str,
    write: Callable[[str], tuple[str, str]],
    at: datetime,
    *,
    until: datetime | None = None,
) -> int:
    """Tells the coordinators who have an e-mail address; returns how many messages are new.

    ``write`` gives the subject and the body in a language (``fr``, ``nl``, ``en``). Each coordinator is told
    once, ever, of the same ``key``.
    """
    added = 0
    for person in people_of(session, config.id):
        if person.ended_at is None and person.email and person.role == "coordinator":
            subject, body = write(person.language)
            message = NewMessage(
                key=f"{key}/{person.name}",
                kind=kind,
                channel="mail",
                service=None,
                person=person.id,
                address=person.email,
                language=person.language,
                subject=subject,
                body=body,
                state="waiting",
                due_at=at,
                until=until,
            )
            added += add_message(session, config.id, message, at)
    return added


def _message(
    notice: Notice, channel: Channel, address: str | None, language: str, at: datetime
) -> NewMessage:
    return NewMessage(
        key=notice.key,
        kind=notice.kind,
        channel=channel,
        service=notice.service,
        person=None,
        address=address or None,
        language=language,
        subject=notice.subject,
        body=notice.body,
        state="waiting" if address else "no-address",
        due_at=notice.due_at or at,
        until=notice.until,
    )
