"""What lies around a basin: its neighbours, then the rest of the region, each looked at only when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from garde.basin.config import BasinConfig

if TYPE_CHECKING:
    from garde.lookup.timetable import Timetable

Beyond = Literal["neighbours", "region"]
BEYOND: tuple[Beyond, ...] = ("neighbours", "region")


def _nothing(basin: str) -> None:
    return None


@dataclass(frozen=True)
class Around:
    """The other basins, by id: ``neighbours`` as the basin's file names them, and the ``region`` beyond.

    ``read`` gives the compiled timetable of one, or None where it cannot be had.
    """

    neighbours: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    read: Callable[[str], Timetable | None] = _nothing

    def timetables(self, ring: Beyond) -> Iterator[Timetable]:
        """Those of a ring that can be had, in its order."""
        for basin in self.neighbours if ring == "neighbours" else self.region:
            timetable = self.read(basin)
            if timetable is not None:
                yield timetable


NOTHING_AROUND = Around()


def rings_around(
    config: BasinConfig, stored: Iterable[BasinConfig]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the neighbours and of the rest of the region among the basins that are stored.

    Invented basins and real ones are never around each other.
    """
    known = [one.id for one in stored if one.id != config.id and one.demo == config.demo]
    neighbours = tuple(basin for basin in config.neighbours if basin in known)
    return neighbours, tuple(basin for basin in known if basin not in neighbours)
