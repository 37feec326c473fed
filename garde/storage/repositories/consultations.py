"""Consultations and what services answered, as stored. Answers are only added."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from garde.accounts.actor import Role
from garde.consultation.answer import Answer, Consultation, Kind
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.services import service_ids
from garde.storage.tables import RotaRow, ServiceRow
from garde.storage.tables_agreement import AnswerRow, ConsultationRow


def add_consultation(
    session: Session, basin_id: str, draft: int, at: datetime, by: str, until: datetime
) -> Consultation:
    """Stores a new consultation of a draft that exists."""
    rota_id = session.exec(
        select(RotaRow.id).where(
            RotaRow.basin_id == basin_id, RotaRow.kind == "draft", RotaRow.number == draft
        )
    ).one()
    row = ConsultationRow(basin_id=basin_id, rota_id=given(rota_id), opened_at=at, opened_by=by, until=until)
    session.add(row)
    session.flush()
    return _consultation(row, draft)


def consultations_of(
    session: Session, basin_id: str, *, draft: int | None = None
) -> tuple[Consultation, ...]:
    """The consultations of a basin (of one draft), oldest first."""
    statement = _consultations().where(ConsultationRow.basin_id == basin_id)
    if draft is not None:
        statement = statement.where(RotaRow.number == draft)
    return tuple(_consultation(row, number) for row, number in session.exec(statement))


def unclosed_consultations(session: Session, basin_id: str) -> tuple[Consultation, ...]:
    """The consultations of a basin that nobody closed and whose draft was not put away, oldest first."""
    statement = _consultations().where(
        ConsultationRow.basin_id == basin_id,
        col(ConsultationRow.closed_at).is_(None),
        RotaRow.status != "deleted",
    )
    return tuple(_consultation(row, number) for row, number in session.exec(statement))


def discussed_consultations(session: Session, basin_id: str, at: datetime) -> tuple[Consultation, ...]:
    """The latest consultation of each draft that is neither published nor put away nor past, by draft."""
    statement = _consultations().where(
        ConsultationRow.basin_id == basin_id, RotaRow.status == "draft", col(RotaRow.end) > at
    )
    latest = {number: _consultation(row, number) for row, number in session.exec(statement)}
    return tuple(latest[number] for number in sorted(latest))


def mark_closed(session: Session, consultation: Consultation, at: datetime, by: str) -> None:
    """Notes that a consultation is over."""
    row = session.get(ConsultationRow, consultation.id)
    if row is not None:
        row.closed_at, row.closed_by = at, by
        session.add(row)
        session.flush()


def add_answer(session: Session, basin_id: str, answer: Answer) -> int:
    """Stores an answer and returns the id given here."""
    row = AnswerRow(
        consultation_id=answer.consultation,
        service_id=service_ids(session, basin_id)[answer.service],
        kind=answer.kind,
        slot_key=answer.slot,
        comment=answer.comment,
        preferred=list(answer.preferred),
        seen=list(answer.seen),
        at=answer.at,
        by=answer.by,
        role=answer.role,
    )
    return added(session, row)


def answers_of(
    session: Session, basin_id: str, draft: int, *, service: str | None = None
) -> tuple[Answer, ...]:
    """All answers about a draft (those of one service), in all its consultations, oldest first."""
    statement = (
        select(AnswerRow, ServiceRow.external_id)
        .join(ConsultationRow, col(ConsultationRow.id) == col(AnswerRow.consultation_id))
        .join(RotaRow, col(RotaRow.id) == col(ConsultationRow.rota_id))
        .join(ServiceRow, col(ServiceRow.id) == col(AnswerRow.service_id))
        .where(ConsultationRow.basin_id == basin_id, RotaRow.number == draft)
        .order_by(col(AnswerRow.id))
    )
    if service is not None:
        statement = statement.where(ServiceRow.external_id == service)
    return tuple(_answer(row, external) for row, external in session.exec(statement))


def _consultations() -> Select[ConsultationRow, int]:
    return (
        select(ConsultationRow, RotaRow.number)
        .join(RotaRow, col(RotaRow.id) == col(ConsultationRow.rota_id))
        .order_by(col(ConsultationRow.id))
    )


def _consultation(row: ConsultationRow, draft: int) -> Consultation:
    return Consultation(
        id=given(row.id),
        basin=row.basin_id,
        draft=draft,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        until=row.until,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
    )


def _answer(row: AnswerRow, service: str) -> Answer:
    return Answer(
        id=given(row.id),
        consultation=row.consultation_id,
        service=service,
        kind=cast(Kind, row.kind),
        slot=row.slot_key,
        comment=row.comment,
        preferred=tuple(row.preferred),
        seen=tuple(row.seen),
        at=row.at,
        by=row.by,
        role=cast(Role, row.role),
    )
