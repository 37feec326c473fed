"""What an answer tells of somebody who is there, or will be, on one line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from garde.basin.service import Service
from garde.lookup.answers import Answer
from garde.lookup.places import Place, great_circle_km
from garde.lookup.presence import Presence
from garde.lookup.timetable import LineTimetable, Timetable
from garde.signs.entrance import by_night
from garde.signs.saturation import Saturation


def services_wanted(timetable: Timetable, language: str | None, *, step_free: bool) -> Collection[str]:
    """The services that speak the language and have step-free access, where these are asked for."""
    return {
        name
        for name, service in timetable.services.items()
        if (language is None or language in service.languages) and (not step_free or service.step_free)
    }


def open_now(
    timetable: Timetable, found: LineTimetable, presence: Presence, at: datetime, place: Place | None
) -> Answer:
    """What is told of somebody who is there at that instant."""
    return _answer(timetable, found, presence, presence.opens, at, place)


def coming(timetable: Timetable, found: LineTimetable, presence: Presence, place: Place | None) -> Answer:
    """What is told of somebody who will be there, as things will stand when this presence starts."""
    return _answer(timetable, found, presence, presence.start, presence.start, place)


def _answer(
    timetable: Timetable,
    found: LineTimetable,
    presence: Presence,
    opens: datetime,
    at: datetime,
    place: Place | None,
) -> Answer:
    service = timetable.services[presence.service]
    point = timetable.points[presence.service]
    centre = place.centre if place else None
    return Answer(
        service=service.external_id,
        name=service.shown_name,
        line=found.line.id,
        modes=presence.modes,
        modes_until=presence.modes_until,
        then_modes=presence.then_modes,
        basis=presence.basis,
        opens=opens,
        open_until=presence.closes,
        postcode=service.postcode,
        address=None if service.hide_address else service.address,
        call_first=service.hide_address,
        phone=service.phone,
        languages=service.languages,
        step_free=service.step_free,
        point=point,
        distance_km=great_circle_km(centre, point) if centre and point else None,
        backup_from=timetable.guests.get(presence.service),
        saturation=_saturation(timetable, service, at),
        entrance=_entrance(timetable, presence, at),
        ring="quarter" if place is not None and place.holds(service) else "basin",
    )


def _saturation(timetable: Timetable, service: Service, at: datetime) -> Saturation | None:
    mark = timetable.saturation.get(service.external_id)
    return mark if mark is not None and mark.holds(at) else None


def _entrance(timetable: Timetable, presence: Presence, at: datetime) -> Mapping[str, str] | None:
    """How to get in: only on duty, where a door opens, in the evening or at night."""
    texts = timetable.entrances.get(presence.service)
    if not texts or presence.basis != "duty" or "door" not in presence.modes:
        return None
    return texts if by_night(at, timetable.config.burden, timetable.zone) else None
