"""Great circle distances."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088

Position = tuple[float, float]


def kilometres(one: Position, other: Position) -> float:
    """Return the great circle distance between two ``(lat, lon)`` in WGS 84 degrees.

    The haversine formula on a sphere of the mean Earth radius 6371.0088 km (IUGG).
    """
    latitude, other_latitude = radians(one[0]), radians(other[0])
    half_rise = sin((other_latitude - latitude) / 2)
    half_turn = sin(radians(other[1] - one[1]) / 2)
    chord = half_rise * half_rise + cos(latitude) * cos(other_latitude) * half_turn * half_turn
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def within(one: Position | None, other: Position | None, km: float) -> bool:
    """Tell whether both positions are known and at most ``km`` apart."""
    return one is not None and other is not None and kilometres(one, other) <= km


def nearer(one: Position | None, other: Position | None, km: float) -> bool:
    """Tell whether both positions are known and less than ``km`` apart."""
    return one is not None and other is not None and kilometres(one, other) < km
