"""Swaps as stored, and what those in force ask of later planning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select

from garde.accounts.actor import Role
from garde.errors import Conflict, NotFound
from garde.planning.decisions import SWAP, Pin
from garde.rota import FilledSlot
from garde.storage.repositories.rows import given
from garde.storage.repositories.services import service_ids
from garde.storage.tables_agreement import SwapRow
from garde.storage.types import LARGEST_ID
from garde.swaps.swap import IN_FORCE, LIVE, Kind, State, Step, Swap


def add_swap(session: Session, basin_id: str, swap: Swap) -> int:
    """Stores an offer (its ``id`` is given here) and returns the id. Raises Conflict while one is live."""
    ids = service_ids(session, basin_id)
    same = session.exec(
        select(SwapRow.id).where(
            SwapRow.basin_id == basin_id,
            SwapRow.slot_key == swap.slot,
            SwapRow.giver_id == ids[swap.giver],
            col(SwapRow.state).in_(LIVE),
        )
    ).first()
    if same is not None:
        raise Conflict(
            f"{swap.giver} offers {swap.slot} already: swap {same}", remedy=f"garde swaps withdraw {same}"
        )
    row = SwapRow(
        basin_id=basin_id,
        slot_key=swap.slot,
        giver_id=ids[swap.giver],
        state=swap.state,
        offered_at=swap.offered.at,
        offered_by=swap.offered.by,
        offered_role=swap.offered.role,
    )
    _write(row, swap, ids)
    session.add(row)
    session.flush()
    return given(row.id)


def save_swap(session: Session, basin_id: str, swap: Swap) -> None:
    """Writes what became of a stored swap."""
    row = session.get(SwapRow, swap.id)
    if row is None:
        raise AssertionError(f"swap {swap.id} is not stored")
    _write(row, swap, service_ids(session, basin_id))
    session.add(row)
    session.flush()


def known_swap(session: Session, basin_id: str, number: int, *, deciding: bool = False) -> Swap:
    """The swap of that number; ``deciding`` keeps others from deciding on it meanwhile. Raises NotFound."""
    if 0 < number <= LARGEST_ID:
        statement = select(SwapRow).where(SwapRow.id == number, SwapRow.basin_id == basin_id)
        row = session.exec(statement.with_for_update() if deciding else statement).one_or_none()
        if row is not None:
            return _swap(row, _names(session, basin_id))
    raise NotFound(f"basin {basin_id} has no swap {number}", remedy="see: garde swaps list")


def swaps_of(session: Session, basin_id: str, *, states: Collection[State] | None = None) -> tuple[Swap, ...]:
    """The swaps of a basin, oldest first; with ``states``, those in one of them."""
    statement = select(SwapRow).where(SwapRow.basin_id == basin_id).order_by(col(SwapRow.id))
    if states is not None:
        statement = statement.where(col(SwapRow.state).in_(states))
    names = _names(session, basin_id)
    return tuple(_swap(row, names) for row in session.exec(statement))


def swap_pins(
    session: Session, basin_id: str, slots: Collection[FilledSlot], at: datetime
) -> tuple[Pin, ...]:
    """What the swaps in force decided about these slots in force that have not begun.

    Who took a duty keeps it, and who gave it away is not given it again, as long as that is so today: a swap
    that something later has replaced asks for nothing.
    """
    coming = {slot.key: slot for slot in slots if slot.start > at}
    pins: dict[tuple[str, str], Pin] = {}
    for swap in swaps_of(session, basin_id, states=IN_FORCE):
        for key, former, latter in (
            (swap.slot, swap.giver, swap.taker),
            (swap.return_slot, swap.taker, swap.giver),
        ):
            slot = coming.get(key or "")
            if slot is not None and former is not None and latter is not None and latter in slot.services:
                pins[slot.key, latter] = Pin(slot.key, latter, True, SWAP)
                if former not in slot.services:
                    pins[slot.key, former] = Pin(slot.key, former, False, SWAP)
    return tuple(pins.values())


def _write(row: SwapRow, swap: Swap, ids: dict[str, int]) -> None:
    row.taker_id = None if swap.taker is None else ids[swap.taker]
    row.return_slot_key = swap.return_slot
    row.kind, row.named, row.state, row.note = swap.kind, swap.named, swap.state, swap.note
    row.reason, row.version, row.undone_version = swap.reason, swap.version, swap.undone_version
    for name in ("accepted", "decided", "undone"):
        step: Step | None = getattr(swap, name)
        setattr(row, f"{name}_at", None if step is None else step.at)
        setattr(row, f"{name}_by", None if step is None else step.by)
        setattr(row, f"{name}_role", None if step is None else step.role)


def _names(session: Session, basin_id: str) -> dict[int, str]:
    return {number: external for external, number in service_ids(session, basin_id).items()}


def _swap(row: SwapRow, names: dict[int, str]) -> Swap:
    return Swap(
        id=given(row.id),
        slot=row.slot_key,
        giver=names[row.giver_id],
        kind=cast(Kind, row.kind),
        offered=Step(row.offered_at, row.offered_by, cast(Role, row.offered_role)),
        taker=None if row.taker_id is None else names[row.taker_id],
        return_slot=row.return_slot_key,
        named=row.named,
        state=cast(State, row.state),
        note=row.note,
        accepted=_step(row.accepted_at, row.accepted_by, row.accepted_role),
        decided=_step(row.decided_at, row.decided_by, row.decided_role),
        undone=_step(row.undone_at, row.undone_by, row.undone_role),
        reason=row.reason,
        version=row.version,
        undone_version=row.undone_version,
    )


def _step(at: datetime | None, by: str | None, role: str | None) -> Step | None:
    return None if at is None or by is None else Step(at, by, cast(Role, role or "coordinator"))
