"""Basins as stored: the whole validated file beside its id."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, delete, select

from garde.basin.config import BasinConfig
from garde.basin.load import from_json, to_json
from garde.errors import BadInput, NotFound, StorageError
from garde.storage.every_table import every_table
from garde.storage.guards import guards_lifted
from garde.storage.repositories.time_rules import keep_rules
from garde.storage.tables import BasinRow


def save_basin(session: Session, config: BasinConfig, at: datetime, *, since: datetime | None = None) -> bool:
    """Stores or updates a basin; True when it was not stored before.

    Other holidays and target hours hold from now on, or from ``since``.
    Raises StorageError when a real basin would land in a demo database or the other way round: an
    invented rota must never be taken for a real one.
    """
    rows = session.exec(select(BasinRow)).all()
    if any(row.demo != config.demo for row in rows):
        kind = "a demo" if not config.demo else "real services'"
        raise StorageError(
            f"this is {kind} database, and basin {config.id} is {'a demo' if config.demo else 'real'}",
            remedy="name another database in GARDE_DATABASE_URL",
        )
    row = session.get(BasinRow, config.id)
    if row is None:
        session.add(BasinRow(id=config.id, config=to_json(config), demo=config.demo, loaded_at=at))
        session.flush()
        keep_rules(session, config, at, since)
        return True
    if row.config != to_json(config):
        row.config = to_json(config)
        row.loaded_at = at
        session.add(row)
    if keep_rules(session, config, at, since):
        row.loaded_at = at
        session.add(row)
    return False


def wipe(session: Session) -> None:
    """Takes every row out of every table, with the guards of what may otherwise never change lifted."""
    with guards_lifted(session):
        for table in reversed(every_table()):
            session.execute(delete(table))


def lock_basin(session: Session, basin_id: str) -> None:
    """Lets nobody else publish in the basin until the transaction ends: who comes second waits, then reads.

    SQLite has one writer at a time anyway.
    """
    session.exec(select(BasinRow.id).where(BasinRow.id == basin_id).with_for_update()).one_or_none()


def stored_basins(session: Session) -> tuple[BasinConfig, ...]:
    """All basins, by id."""
    rows = session.exec(select(BasinRow).order_by(BasinRow.id)).all()
    return tuple(from_json(row.config) for row in rows)


def basin_stamp(session: Session, basin_id: str) -> datetime | None:
    """When the basin's file was last changed here."""
    row = session.get(BasinRow, basin_id)
    return row.loaded_at if row else None


def chosen_basin(session: Session, basin_id: str | None) -> BasinConfig:
    """The basin of that id, or the only one stored when none is named.

    Raises NotFound for an unknown id or an empty database, BadInput when a choice is needed.
    """
    names = session.exec(select(BasinRow.id).order_by(BasinRow.id)).all()
    if not names:
        raise NotFound("no basin is stored yet", remedy="run: garde init BASIN.toml")
    if basin_id is None and len(names) > 1:
        raise BadInput("several basins are stored", remedy=f"add --basin with one of: {', '.join(names)}")
    wanted = basin_id or names[0]
    row = session.get(BasinRow, wanted)
    if row is None:
        raise NotFound(f"there is no basin {wanted!r}", remedy=f"stored here: {', '.join(names)}")
    return from_json(row.config)
