"""What a backup is, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["asked", "accepted", "declined", "withdrawn"]
"""Asked by the basin in need; accepted or declined by the helping side; withdrawn by the basin in need."""

STATES: tuple[State, ...] = ("asked", "accepted", "declined", "withdrawn")
OPEN: tuple[State, ...] = ("asked", "accepted")


@dataclass(frozen=True, slots=True)
class Backup:
    """``service`` of the basin ``home`` is asked to stand in, in the slot of that key of ``basin``.

    ``by`` asked at ``at``; ``decided_by`` is who accepted, declined or withdrew last. ``reason`` is what was
    said with that.
    """

    id: int
    basin: str
    slot: str
    home: str
    service: str
    state: State
    reason: str | None
    at: datetime
    by: str
    decided_at: datetime | None = None
    decided_by: str | None = None


def guest_id(home: str, service: str) -> str:
    """What a guest is called among the services of another basin: its basin and its own id."""
    return f"{home}/{service}"
