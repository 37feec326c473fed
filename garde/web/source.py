"""What the public pages need from the rest of garde."""

from __future__ import annotations

from typing import Protocol

from garde.lookup import Timetable


class PublicSource(Protocol):
    """The published state of one basin. Both methods may raise GardeError; answers are then 503 or 404."""

    def current(self) -> Timetable:
        """The compiled timetable: the same object until what is published, or the day, changes."""
        ...

    def feed(self, path: str) -> bytes | None:
        """The calendar at that path below ``/feeds/`` (``nord.ics``, ``nord/pharmacy.ics``), or None."""
        ...
