"""The public source on the database: compiled once, kept until what is published, or the day, changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from threading import Lock
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.errors import GardeError
from garde.lookup import Timetable
from garde.lookup.around import Around, rings_around
from garde.lookup.reading import read_timetable
from garde.storage.database import Database
from garde.storage.repositories.backups import accepted_for
from garde.storage.repositories.basins import basin_stamp, chosen_basin, stored_basins
from garde.storage.repositories.rotas import latest_version
from garde.storage.repositories.served import served_stamp
from garde.storage.repositories.services import services_stamp
from garde.storage.repositories.signs import signs_stamp

Stamp = tuple[object, ...]
_Others = list[tuple[BasinConfig, Stamp]]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Kept:
    """A timetable, good while the database's pulse is ``mark``, on the day from ``since`` to ``until``.

    ``compiled`` is the basin's alone, ``timetable`` the same with what lies around it.
    """

    mark: object
    since: datetime
    until: datetime
    stamp: Stamp
    compiled: Timetable
    timetable: Timetable


@dataclass(frozen=True)
class _Other:
    """Another basin's timetable, good while its stamp is this."""

    stamp: Stamp
    timetable: Timetable


class PublishedSource:
    """Serves one basin, and what lies around it.

    Each call looks at the database's pulse, which costs microseconds; only when somebody wrote anything is
    its stamp read, and only when that moved is the timetable compiled again. Other basins are compiled when
    a search first widens to them.
    """

    def __init__(self, database: Database, basin: str, clock: Clock) -> None:
        self._database = database
        self._basin = basin
        self._clock = clock
        self._pulse = database.pulse()
        self._lock = Lock()
        self._kept: _Kept | None = None
        self._others_lock = Lock()
        self._others_kept: dict[str, _Other] = {}

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
                own, others = _stamp(session, config, today), _others(session, config, today)
                stamp = (own, *(stamp for _, stamp in others))
                if kept is not None and kept.stamp[0] == own:
                    compiled = kept.compiled
                else:
                    compiled = read_timetable(session, config, now)
            if kept is not None and kept.stamp == stamp:
                timetable = kept.timetable
            else:
                timetable = self._with_around(compiled, others, now)
            since, until = (
                datetime.combine(day, time(), zone).astimezone(UTC) for day in (today, today + DAY)
            )
            self._kept = _Kept(mark, since, until, stamp, compiled, timetable)
            return timetable

    def _with_around(self, compiled: Timetable, others: _Others, now: datetime) -> Timetable:
        """The timetable that also knows its neighbours, and whose stamp moves with theirs."""
        if not others:
            return compiled
        known = {config.id: (config, stamp) for config, stamp in others}
        neighbours, region = rings_around(compiled.config, [config for config, _ in others])

        def read(basin: str) -> Timetable | None:
            return self._other(*known[basin], now)

        stamp = sha256(repr((compiled.stamp, *(one for _, one in others))).encode()).hexdigest()[:16]
        return replace(compiled, around=Around(neighbours, region, read), stamp=stamp)

    def _other(self, config: BasinConfig, stamp: Stamp, now: datetime) -> Timetable | None:
        """Another basin's timetable; None where it cannot be read: better an answer without it than none."""
        with self._others_lock:
            known = self._others_kept.get(config.id)
            if known is not None and known.stamp == stamp:
                return known.timetable
            try:
                with self._database.reading() as session:
                    timetable = read_timetable(session, config, now)
            except GardeError:
                return None
            self._others_kept[config.id] = _Other(stamp, timetable)
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


def _others(session: Session, config: BasinConfig, day: date) -> _Others:
    """The other basins that are stored, as far as they can be read, with their stamps."""
    try:
        stored = stored_basins(session)
    except GardeError:
        return []
    return [(one, _stamp(session, one, day)) for one in stored if one.id != config.id]


def _guests_stamp(session: Session, config: BasinConfig) -> Stamp:
    """Changes with the backups that stand in here, and with what their own basins say of them."""
    accepted = accepted_for(session, config.id)
    homes = sorted({backup.home for backup in accepted})
    return (
        *(backup.id for backup in accepted),
        *((services_stamp(session, home), signs_stamp(session, home)) for home in homes),
    )
