"""A window of availability."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from garde.errors import BadInput

WindowKind = Literal["unavailable", "available", "wish"]
WINDOW_KINDS: tuple[WindowKind, ...] = ("unavailable", "available", "wish")


def window_kind(text: str) -> WindowKind:
    """The kind of that name. Raises BadInput for any other."""
    for kind in WINDOW_KINDS:
        if text == kind:
            return kind
    raise BadInput(f"{text!r} is no kind of window", remedy=f"use {', '.join(WINDOW_KINDS)}")


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` (included) to ``end`` (excluded), in UTC.

    ``unavailable``: no duty that overlaps it. ``available``: an independent may serve inside it.
    ``wish``: ``points`` above 0, glad to serve; below 0, would rather not; it only chooses among equally
    fair rotas. ``source`` is where it comes from: ``hand``, a calendar or a table; ``key`` which repetition
    of which event of that calendar it is. Raises BadInput when it does not end after it starts, or a wish
    has no points.
    """

    kind: WindowKind
    start: datetime
    end: datetime
    points: int = 0
    source: str = "hand"
    note: str | None = None
    id: int | None = None
    key: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuses what means nothing."""
        if self.end <= self.start:
            raise BadInput("a window ends after it starts", remedy="check --from and --to")
        if (self.kind == "wish") != (self.points != 0):
            raise BadInput("a wish, and only a wish, has points other than 0", remedy="check --points")
