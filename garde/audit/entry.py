"""What an entry of the audit trail is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Facts = dict[str, object]
"""Plain facts, such as ``{"service": "213004"}``: texts, numbers, lists of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision. ``action`` is a verb phrase such as ``publish``; ``subject`` names what it touched.

    Subjects are written ``draft 3``, ``version 2``, ``slot pharmacy/2027-01-05/night``, ``service 213004``,
    ``swap 4``, ``person ann``, ``link 7``. ``before`` and ``after`` hold what the decision changed.
    """

    id: int
    at: datetime
    actor: str
    role: str
    action: str
    subject: str
    before: Facts | None
    after: Facts | None
    reason: str | None
