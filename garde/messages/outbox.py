"""Queueing what is to be told, in the transaction of the decision that it tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.people import LANGUAGES
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.errors import NotFound
from garde.messages.message import NewMessage, for_others
from garde.storage.repositories.accounts import people_of
from garde.storage.repositories.messages import add_messages
from garde.storage.repositories.services import services_of

DEMO = {"fr": "DÉMONSTRATION", "nl": "DEMONSTRATIE", "en": "DEMONSTRATION"}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a service, already in its language (see ``writing_language``).

    ``kind`` is such as ``published`` or ``swap-offered``; ``service`` an external id. ``key`` is unique
    within the basin: a notice of the same key is queued once, ever. ``body`` is plain text. ``due_at``
    None: at once. From ``until`` on it is of no use, and is not sent any more. ``page_hash`` is what is
    kept of the token in ``body`` of a page that this notice alone opens.
    """

    kind: str
    service: str
    key: str
    subject: str
    body: str
    due_at: datetime | None = None
    until: datetime | None = None
    page_hash: str | None = None


def writing_language(service: Service, config: BasinConfig) -> str:
    """``fr``, ``nl`` or ``en``: the service's first language in which we write, else the basin's first."""
    return next((tag for tag in (*service.languages, *config.languages) if tag in LANGUAGES), LANGUAGES[0])


def queue(session: Session, config: BasinConfig, notices: Iterable[Notice], at: datetime) -> int:
    """Puts notices into the outbox; returns how many are new. Raises NotFound for an unknown service.

    A service without an e-mail address has its notice kept all the same, with the state ``no-address``:
    somebody must telephone. A basin with a webhook has each notice told there as well.
    """
    services = {service.external_id: service for service in services_of(session, config.id)}
    mails: list[NewMessage] = []
    for notice in notices:
        service = services.get(notice.service)
        if service is None:
            raise NotFound(f"there is no service {notice.service!r} in basin {config.id}")
        mails.append(_mail(notice, service, config, at))
    added = add_messages(session, config.id, mails, at)
    if config.messages.webhook is not None:
        add_messages(session, config.id, [_told_elsewhere(mail) for mail in mails], at)
    return added


def _told_elsewhere(mail: NewMessage) -> NewMessage:
    """The same for the basin's webhook.

    That address may hold a secret, and may change before the message is sent: it is not kept.
    """
    body = for_others(mail.body, mail.language)
    return replace(mail, channel="webhook", address=None, state="waiting", body=body, page_hash=None)


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
    messages = []
    for person in people_of(session, config.id):
        if person.ended_at is None and person.email and person.role == "coordinator":
            subject, body = write(person.language)
            messages.append(
                NewMessage(
                    key=f"{key}/{person.name}",
                    kind=kind,
                    channel="mail",
                    service=None,
                    person=person.id,
                    address=person.email,
                    language=person.language,
                    subject=_one_line(subject, config, person.language),
                    body=body,
                    state="waiting",
                    due_at=at,
                    until=until,
                    page_hash=None,
                )
            )
    return add_messages(session, config.id, messages, at)


def _mail(notice: Notice, service: Service, config: BasinConfig, at: datetime) -> NewMessage:
    language = writing_language(service, config)
    return NewMessage(
        key=notice.key,
        kind=notice.kind,
        channel="mail",
        service=notice.service,
        person=None,
        address=service.email,
        language=language,
        subject=_one_line(notice.subject, config, language),
        body=notice.body,
        state="waiting" if service.email else "no-address",
        due_at=notice.due_at or at,
        until=notice.until,
        page_hash=notice.page_hash,
    )


def _one_line(subject: str, config: BasinConfig, language: str) -> str:
    """A subject without line breaks and other control characters; that of a demo says so."""
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in subject).split())
    return f"[{DEMO[language]}] {text}" if config.demo else text
