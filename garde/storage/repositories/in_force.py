"""Which version is in force in each month: the latest one that covers it."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select
from sqlmodel import col

from garde.storage.tables import RotaMonthRow


def months_in_force(basin_id: str, until: int | None = None) -> Subquery:
    """Columns ``month`` and ``number``: of each published month of the basin, its latest version.

    With ``until``, as it was when the version of that number was the latest.
    """
    month, number = col(RotaMonthRow.month), col(RotaMonthRow.number)
    counts = [col(RotaMonthRow.basin_id) == basin_id, number.is_not(None)]
    if until is not None:
        counts.append(number <= until)
    return (
        select(month.label("month"), func.max(number).label("number"))
        .where(*counts)
        .group_by(month)
        .subquery()
    )
