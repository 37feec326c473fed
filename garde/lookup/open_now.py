"""Who is open at an instant, and who is next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from garde.errors import BadInput, NotFound
from garde.lookup.answers import RINGS, Answer, LineNow, OpenNow
from garde.lookup.places import Place, find_place
from garde.lookup.presence import Presence
from garde.lookup.telling import coming, open_now, services_wanted
from garde.lookup.timetable import LineTimetable, Timetable
from garde.lookup.widening import open_elsewhere

SortKey = Callable[[Answer], tuple[int, float, int]]


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

    ``near`` is a postcode, a commune or a quarter: its own services come first, then the rest of the basin,
    each by distance; it hides nobody. Where nobody of the basin is open on a line, the search widens to the
    neighbours, then to the region. ``language`` (a tag such as
    ``fr``) keeps the services that speak it, ``step_free`` those with step-free access. At the minute of a
    hand-over the one who takes over answers.

    Raises NotFound for an unknown line, place or language, and BadInput for an instant that the
    timetable does not reach.
    """
    _refuse_beyond(timetable, at)
    place = find_place(timetable.config, near) if near is not None else None
    _require_spoken(timetable, language)
    wanted = services_wanted(timetable, language, step_free=step_free)
    lines = []
    for one in _lines_wanted(timetable, line):
        found = _line_now(timetable, one, at, wanted, place)
        if not found.open:
            beyond = open_elsewhere(
                timetable, found.line, at, language=language, step_free=step_free, place=place
            )
            found = replace(found, elsewhere=beyond)
        lines.append(found)
    by_distance = place is not None and place.centre is not None
    return OpenNow(
        at=at,
        basin=timetable.config.id,
        lines=tuple(lines) if line is not None else _by_need(lines),
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


def _require_spoken(timetable: Timetable, language: str | None) -> None:
    if language is not None and language not in timetable.spoken:
        raise NotFound(
            f"no service speaks {language[:40]!r}",
            where="language",
            remedy=f"use one of {', '.join(timetable.spoken)}",
        )


def _by_need(lines: Sequence[LineNow]) -> tuple[LineNow, ...]:
    """First the lines on which somebody is open, then those that neighbours answer, then the others."""
    return tuple(sorted(lines, key=lambda now: 0 if now.open else 1 if now.elsewhere else 2))


def _line_now(
    timetable: Timetable, found: LineTimetable, at: datetime, wanted: Collection[str], place: Place | None
) -> LineNow:
    present = [presence for presence in found.open_at(at) if presence.service in wanted]
    following = _next_up(found, at, wanted, present)
    key = _order(timetable, found, at)
    return LineNow(
        line=found.line.id,
        open=tuple(sorted((open_now(timetable, found, one, at, place) for one in present), key=key)),
        next_up=tuple(sorted((coming(timetable, found, one, place) for one in following), key=key)),
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


def _order(timetable: Timetable, found: LineTimetable, at: datetime) -> SortKey:
    """By ring, then distance, unknown ones last; then by name, beginning one name further each local day."""
    turn = at.astimezone(timetable.zone).toordinal()
    size = max(1, len(found.name_rank))

    def key(answer: Answer) -> tuple[int, float, int]:
        distance = float("inf") if answer.distance_km is None else answer.distance_km
        return (RINGS.index(answer.ring), distance, (found.name_rank[answer.service] - turn) % size)

    return key
