"""A participating service, as the whole application speaks of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from garde.basin.terms import ALWAYS, FOREVER, History, Stretch, Terms, terms_at

Kind = Literal["organisation", "independent"]
Availability = Literal["open", "declared"]


@dataclass(frozen=True, slots=True)
class Service:
    """An organisation or one self-employed professional that takes part in a basin's duty lines.

    ``external_id`` is unique within the basin and stays the same over re-imports; it is the id that
    people type and that problem documents use. ``share`` is its part of the common effort. Limits are
    for one month. ``active_from`` and ``active_until`` are local dates, both included. ``history`` is what
    decided on its own hours at each time, announced changes too; none kept: as its fields say, always.
    """

    external_id: str
    name: str
    postcode: str
    lines: tuple[str, ...]
    public_name: str | None = None
    kind: Kind = "organisation"
    sector: str | None = None
    address: str | None = None
    hide_address: bool = False
    quarter: str | None = None
    lat: float | None = None
    lon: float | None = None
    phone: str | None = None
    email: str | None = None
    languages: tuple[str, ...] = ()
    step_free: bool | None = None
    share: float = 1.0
    max_duties: int | None = None
    max_hours: float | None = None
    max_nights: int | None = None
    rest_hours: float | None = None
    opening_hours: str | None = None
    active_from: date | None = None
    active_until: date | None = None
    group: str | None = None
    serves: Availability | None = field(default=None, compare=False)
    history: History = field(default=(), compare=False)

    @property
    def availability(self) -> Availability:
        """As was said of its calendar (``serves``), else by kind.

        ``declared``: only in windows of kind available, as independents do; ``open``: always, but for its
        absences.
        """
        return self.serves or ("declared" if self.kind == "independent" else "open")

    @property
    def shown_name(self) -> str:
        """The name that citizens and feeds read."""
        return self.public_name or self.name

    @property
    def terms(self) -> Terms:
        """What decides on its own hours, as its fields say."""
        return Terms(self.opening_hours, self.lines, self.active_from, self.active_until)

    @property
    def in_force(self) -> History:
        """What decided on its own hours, from when to when."""
        return self.history or (Stretch(ALWAYS, FOREVER, self.terms),)

    def as_of(self, at: datetime) -> Service:
        """The service with the opening hours in force at an instant: announced ones come into force alone."""
        found = terms_at(self.history, at)
        return self if found is None else replace(self, opening_hours=found.opening_hours)
