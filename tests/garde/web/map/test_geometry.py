"""Voronoi cells by hand, and what must hold of any."""

from __future__ import annotations

from math import hypot, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.web.map.geometry import (
    Polygon,
    Spot,
    clip,
    convex_hull,
    nearest_cells,
    project,
    rounded_hull,
    spacing,
    unproject,
    within_box,
)

SQUARE: Polygon = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))

# Whole numbers: kilometres that a basin could have, and no two corners a rounding error apart.
spots = st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(lambda spot: (float(spot[0]), float(spot[1])))


def area(shape: Polygon) -> float:
    """Of a simple shape, counter-clockwise (shoelace formula)."""
    return (
        sum(
            x * other_y - other_x * y
            for (x, y), (other_x, other_y) in zip(shape, shape[1:] + shape[:1], strict=True)
        )
        / 2
    )


def test_a_degree_is_as_long_as_the_earth_makes_it() -> None:
    # 6371.0088 km * pi / 180 = 111.195 km to the north; at 60 degrees half of that to the east.
    assert project((61.0, 10.0), (60.0, 10.0)) == (0.0, pytest.approx(111.195, abs=0.001))
    assert project((60.0, 11.0), (60.0, 10.0)) == (pytest.approx(55.598, abs=0.001), 0.0)


@given(st.tuples(st.floats(50.7, 51.0), st.floats(4.2, 4.6)))
def test_what_is_projected_is_found_again(point: tuple[float, float]) -> None:
    assert unproject(project(point, (50.85, 4.35)), (50.85, 4.35)) == pytest.approx(point, abs=1e-9)


def test_the_hull_of_a_square_leaves_out_what_is_inside_and_on_its_edges() -> None:
    assert convex_hull([(2.0, 2.0), (4.0, 4.0), (0.0, 4.0), (2.0, 0.0), (0.0, 0.0), (4.0, 0.0)]) == SQUARE


def test_a_half_plane_cuts_a_square_in_two() -> None:
    assert clip(SQUARE, (1.0, 0.0), 1.0) == ((0.0, 0.0), (1.0, 0.0), (1.0, 4.0), (0.0, 4.0))
    assert clip(SQUARE, (1.0, 0.0), 4.0) == SQUARE
    assert clip(SQUARE, (1.0, 0.0), 0.0) == ()
    assert clip(SQUARE, (1.0, 1.0), 2.0) == ((0.0, 0.0), (2.0, 0.0), (0.0, 2.0))


def test_a_box_cuts_on_four_sides() -> None:
    assert set(within_box(SQUARE, 1, 1, 3, 9)) == {(1.0, 1.0), (3.0, 1.0), (3.0, 4.0), (1.0, 4.0)}
    assert within_box(SQUARE, 5, 5, 6, 6) == ()


def test_two_sites_share_a_square_along_the_line_between_them() -> None:
    west, east = nearest_cells([(1.0, 2.0), (2.0, 2.0)], SQUARE)
    # The line between is x = 1.5.
    assert (area(west), area(east)) == (6.0, 10.0)


def test_sites_at_one_spot_have_one_cell() -> None:
    one, same, other = nearest_cells([(1.0, 2.0), (1.0, 2.0), (3.0, 2.0)], SQUARE)
    assert one == same
    assert area(one) == area(other) == 8.0


def test_the_rounded_hull_of_one_spot_is_nearly_a_circle() -> None:
    circle = rounded_hull([(5.0, 5.0)], 2.0)
    assert len(circle) == 24
    # A regular polygon of 24 corners has 24/2 * sin(2 pi / 24) = 3.106 of a circle's pi.
    assert area(circle) == pytest.approx(4 * 3.1058, abs=0.001)
    assert area(circle) < 4 * pi


def test_spacing_is_the_median_way_to_the_nearest() -> None:
    # To the nearest: 1, 1, 2, 6.
    assert spacing([(0.0, 0.0), (1.0, 0.0), (3.0, 0.0), (9.0, 0.0)]) == 2.0
    assert spacing([(0.0, 0.0)]) == 1.0
    assert spacing([(0.0, 0.0), (0.0, 0.0)]) == 1.0


@given(st.lists(spots, min_size=1, max_size=12, unique=True))
def test_the_cells_fill_the_hull_and_each_has_its_own_site(sites: list[Spot]) -> None:
    border = rounded_hull(sites, 0.75 * spacing(sites))
    cells = nearest_cells(sites, border)
    assert sum(map(area, cells)) == pytest.approx(area(border))
    for site, cell in zip(sites, cells, strict=True):
        for corner in cell:
            own = hypot(corner[0] - site[0], corner[1] - site[1])
            nearest = min(hypot(corner[0] - x, corner[1] - y) for x, y in sites)
            assert own == pytest.approx(nearest, abs=1e-6)


@given(st.lists(spots, min_size=1, max_size=12))
def test_the_hull_has_everything_within_it(found: list[Spot]) -> None:
    hull = convex_hull(found)
    assert set(hull) <= set(found)
    if len(hull) > 2:
        for x, y in found:
            for (ax, ay), (bx, by) in zip(hull, hull[1:] + hull[:1], strict=True):
                assert (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
