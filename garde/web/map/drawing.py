"""What a map shows, in the units of its SVG: areas of quarters, marks of services, a scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from garde.basin.config import BasinConfig, Quarter
from garde.lookup.places import Point, find_place
from garde.web.map.geometry import (
    Polygon,
    Spot,
    nearest_cells,
    project,
    rounded_hull,
    spacing,
    unproject,
    within_box,
)

WIDTH = 340
"""Units across. On the narrowest telephones a unit is a little less than a CSS pixel."""
LOWEST, HIGHEST = 220, 400
"""Between how many units the height may be."""

MARK = 30
"""Size of a mark with its border: no less than 24 CSS pixels on a window of 320."""
APART = 31
"""Marks whose middles are nearer than this become one."""

LETTER, LETTER_HEIGHT = 5.6, 13
"""Room that a letter of a quarter's name takes."""

MARGIN = 0.01
"""Room on each side, as a share of the extent of what is shown."""

AROUND = 1.0
"""Kilometres around a chosen place within which the services of the list are shown with it."""


Card = tuple[str, str]
"""The line and the service that a card of the list is about."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A service that is open on a line. ``point`` is None where its place is not known.

    One that is ``listed`` has a card of its own in the list; the others are dots. ``moment`` is the one in
    whose answer that card first stands: 1, or 2 where the clock shows the time asked about twice.
    """

    point: Point | None
    card: Card
    listed: bool
    name: str
    on_duty: bool
    roughly: bool
    moment: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """A quarter: the outline that is nearest to its centre, and where its name stands (None: no room)."""

    quarter: Quarter
    path: str
    label: tuple[int, int] | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One service, or several too near to each other: then ``names`` has more than one.

    ``number`` is the first one's. ``roughly``: the place shown is the middle of a quarter.
    """

    x: int
    y: int
    number: int
    names: tuple[str, ...]
    on_duty: bool
    roughly: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map of ``width`` by ``height`` units.

    ``numbers`` are those of the cards whose services are marked, in the order of the list, ``moments`` the
    ones in whose answers these cards first stand. ``dots`` is a path of the services without a card.
    ``corners`` are the north-western and the south-eastern one; between them a degree has the same length
    everywhere. ``kilometre`` is the length of one, ``beyond`` how many services are not on the map.
    """

    width: int
    height: int
    areas: tuple[Area, ...]
    marks: tuple[Mark, ...]
    numbers: Mapping[Card, int]
    moments: Mapping[Card, int]
    dots: str
    corners: tuple[Point, Point]
    kilometre: int
    beyond: int
    zoomed: bool


