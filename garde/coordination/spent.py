"""Coordination time as flat facts, for whoever adds it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from garde.basin.service import Kind
from garde.coordination.activity import Activity
from garde.coordination.entry import COUNTING, Source, Status


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """One entry: ``minutes`` that each of ``people`` spent on the local date ``day``.

    ``service`` (an external id, with its ``kind``) is whose time it is; None: that of the coordination, by
    ``person``. ``month`` is the month of the rota that it was for, where that was said. ``status`` is
    ``provisional`` (does not count yet), ``confirmed`` or ``signed``. ``late``: it came, or was changed,
    after its month had been signed off.
    """

    id: int
    person: str
    service: str | None
    kind: Kind | None
    activity: Activity
    day: date
    start: datetime
    minutes: int
    people: int
    month: str | None
    source: Source
    status: Status
    late: bool
    note: str | None

    @property
    def spent(self) -> int:
        """Minutes of all its people together."""
        return self.minutes * self.people

    @property
    def counts(self) -> bool:
        """Whether it counts: confirmed or signed."""
        return self.status in COUNTING

    @property
    def signed(self) -> bool:
        """Whether a coordinator signed it off with its month."""
        return self.status == "signed"
