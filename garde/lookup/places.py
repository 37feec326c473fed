"""Where somebody looks for help, and how far a service is from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from garde.basin.config import BasinConfig, Quarter
from garde.basin.service import Service
from garde.errors import NotFound

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quarter, or all of a postcode, chosen by hand.

    ``names`` are by language and empty for a postcode. ``centre`` is None for a postcode of the basin in
    which no quarter is drawn: then no distance can be told.
    """

    id: str
    postcode: str
    names: dict[str, str]
    centre: Point | None


def find_place(config: BasinConfig, wanted: str) -> Place:
    """The place of that postcode, quarter id or quarter name (capitals do not matter).

    Raises NotFound when the basin has none such.
    """
    text = " ".join(wanted.split())
    folded = text.casefold()
    for quarter in config.quarters:
        if folded == quarter.id or folded in (name.casefold() for name in quarter.names.values()):
            return Place(quarter.id, quarter.postcode, dict(quarter.names), (quarter.lat, quarter.lon))
    if text in config.postcodes:
        return Place(text, text, {}, _postcode_centre(config, text))
    raise NotFound(
        f"no postcode or quarter {text[:40]!r} in this basin",
        where="near",
        remedy=f"use one of {', '.join(config.postcodes)}, or the name of a quarter",
    )


def service_point(config: BasinConfig, service: Service) -> Point | None:
    """Where a service is taken to be when distances are told.

    Its own coordinates, else the centre of its quarter, else of its postcode. A service that hides its
    address is taken to be at the centre, so that distances from several places do not give it away.
    """
    if not service.hide_address and service.lat is not None and service.lon is not None:
        return (service.lat, service.lon)
    quarter = config.quarter(service.quarter) if service.quarter else None
    if quarter is not None:
        return (quarter.lat, quarter.lon)
    return _postcode_centre(config, service.postcode)


def great_circle_km(one: Point, other: Point) -> float:
    """Kilometres along the great circle between two points (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half_chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord)))


def _postcode_centre(config: BasinConfig, postcode: str) -> Point | None:
    return _middle([quarter for quarter in config.quarters if quarter.postcode == postcode])


def _middle(quarters: Sequence[Quarter]) -> Point | None:
    if not quarters:
        return None
    return (
        sum(quarter.lat for quarter in quarters) / len(quarters),
        sum(quarter.lon for quarter in quarters) / len(quarters),
    )