def draw_map(
    config: BasinConfig, pins: Sequence[Pin], names: Mapping[str, str], near: str | None = None
) -> Drawing:
    """The basin, or what is around the place ``near``.

    ``names`` are the quarters' in the page's language, by id.
    """
    quarters = config.quarters
    origin, cells = basin_cells(config)
    placed = [(pin, project(pin.point, origin)) for pin in pins if pin.point is not None]
    place = find_place(config, near) if near else None
    chosen = [place is not None and place.takes_in(quarter) for quarter in quarters]
    frame = _frame(
        [cell for cell, wanted in zip(cells, chosen, strict=True) if wanted] or cells,
        [spot for pin, spot in placed if pin.listed] if any(chosen) else [],
    )
    inside = [(pin, frame.at(spot)) for pin, spot in placed if frame.has(frame.at(spot))]
    listed = dict.fromkeys(pin.card for pin, _ in inside if pin.listed)
    numbers = {card: number for number, card in enumerate(listed, start=1)}
    marks = _marks(inside, numbers)
    areas = [
        Area(quarter, frame.path(cell), None, wanted)
        for quarter, cell, wanted in zip(quarters, cells, chosen, strict=True)
    ]
    centres = {quarter.id: frame.at(project((quarter.lat, quarter.lon), origin)) for quarter in quarters}
    return Drawing(
        width=WIDTH,
        height=frame.height,
        areas=_with_labels([area for area in areas if area.path], centres, names, marks, frame),
        marks=marks,
        numbers=numbers,
        moments={pin.card: pin.moment for pin, _ in inside if pin.listed},
        dots="".join(f"M{x} {y}h0" for x, y in sorted({spot for pin, spot in inside if not pin.listed})),
        corners=(
            unproject(frame.spot(0, 0), origin),
            unproject(frame.spot(WIDTH, frame.height), origin),
        ),
        kilometre=round(frame.scale),
        beyond=len({pin.card[1] for pin in pins} - {pin.card[1] for pin, _ in inside}),
        zoomed=any(chosen),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The window onto the plane: from ``west`` and ``north``, ``scale`` units a kilometre."""

    west: float
    north: float
    scale: float
    height: int

    def at(self, spot: Spot) -> tuple[int, int]:
        return round((spot[0] - self.west) * self.scale), round((self.north - spot[1]) * self.scale)

    def spot(self, x: float, y: float) -> Spot:
        """The inverse of :meth:`at`."""
        return self.west + x / self.scale, self.north - y / self.scale

    def has(self, spot: tuple[int, int]) -> bool:
        """Whether a mark there is whole."""
        half = MARK // 2
        return half <= spot[0] <= WIDTH - half and half <= spot[1] <= self.height - half

    def path(self, cell: Polygon) -> str:
        """The outline of what of a cell is in the window, in whole units; empty when nothing is."""
        east, south = self.spot(WIDTH, self.height)
        shown = within_box(cell, self.west, south, east, self.north)
        corners: list[tuple[int, int]] = []
        for corner in map(self.at, shown):
            if corner not in corners[-1:]:
                corners.append(corner)
        if len(corners) < 3:
            return ""
        return "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"


def basin_cells(config: BasinConfig) -> tuple[Point, tuple[Polygon, ...]]:
    """Where the plane of a basin's map has its origin, and the outline of each quarter on it."""
    return _division(tuple((quarter.lat, quarter.lon) for quarter in config.quarters))


@lru_cache(maxsize=16)
def _division(centres: tuple[Point, ...]) -> tuple[Point, tuple[Polygon, ...]]:
    """The middle of the quarters' centres, and each quarter's part of the plane around it."""
    origin = (
        sum(lat for lat, _ in centres) / len(centres),
        sum(lon for _, lon in centres) / len(centres),
    )
    sites = [project(centre, origin) for centre in centres]
    return origin, nearest_cells(sites, rounded_hull(sites, 0.75 * spacing(sites)))


def _frame(cells: Iterable[Polygon], around: Iterable[Spot]) -> _Frame:
    """The window that shows these cells, and the spots that are not far from them."""
    corners = [corner for cell in cells for corner in cell]
    west, south, east, north = _extent(corners)
    corners += [
        (x, y)
        for x, y in around
        if west - AROUND <= x <= east + AROUND and south - AROUND <= y <= north + AROUND
    ]
    west, south, east, north = _extent(corners)
    across, up = (east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN)
    # A mark at the edge is whole.
    scale = min((WIDTH - MARK) / across, (HIGHEST - MARK) / up)
    height = max(LOWEST, round(up * scale) + MARK)
    return _Frame(
        west=(west + east) / 2 - WIDTH / scale / 2,
        north=(south + north) / 2 + height / scale / 2,
        scale=scale,
        height=height,
    )


def _extent(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs), max(ys)


def _marks(inside: Sequence[tuple[Pin, tuple[int, int]]], numbers: Mapping[Card, int]) -> tuple[Mark, ...]:
    """The listed pins in the order of their numbers; one that would touch a mark is added to it."""
    marks: list[Mark] = []
    for pin, (x, y) in inside:
        if not pin.listed:
            continue
        for index, mark in enumerate(marks):
            if (mark.x - x) ** 2 + (mark.y - y) ** 2 < APART**2:
                marks[index] = replace(
                    mark,
                    names=tuple(dict.fromkeys((*mark.names, pin.name))),
                    on_duty=mark.on_duty or pin.on_duty,
                    roughly=mark.roughly and pin.roughly,
                )
                break
        else:
            marks.append(Mark(x, y, numbers[pin.card], (pin.name,), pin.on_duty, pin.roughly))
    return tuple(marks)


def short_name(name: str) -> str:
    """A quarter's name as far as its first dash: what there is room for."""
    return name.partition(" – ")[0]


def _with_labels(
    areas: Sequence[Area],
    centres: Mapping[str, tuple[int, int]],
    names: Mapping[str, str],
    marks: Sequence[Mark],
    frame: _Frame,
) -> tuple[Area, ...]:
    """The areas with their names put where nothing else stands, those of many people first."""
    taken = [_box(mark.x, mark.y, MARK, MARK) for mark in marks]
    labels: dict[str, tuple[int, int]] = {}
    for area in sorted(areas, key=lambda area: (not area.chosen, -area.quarter.population, area.quarter.id)):
        x, y = centres[area.quarter.id]
        width = LETTER * len(short_name(names[area.quarter.id]))
        for down in (0, -22, 22, -34, 34):
            box = _box(x, y + down, width, LETTER_HEIGHT)
            fits = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= frame.height - 2
            if fits and not any(_touch(box, other) for other in taken):
                labels[area.quarter.id] = (x, y + down)
                taken.append(box)
                break
    return tuple(replace(area, label=labels.get(area.quarter.id)) for area in areas)


def _box(x: int, y: int, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
