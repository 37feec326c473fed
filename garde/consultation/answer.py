"""What a consultation and an answer are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from garde.accounts.actor import Role

Kind = Literal["accept", "comment", "decline", "withdraw"]
KINDS: tuple[Kind, ...] = ("accept", "comment", "decline", "withdraw")


@dataclass(frozen=True, slots=True)
class Consultation:
    """A draft that services may read, and answer until ``until`` (excluded) unless it is closed before."""

    id: int
    basin: str
    draft: int
    opened_at: datetime
    opened_by: str
    until: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether services may answer."""
        return self.closed_at is None and at < self.until


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said. Answers are only added; the latest about the same duty holds.

    ``accept``: the duty of ``slot``, or, without one, every duty that it had then (``seen``). ``decline``: it
    asks for a change of that duty, for the reason in ``comment``, and would rather serve in ``preferred``
    slots. ``comment``: words about a duty or about everything. ``withdraw``: what it said about that duty, or
    everything, is taken back. ``role`` tells a service's own answer from one that a coordinator wrote down.
    """

    id: int
    consultation: int
    service: str
    kind: Kind
    slot: str | None
    comment: str | None
    preferred: tuple[str, ...]
    seen: tuple[str, ...]
    at: datetime
    by: str
    role: Role

    @property
    def on_behalf(self) -> bool:
        """Whether somebody of the coordination answered, as by telephone."""
        return self.role != "service"

    def says_the_same(self, other: Answer) -> bool:
        """Whether both say the same, whoever said it when."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("service", "kind", "slot", "comment", "preferred", "seen")
        )
