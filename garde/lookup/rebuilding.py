"""A timetable from a ``garde-timeline/1`` document: it answers every question as the one written did."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from garde.basin.communes import Commune
from garde.basin.config import BasinConfig, Burden, HelpNumber, Line, Quarter
from garde.basin.service import Service
from garde.errors import BadInput
from garde.lookup.around import BEYOND, NOTHING_AROUND, Around
from garde.lookup.document import FORMAT, OF_THE_NIGHT
from garde.lookup.presence import Presence
from garde.lookup.timetable import LineTimetable, Timetable, sweep
from garde.signs.saturation import Saturation

_MICROSECONDS = 60_000_000


@dataclass(frozen=True, slots=True)
class Timeline:
    """A document that was read: the timetable, and when it was written."""

    timetable: Timetable
    written_at: datetime


def read_timeline(data: bytes) -> Timeline:
    """Read a whole document. Raises BadInput for what is none."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT or found["whole_until"] is not None:
            raise ValueError(f"its format is not {FORMAT}, or it is shortened")
        return Timeline(_timetable(found), _instant(found["written_at"]))
    # Whatever is wrong in a file that is not ours, or was cut short, it cannot be used.
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise BadInput(
            f"this is no {FORMAT} document ({type(error).__name__}: {' '.join(str(error).split())[:120]})",
            remedy="write it again: garde export site",
        ) from error


def _timetable(found: Mapping[str, Any]) -> Timetable:
    zero = _instant(found["zero"])
    services = {told["id"]: _service(told) for told in found["services"]}
    names = tuple(services)
    until = found["published_until"]

    def with_(key: str) -> list[Any]:
        return [told for told in found["services"] if key in told]

    lines = [_line(told) for told in found["lines"]]
    return Timetable(
        config=_config(found["basin"], lines),
        start=_after(zero, found["start"]),
        end=_after(zero, found["end"]),
        services=services,
        points={told["id"]: _point(told.get("point")) for told in found["services"]},
        lines={
            line.id: _line_timetable(line, told, found["ways"], names, zero)
            for line, told in zip(lines, found["lines"], strict=True)
        },
        version=found["version"],
        published_at=None if found["published_at"] is None else _instant(found["published_at"]),
        published_until=None if until is None else _after(zero, until),
        faults=(),
        stamp=found["stamp"],
        guests={told["id"]: told["home"] for told in with_("home")},
        saturation={told["id"]: _saturation(told["saturation"]) for told in with_("saturation")},
        entrances={told["id"]: told["entrance"] for told in with_("entrance")},
        around=_around(found["around"]),
    )


def _around(told: Mapping[str, Any] | None) -> Around:
    if told is None:
        return NOTHING_AROUND
    rings = {ring: [_timetable(other) for other in told[ring]] for ring in BEYOND}
    known = {other.config.id: other for ring in BEYOND for other in rings[ring]}
    neighbours, region = (tuple(other.config.id for other in rings[ring]) for ring in BEYOND)
    return Around(neighbours, region, known.get)


def _config(told: Mapping[str, Any], lines: Sequence[Line]) -> BasinConfig:
    """The public part of a basin: how it plans is not in the document, so the whole is not judged."""
    return BasinConfig.model_construct(
        format="garde-basin/1",
        id=told["id"],
        names=told["names"],
        demo=told["demo"],
        timezone=told["timezone"],
        languages=tuple(told["languages"]),
        postcodes=tuple(told["postcodes"]),
        neighbours=tuple(told["neighbours"]),
        communes=tuple(Commune.model_validate(one) for one in told["communes"]),
        quarters=tuple(Quarter.model_validate({**one, "population": 0}) for one in told["quarters"]),
        burden=Burden(
            day=0,
            evening=0,
            night=0,
            weekend=0,
            holiday=0,
            **dict(zip(OF_THE_NIGHT, told["night"], strict=True)),
        ),
        help_numbers=tuple(HelpNumber.model_validate(one) for one in told["help_numbers"]),
        lines=tuple(lines),
    )


def _line(told: Mapping[str, Any]) -> Line:
    return Line(id=told["id"], names=told["names"], pictogram=told["pictogram"], modes=tuple(told["modes"]))


def _service(told: Mapping[str, Any]) -> Service:
    return Service(
        external_id=told["id"],
        name=told["name"],
        postcode=told["postcode"],
        lines=(),
        quarter=told.get("quarter"),
        address=told.get("address"),
        hide_address=told.get("call_first", False),
        phone=told.get("phone"),
        languages=tuple(told.get("languages", ())),
        step_free=told.get("step_free"),
    )


def _saturation(told: Mapping[str, Any]) -> Saturation:
    return Saturation(told["level"], _instant(told["said_at"]), _instant(told["until"]), told["said_by"])


def _point(told: Sequence[float] | None) -> tuple[float, float] | None:
    return None if told is None else (told[0], told[1])


def _line_timetable(
    line: Line, told: Mapping[str, Any], ways: Sequence[Any], names: Sequence[str], zero: datetime
) -> LineTimetable:
    coming = []
    begins: float = 0
    for row in told["presences"]:
        service, later, length, way, before, after, changes = [*row, 0, 0, 0, 0][:7]
        begins += later
        basis, modes, then_modes = ways[way]
        one = Presence(
            service=names[service],
            start=_after(zero, begins),
            end=_after(zero, begins + length),
            basis=basis,
            modes=tuple(modes),
            modes_until=_after(zero, begins + changes) if changes else None,
            then_modes=tuple(then_modes),
            opens=_after(zero, begins - before),
            closes=None if after is None else _after(zero, begins + length + after),
        )
        coming.append(one)
    cuts, open_from = sweep(coming)
    return LineTimetable(
        line=line,
        cuts=cuts,
        open_from=open_from,
        coming=tuple(coming),
        starts=tuple(one.start for one in coming),
        name_rank={names[service]: rank for rank, service in enumerate(told["order"])},
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _after(zero: datetime, minutes: float) -> datetime:
    # A text or a list times sixty million would be made first, and fill the memory, before it is refused.
    if not isinstance(minutes, int | float):
        raise TypeError(f"{type(minutes).__name__} instead of minutes")
    return zero + timedelta(microseconds=round(minutes * _MICROSECONDS))
