"""``garde-timeline/1``: all that lookups of the coming weeks need, as compact JSON that anybody may have.

`docs/timeline-format.md` describes it; `rebuilding.py` reads it. Only what citizens read is in it: no e-mail,
share or limit, and neither the address nor the position of a service that hides them. Instants are minutes
from ``zero``, the whole minute in which the data begin.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.calendar.localtime import clock_changes
from garde.lookup.around import BEYOND
from garde.lookup.calls import call_cost
from garde.lookup.presence import Presence
from garde.lookup.timetable import Timetable
from garde.signs.saturation import Saturation

FORMAT = "garde-timeline/1"

OF_THE_BASIN = ("id", "names", "demo", "timezone", "languages", "postcodes", "neighbours")
OF_THE_NIGHT = ("evening_from", "night_from", "night_until")
"""The hours of the local clock at which entrances are told."""
OF_A_QUARTER = ("id", "names", "postcode", "lat", "lon")
OF_A_LINE = ("id", "names", "pictogram", "modes")

_MINUTE = timedelta(minutes=1)
_CLOCK_BACK, _CLOCK_AHEAD = timedelta(days=400), timedelta(days=800)
"""How far around the data clock changes are told, so that a time typed in is understood."""


def timeline_document(
    timetable: Timetable, written_at: datetime, *, until: datetime | None = None
) -> dict[str, Any]:
    """The document, ready for JSON.

    With ``until`` it is shortened to the presences that begin before then and have not ended when it is
    written, without what lies around the basin; it then says so in ``whole_until``.
    """
    return _document(timetable, written_at, until, around=until is None)


def _document(
    timetable: Timetable, written_at: datetime, until: datetime | None, *, around: bool
) -> dict[str, Any]:
    zero = timetable.start.replace(second=0, microsecond=0)
    minutes = _minutes_from(zero)
    numbers = {name: number for number, name in enumerate(timetable.services)}
    ways: dict[tuple[Any, ...], int] = {}
    lines = [
        {
            **_public(found.line.model_dump(mode="json"), OF_A_LINE),
            "order": [numbers[name] for name in sorted(found.name_rank, key=found.name_rank.__getitem__)],
            "presences": _presences(found.coming, minutes, numbers, ways, written_at, until),
        }
        for found in timetable.lines.values()
    ]
    return {
        "format": FORMAT,
        "stamp": timetable.stamp,
        "version": timetable.version,
        "written_at": _iso(written_at),
        "published_at": _iso(timetable.published_at),
        "zero": _iso(zero),
        "start": minutes(timetable.start),
        "end": minutes(timetable.end),
        "published_until": None if timetable.published_until is None else minutes(timetable.published_until),
        "whole_until": None if until is None else minutes(until),
        "clock": _clock(timetable, minutes),
        "basin": _basin(timetable.config),
        "services": [_service(timetable, name) for name in timetable.services],
        "ways": [list(way) for way in ways],
        "lines": lines,
        "around": _around(timetable, written_at) if around else None,
    }


def _around(timetable: Timetable, written_at: datetime) -> dict[str, list[dict[str, Any]]]:
    """The documents of the other basins, as far as a search in this one can reach."""
    found: dict[str, list[dict[str, Any]]] = {}
    for ring in BEYOND:
        others = (_reached(other, timetable) for other in timetable.around.timetables(ring))
        found[ring] = [_document(other, written_at, None, around=False) for other in others]
    return found


def _reached(other: Timetable, timetable: Timetable) -> Timetable:
    """Without the lines that the basin itself does not have."""
    lines = {name: line for name, line in other.lines.items() if name in timetable.lines}
    return replace(other, lines=lines)


def write_timeline(timetable: Timetable, written_at: datetime) -> bytes:
    """The whole document as UTF-8 JSON without needless signs."""
    return encode(timeline_document(timetable, written_at))


def encode(document: Mapping[str, Any]) -> bytes:
    """A document as UTF-8 JSON without needless signs."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _minutes_from(zero: datetime) -> Callable[[datetime], int | float]:
    def minutes(instant: datetime) -> int | float:
        # Duties change at whole minutes; what was served instead may not.
        whole, rest = divmod(instant - zero, _MINUTE)
        return whole + rest / _MINUTE if rest else whole

    return minutes


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _public(given: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: given[name] for name in names}


def _basin(config: BasinConfig) -> dict[str, Any]:
    given = config.model_dump(mode="json")
    return {
        **_public(given, OF_THE_BASIN),
        "quarters": [_public(quarter, OF_A_QUARTER) for quarter in given["quarters"]],
        "communes": given["communes"],
        "help_numbers": given["help_numbers"],
        "night": [given["burden"][name] for name in OF_THE_NIGHT],
    }


def _clock(timetable: Timetable, minutes: Callable[[datetime], int | float]) -> list[list[int | float]]:
    """The offset of the local clock in minutes, from each of its changes on."""
    zone, first = timetable.zone, timetable.start - _CLOCK_BACK
    changes = (first, *clock_changes(first, timetable.end + _CLOCK_AHEAD, zone))
    return [[minutes(change), _offset(change, zone)] for change in changes]


def _offset(instant: datetime, zone: ZoneInfo) -> int | float:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    amount = offset / _MINUTE
    return int(amount) if amount.is_integer() else amount


def _service(timetable: Timetable, name: str) -> dict[str, Any]:
    service, point = timetable.services[name], timetable.points[name]
    home = timetable.guests.get(name)
    told = {
        "id": service.external_id,
        "name": service.shown_name,
        "postcode": service.postcode,
        "quarter": service.quarter,
        "address": None if service.hide_address else service.address,
        "call_first": service.hide_address,
        "phone": service.phone,
        "call_cost": None if (cost := call_cost(service.phone)) is None else [cost.kind, cost.most_cents],
        "languages": list(service.languages),
        "step_free": service.step_free,
        "point": None if point is None else list(point),
        "home": None if home is None else dict(home),
        "saturation": _saturation(timetable.saturation.get(name)),
        "entrance": dict(timetable.entrances.get(name, {})) or None,
    }
    return {key: value for key, value in told.items() if value not in (None, [], False) or _said(key, value)}


def _saturation(mark: Saturation | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {
        "level": mark.level,
        "said_at": _iso(mark.said_at),
        "until": _iso(mark.until),
        "said_by": mark.said_by,
    }


def _said(key: str, value: object) -> bool:
    """That there are steps is said; that nothing is known of them is not."""
    return key == "step_free" and value is False


def _presences(
    coming: Sequence[Presence],
    minutes: Callable[[datetime], int | float],
    numbers: Mapping[str, int],
    ways: dict[tuple[Any, ...], int],
    written_at: datetime,
    until: datetime | None,
) -> list[list[int | float | None]]:
    """Each presence as its service, the time since the start before, its length, its way, and the rest.

    The rest is what its opening has before and after it (None: no end in sight), and after how long the
    modes change; zeros at the end are left out.
    """
    rows: list[list[int | float | None]] = []
    before: int | float = 0
    for one in coming:
        if until is not None and (one.start >= until or one.end <= written_at):
            continue
        start, end = minutes(one.start), minutes(one.end)
        way = ways.setdefault((one.basis, one.modes, one.then_modes), len(ways))
        row: list[int | float | None] = [
            numbers[one.service],
            start - before,
            end - start,
            way,
            start - minutes(one.opens),
            None if one.closes is None else minutes(one.closes) - end,
            0 if one.modes_until is None else minutes(one.modes_until) - start,
        ]
        while row[-1] == 0:
            row.pop()
        rows.append(row)
        before = start
    return rows
