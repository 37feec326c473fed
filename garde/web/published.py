"""The public source on the database: compiled once, kept until what is published, or the day, changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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
from garde.storage.repositories.signs import signs_stamp

Stamp = tuple[object, ...]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Kept:
    """A timetable, good while the database's pulse is ``mark``, on the day from ``since`` to ``until``."""

    mark: object
    since: datetime
    until: datetime
    stamp: Stamp
    timetable: Timetable


class PublishedSource:
    """Serves one basin.

    Each call looks at the database's pulse, which costs microseconds; only when somebody wrote anything is
    its stamp read, and only when that moved is the timetable compiled again.
    """

    def __init__(self, database: Database, basin: str, clock: Clock) -> None:
        self._database = database
        self._basin = basin
        self._clock = clock
        self._pulse = database.pulse()
        self._lock = Lock()
        self._kept: _Kept | None = None

    def current(self) -> Timetable:
        """The compiled timetable in force."""
        return self.kept() or self._read()

    def kept(self) -> Timetable | None:
        """The timetable in force if nothing was written since it was read."""
        kept = self._kept
        if kept is None or not kept.since <= self._clock() < kept.until or self._pulse() != kept.mark:
            return None
        return kept.timetable

    def _read(self) -> Timetable:
        # One at a time: after a publication everybody asks.
        with self._lock:
            if (ready := self.kept()) is not None:
                return ready
            # The pulse first, so that what is written meanwhile is seen next time.
            mark, now, kept = self._pulse(), self._clock(), self._kept
            with self._database.reading() as session:
                config = chosen_basin(session, self._basin)
                zone = ZoneInfo(config.timezone)
                today = now.astimezone(zone).date()
                stamp = _stamp(session, config, today)
                if kept is not None and kept.stamp == stamp:
                    timetable = kept.timetable
                else:
                    timetable = read_timetable(session, config, now)
            since, until = (
                datetime.combine(day, time(), zone).astimezone(UTC) for day in (today, today + DAY)
            )
            self._kept = _Kept(mark, since, until, stamp, timetable)
            return timetable


def _stamp(session: Session, config: BasinConfig, day: date) -> Stamp:
    return (
        config.id,
        basin_stamp(session, config.id),
        latest_version(session, config.id),
        *services_stamp(session, config.id),
        served_stamp(session, config.id),
        *signs_stamp(session, config.id),
        *_guests_stamp(session, config),
        day,
    )


def _guests_stamp(session: Session, config: BasinConfig) -> Stamp:
    """Changes with the backups that stand in here, and with what their own basins say of them."""
    accepted = accepted_for(session, config.id)
    homes = sorted({backup.home for backup in accepted})
    return (
        *(backup.id for backup in accepted),
        *((services_stamp(session, home), signs_stamp(session, home)) for home in homes),
    )
