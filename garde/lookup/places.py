"""Where somebody looks for help, and how far a service is from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from unicodedata import normalize

from garde.basin.config import BasinConfig, Quarter
from garde.basin.service import Service
from garde.errors import NotFound

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

LONGEST_NAME = 100
"""Characters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quarter, or all of a postcode or of a commune, chosen by hand.

    ``names`` are by language and empty for a postcode. ``postcodes`` are those that it takes in, empty for a
    quarter, which takes in only part of its ``postcode``. ``centre`` is None where no quarter is drawn: then
    no distance can be told.
    """

    id: str
    postcode: str
    names: dict[str, str]
    centre: Point | None
    postcodes: tuple[str, ...] = ()

    def takes_in(self, quarter: Quarter) -> bool:
        """Whether the quarter is the place, or lies in it."""
        return quarter.postcode in self.postcodes if self.postcodes else quarter.id == self.id

    def holds(self, service: Service) -> bool:
        """Whether the service is of this very place."""
        return service.postcode in self.postcodes if self.postcodes else service.quarter == self.id


def find_place(config: BasinConfig, wanted: str) -> Place:
    """The place of that postcode, or of that id or name of a quarter or commune.

    Capitals, accents, hyphens and blanks do not matter. Raises NotFound when the basin has none such.
    """
    folded = _folded(wanted)
    for quarter in config.quarters:
        if folded and folded in _spellings(quarter.id, quarter.names):
            return Place(quarter.id, quarter.postcode, dict(quarter.names), (quarter.lat, quarter.lon))
    if folded in config.postcodes:
        return Place(folded, folded, {}, _centre(config, (folded,)), (folded,))
    for commune in config.communes:
        if folded and folded in _spellings(commune.id, commune.names):
            centre = _centre(config, commune.postcodes)
            return Place(commune.id, commune.postcodes[0], dict(commune.names), centre, commune.postcodes)
    raise NotFound(
        f"no postcode, commune or quarter {' '.join(wanted.split())[:40]!r} in this basin",
        where="near",
        remedy=f"use one of {', '.join(config.postcodes)}, or the name of a commune or quarter",
    )


def _folded(text: str) -> str:
    """The letters and digits of a text without capitals and accents."""
    plain = normalize("NFKD", text[:LONGEST_NAME]).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _spellings(identifier: str, names: Mapping[str, str]) -> set[str]:
    return {_folded(text) for text in (identifier, *names.values())}


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
    return _centre(config, (service.postcode,))


def great_circle_km(one: Point, other: Point) -> float:
    """Kilometres along the great circle between two points (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half_chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord)))


def _centre(config: BasinConfig, postcodes: Sequence[str]) -> Point | None:
    return _middle([quarter for quarter in config.quarters if quarter.postcode in postcodes])


def _middle(quarters: Sequence[Quarter]) -> Point | None:
    if not quarters:
        return None
    return (
        sum(quarter.lat for quarter in quarters) / len(quarters),
        sum(quarter.lon for quarter in quarters) / len(quarters),
    )
