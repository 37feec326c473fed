"""Who has answered, and what; whom the coordinator still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.consultation.answer import Answer, Consultation
from garde.consultation.standing import Standing, planned_services, standings
from garde.errors import NotFound
from garde.planning.draft import Draft
from garde.storage.repositories.consultations import answers_of, consultations_of
from garde.storage.repositories.rotas import load_draft


@dataclass(frozen=True)
class Status:
    """A draft's latest consultation, where each service stands, by id, and all that was said of the draft."""

    draft: Draft
    consultation: Consultation
    standings: tuple[Standing, ...]
    answers: tuple[Answer, ...]

    @property
    def waited_for(self) -> tuple[Standing, ...]:
        """Services that have duties and still owe an answer."""
        return tuple(one for one in self.standings if one.waited_for)


def consultation_status(
    session: Session, config: BasinConfig, number: int, *, actor: Actor, at: datetime
) -> Status:
    """The status of draft ``number``.

    Raises Forbidden unless somebody of the coordination acts, NotFound when there is no such draft or it was
    never opened to the services.
    """
    require_reader(actor, config.id, "see the answers")
    draft = load_draft(session, config.id, number)
    known = consultations_of(session, config.id, draft=number)
    if not known:
        raise NotFound(
            f"draft {number} was not opened to the services",
            remedy=f"open it: garde consult open {number} --until INSTANT",
        )
    answers = answers_of(session, config.id, number)
    return Status(
        draft, known[-1], standings(draft, planned_services(draft), answers, known[-1].opened_at), answers
    )
