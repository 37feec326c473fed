"""The search widens by itself: where nobody of the basin is open, the neighbours, then the region. Pure.

The quarter and the basin need no widening: whoever is open in the place asked about comes first, and the rest
of the basin follows (`garde.lookup.open_now`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from garde.backups.backup import guest_id
from garde.lookup.answers import Answer
from garde.lookup.around import BEYOND, Beyond
from garde.lookup.places import Place
from garde.lookup.telling import open_now, services_wanted
from garde.lookup.timetable import Timetable, sort_key


def open_elsewhere(
    timetable: Timetable,
    line: str,
    at: datetime,
    *,
    language: str | None,
    step_free: bool,
    place: Place | None,
) -> tuple[Answer, ...]:
    """Who is open on the line of that id in the nearest ring beyond the basin in which somebody is.

    The same language and access are asked for there. Nearest first where the place has a middle, unknown
    distances last; else by name, beginning one name further each local day.
    """
    for ring in BEYOND:
        found = [
            answer
            for other in timetable.around.timetables(ring)
            for answer in _open_in(other, ring, line, at, language, place, step_free=step_free)
        ]
        if found:
            return _in_order(found, at.astimezone(timetable.zone).toordinal())
    return ()


def _open_in(
    other: Timetable,
    ring: Beyond,
    line: str,
    at: datetime,
    language: str | None,
    place: Place | None,
    *,
    step_free: bool,
) -> Iterator[Answer]:
    found = other.lines.get(line)
    if found is None or not other.start <= at < other.end:
        return
    wanted = services_wanted(other, language, step_free=step_free)
    for presence in found.open_at(at):
        if presence.service in wanted:
            yield replace(
                open_now(other, found, presence, at, place),
                service=guest_id(other.config.id, presence.service),
                ring=ring,
                basin_names=other.config.names,
            )


def _in_order(found: Sequence[Answer], turn: int) -> tuple[Answer, ...]:
    by_name = sorted(found, key=lambda answer: (sort_key(answer.name), answer.service))
    rank = {answer.service: place for place, answer in enumerate(by_name)}

    def key(answer: Answer) -> tuple[float, int]:
        distance = float("inf") if answer.distance_km is None else answer.distance_km
        return distance, (rank[answer.service] - turn) % len(found)

    return tuple(sorted(found, key=key))
