"""What happened on the duties of a period, as flat rows: a few statements, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlmodel import Session, col

from garde.storage.tables import ServiceRow
from garde.storage.tables_activity import (
    ActivityBandRow,
    ActivityContactRow,
    ActivityIncidentRow,
    ActivityRemarkRow,
    ActivityRow,
    ClosedDoorRow,
)

Rows = Iterable[Any]

REPORT_FIELDS = ("report", "key", "line", "service", "start", "quiet_hours")
CONTACT_FIELDS = ("report", "need", "language", "outcome", "sent_to", "people")
BAND_FIELDS = ("report", "hour", "people")
INCIDENT_FIELDS = ("report", "incident", "people")
REMARK_FIELDS = ("report", "words")
DOOR_FIELDS = ("line", "door", "hour", "start", "quarter", "people")


def report_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """The reports that hold of duties that start in [start, end): ``REPORT_FIELDS``, in time."""
    return session.execute(
        select(
            col(ActivityRow.id),
            col(ActivityRow.slot_key),
            col(ActivityRow.line),
            col(ServiceRow.external_id),
            col(ActivityRow.start),
            col(ActivityRow.quiet_hours),
        )
        .join(ServiceRow, col(ServiceRow.id) == col(ActivityRow.service_id))
        .where(col(ActivityRow.id).in_(select(_holding(basin_id, start, end).c.id)))
        .order_by(col(ActivityRow.start), col(ActivityRow.slot_key), col(ActivityRow.id))
    )


def contact_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """Who came, of these reports: ``CONTACT_FIELDS``."""
    return session.execute(
        select(
            col(ActivityContactRow.report_id),
            col(ActivityContactRow.need),
            col(ActivityContactRow.language),
            col(ActivityContactRow.outcome),
            col(ActivityContactRow.sent_to),
            col(ActivityContactRow.people),
        ).where(col(ActivityContactRow.report_id).in_(select(_holding(basin_id, start, end).c.id)))
    )


def band_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """When they came, as far as it was told: ``BAND_FIELDS``."""
    return session.execute(
        select(col(ActivityBandRow.report_id), col(ActivityBandRow.hour), col(ActivityBandRow.people)).where(
            col(ActivityBandRow.report_id).in_(select(_holding(basin_id, start, end).c.id))
        )
    )


def incident_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """Incidents: ``INCIDENT_FIELDS``, their number as ``people``."""
    return session.execute(
        select(
            col(ActivityIncidentRow.report_id), col(ActivityIncidentRow.kind), col(ActivityIncidentRow.count)
        ).where(col(ActivityIncidentRow.report_id).in_(select(_holding(basin_id, start, end).c.id)))
    )


def remark_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """The words of these reports: ``REMARK_FIELDS``."""
    return session.execute(
        select(col(ActivityRemarkRow.report_id), col(ActivityRemarkRow.words)).where(
            col(ActivityRemarkRow.report_id).in_(select(_holding(basin_id, start, end).c.id))
        )
    )


def door_rows(session: Session, basin_id: str, start: datetime, end: datetime) -> Rows:
    """The counts that hold of people before a closed door in [start, end): ``DOOR_FIELDS``."""
    latest = (
        select(func.max(ClosedDoorRow.id))
        .where(col(ClosedDoorRow.basin_id) == basin_id)
        .group_by(
            col(ClosedDoorRow.service_id),
            col(ClosedDoorRow.line),
            col(ClosedDoorRow.start),
            col(ClosedDoorRow.kind),
        )
    )
    return session.execute(
        select(
            col(ClosedDoorRow.line),
            col(ClosedDoorRow.kind),
            col(ClosedDoorRow.hour),
            col(ClosedDoorRow.start),
            col(ClosedDoorRow.quarter),
            col(ClosedDoorRow.people),
        ).where(
            col(ClosedDoorRow.id).in_(latest),
            col(ClosedDoorRow.people) > 0,
            col(ClosedDoorRow.start) >= start,
            col(ClosedDoorRow.start) < end,
        )
    )


def _holding(basin_id: str, start: datetime, end: datetime) -> Subquery:
    """The latest report of each slot and service, of slots that start in [start, end)."""
    return (
        select(func.max(ActivityRow.id).label("id"))
        .where(
            col(ActivityRow.basin_id) == basin_id,
            col(ActivityRow.start) >= start,
            col(ActivityRow.start) < end,
        )
        .group_by(col(ActivityRow.slot_key), col(ActivityRow.service_id))
        .subquery()
    )
