"""Settlements as stored. The database refuses to change or delete any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import cast

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from garde.backups.backup import guest_id
from garde.compensation.settled import Amounts, Item, ItemKind, Run, Settlement, summed
from garde.storage.tables import ServiceRow
from garde.storage.tables_settlement import SettlementItemRow, SettlementRow, SettlementRunRow
from garde.storage.types import LARGEST_ID


def add_run(session: Session, basin_id: str, run: Run, settlements: Iterable[Settlement]) -> Run:
    """Stores a run with what it settles; the run with its id.

    Services are called as they are in the basin, guests by their basin and their own id. A settlement with an
    id takes the one of that id back.
    """
    row = SettlementRunRow(
        basin_id=basin_id,
        first_day=run.first,
        last_day=run.last,
        at=run.at,
        by=run.by,
        paid_on=run.paid_on,
        reference=run.reference,
        rates=[dict(card) for card in run.rates],
        undoes_id=run.undoes,
        reason=run.reason,
    )
    session.add(row)
    session.flush()
    numbers = _numbers(session, basin_id)
    for one in settlements:
        amounts = one.amounts
        own = SettlementRow(
            run_id=_id(row.id),
            service_id=numbers[one.service],
            duty_cents=amounts.duty,
            coordination_cents=amounts.coordination,
            ceiling_cents=amounts.ceiling,
            amount_cents=amounts.cents,
            recovered_minutes=amounts.minutes,
            undoes_id=one.id if run.undoes is not None else None,
        )
        session.add(own)
        session.flush()
        session.add_all(
            SettlementItemRow(
                settlement_id=_id(own.id),
                kind=item.kind,
                item=item.key,
                line=item.line,
                day=item.day,
                cents=item.cents,
                ceiling_cents=item.ceiling,
                minutes=item.minutes,
            )
            for item in one.items
        )
    session.flush()
    return replace(run, id=_id(row.id))


def settlements_of(
    session: Session,
    basin_id: str,
    first: date | None = None,
    last: date | None = None,
    *,
    run: int | None = None,
    service: str | None = None,
) -> tuple[Settlement, ...]:
    """The settlements of a basin that have items of these local dates, with those items; in their order.

    With ``run``, those of that run alone; with ``service``, that one's.
    """
    if run is not None and not 0 < run <= LARGEST_ID:
        return ()
    query = (
        select(SettlementRow, SettlementRunRow)
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id)
        .order_by(col(SettlementRow.id))
    )
    items = _items_in(basin_id)
    numbers = _numbers(session, basin_id)
    if run is not None:
        query, items = query.where(SettlementRow.run_id == run), items.where(SettlementRow.run_id == run)
    if service is not None:
        number = numbers.get(service, 0)
        query = query.where(SettlementRow.service_id == number)
        items = items.where(SettlementRow.service_id == number)
    if first is not None:
        items = items.where(SettlementItemRow.day >= first)
    if last is not None:
        items = items.where(SettlementItemRow.day <= last)
    found: dict[int, list[Item]] = defaultdict(list)
    for item in session.exec(items):
        found[item.settlement_id].append(_item(item))
    undone = _undone(session, basin_id)
    names = {number: name for name, number in numbers.items()}
    return tuple(
        Settlement(number, _run(head), names[row.service_id], tuple(found[number]), undone.get(number))
        for number, row, head in ((_id(row.id), row, head) for row, head in session.exec(query))
        if number in found
    )


def _undone(session: Session, basin_id: str) -> dict[int, int]:
    """The runs that took settlements back, by those settlements' ids."""
    rows = session.exec(
        select(SettlementRow.undoes_id, SettlementRow.run_id)
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id, col(SettlementRow.undoes_id).is_not(None))
    )
    return {number: run for number, run in rows if number is not None}


def runs_of(session: Session, basin_id: str) -> tuple[tuple[Run, int, Amounts], ...]:
    """All runs of a basin, oldest first, with how many services each settled with, and its sums."""
    heads = session.exec(
        select(SettlementRunRow)
        .where(SettlementRunRow.basin_id == basin_id)
        .order_by(col(SettlementRunRow.id))
    ).all()
    found: dict[int, list[Amounts]] = defaultdict(list)
    for row in session.exec(
        select(SettlementRow)
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id)
    ):
        found[row.run_id].append(_amounts(row))
    return tuple(
        (_run(head), len(found[_id(head.id)]), sum(found[_id(head.id)], start=Amounts())) for head in heads
    )


def settlement_faults(session: Session, basin_id: str) -> tuple[int, tuple[int, ...]]:
    """How many settlements a basin has, and the runs of those whose sums are not those of their items."""
    sums: dict[int, Amounts] = defaultdict(Amounts)
    for item in session.exec(_items_in(basin_id)):
        sums[item.settlement_id] += summed((_item(item),))
    rows = session.exec(
        select(SettlementRow)
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id)
    ).all()
    wrong = {row.run_id for row in rows if _amounts(row) != sums[_id(row.id)]}
    return len(rows), tuple(sorted(wrong))


def settled_days(session: Session, basin_id: str) -> tuple[date, date] | None:
    """The first and the last local date of which anything was settled; None when nothing ever was."""
    first, last = session.exec(
        select(func.min(SettlementItemRow.day), func.max(SettlementItemRow.day))
        .join(SettlementRow, col(SettlementRow.id) == col(SettlementItemRow.settlement_id))
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id)
    ).one()
    return None if first is None or last is None else (first, last)


def _numbers(session: Session, basin_id: str) -> dict[str, int]:
    """Row ids of all services, by what they are called in the basin."""
    rows = session.exec(select(ServiceRow.basin_id, ServiceRow.external_id, ServiceRow.id))
    return {_called(basin_id, home, external): _id(number) for home, external, number in rows}


def _called(basin_id: str, home: str, external: str) -> str:
    return external if home == basin_id else guest_id(home, external)


def _items_in(basin_id: str) -> SelectOfScalar[SettlementItemRow]:
    return (
        select(SettlementItemRow)
        .join(SettlementRow, col(SettlementRow.id) == col(SettlementItemRow.settlement_id))
        .join(SettlementRunRow, col(SettlementRunRow.id) == col(SettlementRow.run_id))
        .where(SettlementRunRow.basin_id == basin_id)
        .order_by(col(SettlementItemRow.day), col(SettlementItemRow.id))
    )


def _amounts(row: SettlementRow) -> Amounts:
    return Amounts(row.duty_cents, row.coordination_cents, row.ceiling_cents, row.recovered_minutes)


def _id(number: int | None) -> int:
    if number is None:
        raise AssertionError("a stored row has an id")
    return number


def _run(row: SettlementRunRow) -> Run:
    return Run(
        id=_id(row.id),
        first=row.first_day,
        last=row.last_day,
        at=row.at,
        by=row.by,
        paid_on=row.paid_on,
        reference=row.reference,
        rates=tuple(row.rates),
        undoes=row.undoes_id,
        reason=row.reason,
    )


def _item(row: SettlementItemRow) -> Item:
    return Item(
        kind=cast(ItemKind, row.kind),
        key=row.item,
        line=row.line,
        day=row.day,
        cents=row.cents,
        ceiling=row.ceiling_cents,
        minutes=row.minutes,
    )
