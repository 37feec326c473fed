"""The latest versions as they were published, for what calendars are told of duties that were lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from sqlmodel import Session, col, select

from garde.publication.departures import Edition, HeldDuty
from garde.storage.tables import DutyRow, RotaMonthRow, RotaRow, ServiceRow, SlotRow


def editions_since(session: Session, basin_id: str, since: datetime, start: datetime) -> tuple[Edition, ...]:
    """The versions published after ``since`` and of each of their months the one before, oldest first.

    Only duties that end after ``start`` are told.
    """
    published, months = _published(session, basin_id)
    recent = {number for number, at in published.items() if at > since}
    touched = {month for number in recent for month in months[number]}
    # What was in force of each of their months before: the last of the older versions that cover it.
    before = {month: number for number in sorted(published.keys() - recent) for month in months[number]}
    wanted = sorted(recent | {before[month] for month in touched & before.keys()})
    # A month that one version alone covers took nothing from anybody.
    covers = Counter(month for number in wanted for month in months[number])
    compared = [month for month, count in covers.items() if count > 1]
    duties: dict[int, list[HeldDuty]] = defaultdict(list)
    rows = session.exec(
        select(
            RotaRow.number,
            SlotRow.key,
            DutyRow.place,
            SlotRow.line,
            SlotRow.month,
            SlotRow.start,
            SlotRow.end,
            ServiceRow.external_id,
        )  # type: ignore[call-overload]
        .join(SlotRow, col(SlotRow.rota_id) == col(RotaRow.id))
        .join(DutyRow, col(DutyRow.slot_id) == col(SlotRow.id))
        .join(ServiceRow, col(ServiceRow.id) == col(DutyRow.service_id))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version", col(RotaRow.number).in_(wanted))
        .where(col(SlotRow.end) > start, col(SlotRow.month).in_(compared))
    )
    for number, *fields in rows:
        duties[number].append(HeldDuty(*fields))
    return tuple(
        Edition(published[number], tuple(months[number]), tuple(duties[number])) for number in wanted
    )


def _published(session: Session, basin_id: str) -> tuple[dict[int, datetime], dict[int, list[str]]]:
    """When each version was published, and its months."""
    published: dict[int, datetime] = {}
    months: dict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(RotaRow.number, RotaRow.created_at, RotaMonthRow.month)
        .join(RotaMonthRow, col(RotaMonthRow.rota_id) == col(RotaRow.id))
        .where(RotaRow.basin_id == basin_id, RotaRow.kind == "version")
        .order_by(col(RotaRow.number), col(RotaMonthRow.month))
    )
    for number, at, month in rows:
        published[number] = at
        months[number].append(month)
    return published, months
