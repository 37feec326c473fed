"""The state of each place's calendar event as stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from garde.publication.places import PlaceName, PlaceState
from garde.storage.tables import PlaceRow


def place_states(session: Session, basin_id: str, slots: Collection[str]) -> dict[PlaceName, PlaceState]:
    """The states of the places of these slots (by key)."""
    wanted = set(slots)
    # Columns instead of rows: a year has thousands.
    statement = select(  # type: ignore[call-overload]
        PlaceRow.slot_key, PlaceRow.number, PlaceRow.sequence, PlaceRow.changed_at, PlaceRow.fingerprint
    ).where(PlaceRow.basin_id == basin_id)
    return {
        (fields[0], fields[1]): PlaceState(*fields)
        for fields in session.exec(statement)
        if fields[0] in wanted
    }


def save_place_states(session: Session, basin_id: str, states: Iterable[PlaceState]) -> None:
    """Adds the states, or replaces those of the same places."""
    given = {(state.slot, state.number): state for state in states}
    rows = {
        (row.slot_key, row.number): row
        for row in session.exec(
            select(PlaceRow).where(
                PlaceRow.basin_id == basin_id, col(PlaceRow.slot_key).in_({slot for slot, _ in given})
            )
        )
    }
    for name, state in given.items():
        row = rows.get(name)
        if row is None:
            session.add(
                PlaceRow(
                    basin_id=basin_id,
                    slot_key=state.slot,
                    number=state.number,
                    sequence=state.sequence,
                    changed_at=state.changed_at,
                    fingerprint=state.fingerprint,
                )
            )
        else:
            row.sequence, row.changed_at, row.fingerprint = (
                state.sequence,
                state.changed_at,
                state.fingerprint,
            )
            session.add(row)
