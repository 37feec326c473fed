"""What the public pages need from the rest of garde."""

from __future__ import annotations

from typing import Protocol

from garde.lookup import Timetable


class PublicSource(Protocol):
    """The published state of one basin. It may raise GardeError; answers are then 503."""

    def current(self) -> Timetable:
        """The compiled timetable: the same object until what is published, or the day, changes."""
        ...

    def kept(self) -> Timetable | None:
        """The timetable that :meth:`current` last gave, if it certainly still holds; never waits."""
        ...
