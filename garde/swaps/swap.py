"""What a swap is: a duty that its service offers, and what became of the offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from garde.accounts.actor import Role

Kind = Literal["gift", "exchange"]
KINDS: tuple[Kind, ...] = ("gift", "exchange")
State = Literal["offered", "accepted", "approved", "refused", "withdrawn", "lapsed", "undone", "overtaken"]
LIVE: tuple[State, ...] = ("offered", "accepted")
"""The states from which a swap can still come into force."""
IN_FORCE: tuple[State, ...] = ("approved",)
OVERTAKEN: State = "overtaken"
"""Never stored: a swap in force whose duty something later has given to another."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who took a step, when, and in which role: a coordinator's step for a service was on its behalf."""

    at: datetime
    by: str
    role: Role


@dataclass(frozen=True, slots=True)
class Swap:
    """The duty of ``giver`` in ``slot``, offered.

    A ``gift`` asks for nothing; an ``exchange`` for a duty of the taker, ``return_slot``, which may be left
    open until somebody accepts. ``named``: it is offered to ``taker`` alone; else ``taker`` is who accepted.
    ``version`` brought it into force, ``undone_version`` took it back. ``reason`` says why it was refused,
    lapsed, or is in force against a rule.
    """

    id: int
    slot: str
    giver: str
    kind: Kind
    offered: Step
    taker: str | None = None
    return_slot: str | None = None
    named: bool = False
    state: State = "offered"
    note: str | None = None
    accepted: Step | None = None
    decided: Step | None = None
    undone: Step | None = None
    reason: str | None = None
    version: int | None = None
    undone_version: int | None = None

    @property
    def live(self) -> bool:
        """Whether it can still come into force."""
        return self.state in LIVE

    @property
    def subject(self) -> str:
        """How the audit trail and versions name it."""
        return f"swap {self.id}"
