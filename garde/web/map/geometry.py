"""Plane geometry of a map: a few dozen points, convex shapes, kilometres east and north."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, radians, sin

from garde.lookup.places import EARTH_RADIUS_KM, Point

Spot = tuple[float, float]
"""Kilometres east and north of an origin; y grows to the north."""

Polygon = tuple[Spot, ...]
"""The corners of a convex shape, counter-clockwise; empty when nothing is left of it."""

CORNERS = 24
"""Corners with which a circle is drawn: at the size of a map they are not seen."""


def project(point: Point, origin: Point) -> Spot:
    """Where a point is seen from the origin (equirectangular: within a basin true to a metre or two)."""
    per_degree = EARTH_RADIUS_KM * pi / 180
    return (
        (point[1] - origin[1]) * per_degree * cos(radians(origin[0])),
        (point[0] - origin[0]) * per_degree,
    )


def unproject(spot: Spot, origin: Point) -> Point:
    """The point that is seen there: the inverse of :func:`project`."""
    per_degree = EARTH_RADIUS_KM * pi / 180
    return (
        origin[0] + spot[1] / per_degree,
        origin[1] + spot[0] / (per_degree * cos(radians(origin[0]))),
    )


def convex_hull(spots: Sequence[Spot]) -> Polygon:
    """The smallest convex shape around the spots (Andrew's monotone chain)."""
    ordered = sorted(set(spots))
    if len(ordered) < 3:
        return tuple(ordered)

    def chain(along: Sequence[Spot]) -> list[Spot]:
        kept: list[Spot] = []
        for spot in along:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], spot) <= 0:
                kept.pop()
            kept.append(spot)
        return kept[:-1]

    return tuple(chain(ordered) + chain(ordered[::-1]))


def rounded_hull(spots: Sequence[Spot], radius: float) -> Polygon:
    """All that is within ``radius`` of the spots' convex hull, its round corners drawn as polygons."""
    circle = [
        (radius * cos(2 * pi * corner / CORNERS), radius * sin(2 * pi * corner / CORNERS))
        for corner in range(CORNERS)
    ]
    return convex_hull([(x + dx, y + dy) for x, y in spots for dx, dy in circle])


def clip(shape: Polygon, normal: Spot, limit: float) -> Polygon:
    """What of a convex shape lies where ``normal · spot <= limit`` (Sutherland and Hodgman, one edge)."""
    kept: list[Spot] = []
    for start, end in zip(shape, (*shape[1:], *shape[:1]), strict=True):
        before, after = (normal[0] * x + normal[1] * y - limit for x, y in (start, end))
        if before <= 0:
            kept.append(start)
        if (before < 0 < after) or (after < 0 < before):
            share = before / (before - after)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return tuple(kept) if len(kept) > 2 else ()


def nearest_cells(sites: Sequence[Spot], border: Polygon) -> tuple[Polygon, ...]:
    """For each site, what of the area inside ``border`` is nearest to it (its Voronoi cell).

    Sites at one and the same spot share one cell.
    """
    cells = []
    for x, y in sites:
        cell = border
        for other_x, other_y in sites:
            if (other_x, other_y) != (x, y):
                middle = (other_x**2 + other_y**2 - x**2 - y**2) / 2
                cell = clip(cell, (other_x - x, other_y - y), middle)
        cells.append(cell)
    return tuple(cells)


def within_box(shape: Polygon, west: float, south: float, east: float, north: float) -> Polygon:
    """What of a convex shape lies inside a box."""
    for normal, limit in (
        ((-1.0, 0.0), -west),
        ((0.0, -1.0), -south),
        ((1.0, 0.0), east),
        ((0.0, 1.0), north),
    ):
        shape = clip(shape, normal, limit)
    return shape


def spacing(sites: Sequence[Spot]) -> float:
    """The median of each site's distance to its nearest neighbour; 1 km for a lone site."""
    if len(sites) < 2:
        return 1.0
    nearest = sorted(
        min(hypot(x - other_x, y - other_y) for j, (other_x, other_y) in enumerate(sites) if j != i)
        for i, (x, y) in enumerate(sites)
    )
    return nearest[len(nearest) // 2] or 1.0


def _turn(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
