"""The public source on the database: compiled once, kept until what is published, or the day, changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.lookup import Timetable
from garde.lookup.reading import read_timetable
from garde.storage.database import Database
from garde.storage.repositories.backups import accepted_for
from garde.storage.repositories.basins import basin_stamp, chosen_basin
from garde.storage.repositories.rotas import latest_version
from garde.storage.repositories.served import served_stamp
from garde.storage.repositories.services import services_stamp

Stamp = tuple[object, ...]


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    timetable: Timetable


class PublishedSource:
    """Serves one basin. Looks at the database's stamp on each call; compiles again only when it moved."""

    def __init__(self, database: Database, basin: str, clock: Clock) -> None:
        self._database = database
        self._basin = basin
        self._clock = clock
        self._lock = Lock()
        self._kept: _Kept | None = None

    def current(self) -> Timetable:
        """The compiled timetable in force."""
        return self._state().timetable

    def _state(self) -> _Kept:
        now = self._clock()
        with self._database.reading() as session:
            config = chosen_basin(session, self._basin)
            stamp = _stamp(session, config, now.astimezone(ZoneInfo(config.timezone)).date())
            with self._lock:
                kept = self._kept
            if kept is not None and kept.stamp == stamp:
                return kept
            fresh = _Kept(stamp, read_timetable(session, config, now))
        with self._lock:
            self._kept = fresh
        return fresh


def _stamp(session: Session, config: BasinConfig, day: date) -> Stamp:
    return (
        config.id,
        basin_stamp(session, config.id),
        latest_version(session, config.id),
        *services_stamp(session, config.id),
        served_stamp(session, config.id),
        *_guests_stamp(session, config),
        day,
    )


def _guests_stamp(session: Session, config: BasinConfig) -> Stamp:
    """Changes with the backups that stand in here, and with what their own basins say of them."""
    accepted = accepted_for(session, config.id)
    homes = sorted({backup.home for backup in accepted})
    return (*(backup.id for backup in accepted), *(services_stamp(session, home) for home in homes))
