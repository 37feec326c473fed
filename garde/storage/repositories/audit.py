"""The audit trail as stored. The database refuses to change or delete an entry."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session, col, select

from garde.accounts.actor import Actor
from garde.audit.entry import Entry, Facts
from garde.storage.repositories.rows import given
from garde.storage.tables_people import AuditRow


def record_decision(
    session: Session,
    actor: Actor,
    at: datetime,
    action: str,
    subject: str,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str | None = None,
) -> None:
    """Adds an entry, in the transaction of the decision itself."""
    session.add(
        AuditRow(
            basin_id=actor.basin,
            at=at,
            actor=actor.name,
            role=actor.role,
            action=action,
            subject=subject,
            before=_kept(before),
            after=_kept(after),
            reason=reason,
        )
    )


def decisions_of(session: Session, basin_id: str, *, subject: str | None = None) -> tuple[Entry, ...]:
    """The entries of a basin, oldest first; with ``subject``, those about it."""
    statement = select(AuditRow).where(AuditRow.basin_id == basin_id).order_by(col(AuditRow.id))
    if subject is not None:
        statement = statement.where(AuditRow.subject == subject)
    return tuple(
        Entry(
            id=given(row.id),
            at=row.at,
            actor=row.actor,
            role=row.role,
            action=row.action,
            subject=row.subject,
            before=_read(row.before),
            after=_read(row.after),
            reason=row.reason,
        )
        for row in session.exec(statement)
    )


def _kept(facts: Facts | None) -> str | None:
    return None if facts is None else json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)


def _read(text: str | None) -> Facts | None:
    if text is None:
        return None
    facts: Facts = json.loads(text)
    return facts
