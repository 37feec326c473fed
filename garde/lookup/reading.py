"""Reading what a timetable is compiled from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict

from sqlmodel import Session

from garde.backups.backup import guest_id
from garde.backups.guests import Guest, seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig
from garde.lookup.around import Around, rings_around
from garde.lookup.timetable import Timetable, compile_timetable
from garde.served import as_served
from garde.signs.saturation import Saturation
from garde.storage.repositories.basins import stored_basins
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.signs import entrances_of, marks_of

BACK = timedelta(days=2)
AHEAD = timedelta(days=8)


def read_timetable(session: Session, config: BasinConfig, around: datetime) -> Timetable:
    """The timetable from two days before ``around`` to the last published duty, at least a week on.

    Duties that have begun are shown as they were served, where that is recorded. Accepted backups stand in
    places that are empty.
    """
    start = around - BACK
    guests = guests_of(session, config.id)
    published = seated(slots_in_force(session, config.id, start), guests)
    slots = as_served(published, served_records(session, config.id))
    versions = versions_of(session, config.id)
    end = max([around + AHEAD, *(slot.end for slot in slots)])
    return compile_timetable(
        config,
        services_of(session, config.id),
        slots,
        start=start,
        end=end,
        version=versions[-1].number if versions else None,
        published_at=versions[-1].published_at if versions else None,
        guests=guests,
        **_signs(session, config.id, guests),
    )


def read_with_around(session: Session, config: BasinConfig, around: datetime) -> Timetable:
    """The same, and what lies around the basin, which is read from the session when a search gets there."""
    stored = {one.id: one for one in stored_basins(session)}
    kept: dict[str, Timetable] = {}

    def read(basin: str) -> Timetable:
        if basin not in kept:
            kept[basin] = read_timetable(session, stored[basin], around)
        return kept[basin]

    neighbours, region = rings_around(config, stored.values())
    return replace(read_timetable(session, config, around), around=Around(neighbours, region, read))


class _Signs(TypedDict):
    saturation: dict[str, Saturation]
    entrances: dict[str, dict[str, str]]


def entrances_for(session: Session, basin: str, guests: Iterable[Guest]) -> dict[str, dict[str, str]]:
    """How to get in, by language, of the basin's services and of its guests, by what they are called here."""
    found = entrances_of(session, basin)
    for home in sorted({guest.home for guest in guests}):
        found |= {guest_id(home, name): texts for name, texts in entrances_of(session, home).items()}
    return found


def _signs(session: Session, basin: str, guests: Sequence[Guest]) -> _Signs:
    """What hangs at the doors of the basin's services and of its guests, who bring theirs along."""
    found = _Signs(
        saturation={name: mark.public for name, mark in marks_of(session, basin).items()},
        entrances=entrances_for(session, basin, guests),
    )
    for home in sorted({guest.home for guest in guests}):
        found["saturation"] |= {
            guest_id(home, name): mark.public for name, mark in marks_of(session, home).items()
        }
    return found
