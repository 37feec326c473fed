"""Which version is in force in each month: the latest one that covers it."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select
from sqlmodel import col

from garde.storage.tables import RotaMonthRow


def months_in_force(basin_id: str) -> Subquery:
    """Columns ``month`` and ``number``: of each published month of the basin, its latest version."""
    month, number = col(RotaMonthRow.month), col(RotaMonthRow.number)
    return (
        select(month.label("month"), func.max(number).label("number"))
        .where(col(RotaMonthRow.basin_id) == basin_id, number.is_not(None))
        .group_by(month)
        .subquery()
    )
