"""What tells that a basin's report may say something else, without making it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from garde.storage.tables import BasinRow, RotaRow, ServedRow, ServiceRow, TimeEntryRow
from garde.storage.tables_activity import ActivityRemarkRow, ActivityRow, ClosedDoorRow
from garde.storage.tables_agreement import AdjustmentRow, BackupRow, SwapRow
from garde.storage.tables_people import AuditRow
from garde.storage.tables_settlement import SettlementRunRow
from garde.storage.tables_time import BaselineRow

Stamp = tuple[object, ...]


def report_stamp(session: Session, basin_id: str) -> Stamp:
    """Changes with whatever a report of the basin is made from."""
    return tuple(tuple(row) for statement in _statements(basin_id) for row in session.execute(statement))


def _statements(basin_id: str) -> list[Select[Any]]:
    rows, latest = func.count(), func.max
    return [
        select(col(BasinRow.loaded_at)).where(col(BasinRow.id) == basin_id),
        select(latest(col(RotaRow.number))).where(
            col(RotaRow.basin_id) == basin_id, col(RotaRow.kind) == "version"
        ),
        select(rows, latest(col(ServiceRow.updated_at))).where(col(ServiceRow.basin_id) == basin_id),
        select(latest(col(ServedRow.id))).where(col(ServedRow.basin_id) == basin_id),
        select(latest(col(AdjustmentRow.id))).where(col(AdjustmentRow.basin_id) == basin_id),
        select(latest(col(BaselineRow.id))).where(col(BaselineRow.basin_id) == basin_id),
        select(latest(col(SettlementRunRow.id))).where(col(SettlementRunRow.basin_id) == basin_id),
        select(latest(col(ActivityRow.id))).where(col(ActivityRow.basin_id) == basin_id),
        select(latest(col(ClosedDoorRow.id))).where(col(ClosedDoorRow.basin_id) == basin_id),
        select(rows).select_from(ActivityRemarkRow),
        select(latest(col(AuditRow.id))).where(col(AuditRow.basin_id) == basin_id),
        _by_state(SwapRow, SwapRow.state, basin_id),
        _by_state(BackupRow, BackupRow.state, basin_id),
        select(
            col(TimeEntryRow.status),
            rows,
            latest(col(TimeEntryRow.id)),
            func.sum(col(TimeEntryRow.minutes) * col(TimeEntryRow.people)),
            latest(col(TimeEntryRow.confirmed_at)),
        )
        .where(col(TimeEntryRow.basin_id) == basin_id)
        .group_by(col(TimeEntryRow.status))
        .order_by(col(TimeEntryRow.status)),
    ]


def _by_state(table: Any, state: Any, basin_id: str) -> Select[Any]:
    return select(state, func.count()).where(table.basin_id == basin_id).group_by(state).order_by(state)
