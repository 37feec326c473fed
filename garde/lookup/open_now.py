"""Who is open at an instant, and who is next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from garde.errors import BadInput, NotFound
from garde.lookup.answers import Answer, LineNow, OpenNow
from garde.lookup.places import Place, find_place, great_circle_km
from garde.lookup.presence import Presence
from garde.lookup.timetable import LineTimetable, Timetable
from garde.signs.entrance import by_night
from garde.signs.saturation import Saturation

SortKey = Callable[[Answer], tuple[float, int]]


def who_is_open(
    timetable: Timetable,
    at: datetime,
    *,
    line: str | None = None,
    near: str | None = None,
    language: str | None = None,
    step_free: bool = False,
) -> OpenNow:
    """Who is open at the instant ``at`` on one line or all, by duty or by regular hours.

    ``near`` is a postcode or a quarter: it sorts by distance, and hides nobody. ``language`` (a tag such as
    ``fr``) keeps the services that speak it, ``step_free`` those with step-free access. At the minute of a
    hand-over the one who takes over answers.

    Raises NotFound for an unknown line, postcode, quarter or language, and BadInput for an instant that the
    timetable does not reach.
    """
    _refuse_beyond(timetable, at)
    place = find_place(timetable.config, near) if near is not None else None
    lines = _lines_wanted(timetable, line)
    wanted = _services_wanted(timetable, language, step_free)
    by_distance = place is not None and place.centre is not None
    return OpenNow(
        at=at,
        basin=timetable.config.id,
        lines=tuple(_line_now(timetable, found, at, wanted, place) for found in lines),
        order="distance" if by_distance else "rotating_name",
        place=place,
        language=language,
        step_free=step_free,
        help_numbers=timetable.config.help_numbers,
        published_until=timetable.published_until,
        version=timetable.version,
    )


def _refuse_beyond(timetable: Timetable, at: datetime) -> None:
    if not timetable.start <= at < timetable.end:
        asked, first, last = (
            instant.astimezone(timetable.zone).strftime("%Y-%m-%dT%H:%M") if instant.year > 1 else "year 1"
            for instant in (at, timetable.start, timetable.end)
        )
        raise BadInput(
            f"nothing is known about {asked}", where="at", remedy=f"choose a time from {first} until {last}"
        )


def _lines_wanted(timetable: Timetable, line: str | None) -> tuple[LineTimetable, ...]:
    if line is None:
        return tuple(timetable.lines.values())
    if line not in timetable.lines:
        raise NotFound(
            f"no line {line[:40]!r} in this basin",
            where="line",
            remedy=f"use one of {', '.join(timetable.lines)}",
        )
    return (timetable.lines[line],)


def _services_wanted(timetable: Timetable, language: str | None, step_free: bool) -> Collection[str]:
    if language is not None and language not in timetable.spoken:
        raise NotFound(
            f"no service speaks {language[:40]!r}",
            where="language",
            remedy=f"use one of {', '.join(timetable.spoken)}",
        )
    return {
        name
        for name, service in timetable.services.items()
        if (language is None or language in service.languages) and (not step_free or service.step_free)
    }


def _line_now(
    timetable: Timetable, found: LineTimetable, at: datetime, wanted: Collection[str], place: Place | None
) -> LineNow:
    present = [presence for presence in found.open_at(at) if presence.service in wanted]
    coming = _next_up(found, at, wanted, present)
    key = _order(timetable, found, at)
    return LineNow(
        line=found.line.id,
        open=tuple(sorted((_answer(timetable, found, p, p.opens, at, place) for p in present), key=key)),
        next_up=tuple(
            sorted((_answer(timetable, found, p, p.start, p.start, place) for p in coming), key=key)
        ),
    )


def _next_up(
    found: LineTimetable, at: datetime, wanted: Collection[str], present: Sequence[Presence]
) -> list[Presence]:
    """Whom to turn to after those present.

    The first duty that begins before the last of those present closes (or as it does); without one, those
    who open by their own hours meanwhile and outlast them; without any, or with nobody present, the first
    to open at all.
    """
    if not wanted:
        return []
    closings = [presence.closes for presence in present if presence.closes is not None]
    last = max(closings) if len(closings) == len(present) and closings else None
    nobody, endless = not present, bool(present) and last is None
    outlasting: list[Presence] = []
    later: list[Presence] = []
    for presence in found.after(at):
        if presence.service not in wanted or presence.opens <= at:
            continue
        if nobody or (last is not None and presence.start > last):
            later.append(presence)
            break
        if presence.basis == "duty":
            return _starting_with(found, presence, wanted, at)
        if not endless and last is not None and (presence.closes is None or presence.closes > last):
            outlasting.append(presence)
    first = next(iter(outlasting or later), None)
    return _starting_with(found, first, wanted, at) if first else []


def _starting_with(
    found: LineTimetable, first: Presence, wanted: Collection[str], at: datetime
) -> list[Presence]:
    """All who begin at the same instant as ``first``, on duty only when it is."""
    together = []
    for presence in found.after(at):
        if presence.start > first.start:
            break
        if (
            presence.start == first.start
            and presence.service in wanted
            and presence.opens > at
            and (presence.basis == "duty" or first.basis != "duty")
        ):
            together.append(presence)
    return together


def _answer(
    timetable: Timetable,
    found: LineTimetable,
    presence: Presence,
    opens: datetime,
    at: datetime,
    place: Place | None,
) -> Answer:
    """What is told of a presence, as things stand ``at`` that instant."""
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
        distance_km=great_circle_km(centre, point) if centre and point else None,
        backup_from=timetable.guests.get(presence.service),
        saturation=_saturation(timetable, presence.service, at),
        entrance=_entrance(timetable, presence, at),
    )


def _saturation(timetable: Timetable, service: str, at: datetime) -> Saturation | None:
    mark = timetable.saturation.get(service)
    return mark if mark is not None and mark.holds(at) else None


def _entrance(timetable: Timetable, presence: Presence, at: datetime) -> Mapping[str, str] | None:
    """How to get in: only on duty, where a door opens, in the evening or at night."""
    texts = timetable.entrances.get(presence.service)
    if not texts or presence.basis != "duty" or "door" not in presence.modes:
        return None
    return texts if by_night(at, timetable.config.burden, timetable.zone) else None


def _order(timetable: Timetable, found: LineTimetable, at: datetime) -> SortKey:
    """By distance, unknown ones last; then by name, beginning one name further each local day."""
    turn = at.astimezone(timetable.zone).toordinal()
    size = max(1, len(found.name_rank))

    def key(answer: Answer) -> tuple[float, int]:
        distance = float("inf") if answer.distance_km is None else answer.distance_km
        return (distance, (found.name_rank[answer.service] - turn) % size)

    return key
