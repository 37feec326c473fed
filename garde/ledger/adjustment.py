"""A correction of a service's account by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Somebody added ``amount`` (below 0: took away) to a service's account of a month, and said why.

    ``amount`` is in the unit of ``quantity``: burden points, or duties of a category. What is above 0 counts
    like duties served beyond its part. It is never changed; an opposite one undoes it.
    """

    id: int
    service: str
    month: str
    quantity: str
    amount: float
    reason: str
    at: datetime
    by: str
