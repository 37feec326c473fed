"""What a lookup answers: plain, frozen, in UTC and without words, for any rim to put in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal, get_args

from garde.basin.config import HelpNumber, Mode
from garde.calendar.attendance import Basis
from garde.lookup.calls import CallCost, call_cost
from garde.lookup.places import Place, Point
from garde.signs.saturation import Saturation

Order = Literal["distance", "rotating_name"]

Ring = Literal["quarter", "basin", "neighbours", "region"]
"""How far from the place asked about, as the territory is organised: "quarter" is that place itself."""

RINGS: tuple[Ring, ...] = get_args(Ring)


@dataclass(frozen=True, slots=True)
class Answer:
    """One service that is open, or the next to open, on one line.

    ``opens`` is when it opened or opens; ``open_until`` the first instant at which it is closed again, None
    when no closing is in sight. Duty and regular hours that touch count as one opening; ``basis`` says which
    of the two applies at the instant asked about (at ``opens`` for the next one). ``modes`` hold until
    ``modes_until`` (None: until it closes), when ``then_modes`` follow. ``address`` is None where
    the service hides it (``call_first``) or has given none. ``distance_km`` is None where no place was
    chosen, or the service or the place is not on the map. ``backup_from`` has the names, by language, of the
    neighbour basin whose service this is; None for the basin's own.

    ``saturation`` is how full it said it is, where that holds at the instant asked about (at ``opens`` for
    the next one). ``entrance`` says by language how to get in, where it is there by duty, with a door, in the
    evening or at night. ``ring`` is how far away it was found; beyond the basin, ``service`` has its basin's
    id before its own (``nord/213004``), and ``basin_names`` that basin's names, by language. ``point`` is
    where it is taken to be; None where that is not known.
    """

    service: str
    name: str
    line: str
    modes: tuple[Mode, ...]
    modes_until: datetime | None
    then_modes: tuple[Mode, ...]
    basis: Basis
    opens: datetime
    open_until: datetime | None
    postcode: str
    address: str | None
    call_first: bool
    phone: str | None
    languages: tuple[str, ...]
    step_free: bool | None
    distance_km: float | None
    backup_from: Mapping[str, str] | None = None
    saturation: Saturation | None = None
    entrance: Mapping[str, str] | None = None
    ring: Ring = "basin"
    basin_names: Mapping[str, str] | None = None
    point: Point | None = None

    @property
    def call_cost(self) -> CallCost | None:
        """What a call to it costs, as far as its number tells."""
        return call_cost(self.phone)

    @property
    def on_duty(self) -> bool:
        """Whether it is there by duty, not only by its own opening hours."""
        return self.basis == "duty"


@dataclass(frozen=True, slots=True)
class LineNow:
    """Who is open on one line, all of them in the order stated, and who is next.

    ``open`` are those of the basin, in the order of their rings. Only where nobody of the basin is open,
    ``elsewhere`` has those of the nearest ring beyond it in which somebody is. ``next_up`` is the next of the
    basin to take over by duty while somebody is open, else the first to open in any way: all who begin at
    that same instant.
    """

    line: str
    open: tuple[Answer, ...]
    next_up: tuple[Answer, ...]
    elsewhere: tuple[Answer, ...] = ()

    @property
    def rings(self) -> tuple[tuple[Ring, tuple[Answer, ...]], ...]:
        """Everybody who is open, ring by ring, the nearest ring first."""
        found = groupby((*self.open, *self.elsewhere), key=lambda answer: answer.ring)
        return tuple((ring, tuple(answers)) for ring, answers in found)

    @property
    def widened_to(self) -> Ring | None:
        """How far the search had to go until it found somebody; None when it found nobody at all."""
        return self.rings[0][0] if self.rings else None


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The answer to "who is open?" at one instant.

    Without a line asked about, ``lines`` begin with those on which somebody of the basin is open, then those
    on which somebody is elsewhere, then those with nobody; each in the order of the basin's file. ``order``
    says how answers within a ring are put: by distance from ``place``, else by name, beginning at another
    name each local day so that nobody is always first. ``published_until`` is the end of the last published
    duty; ``duties_known`` is False at or after it (regular hours are still told then).
    """

    at: datetime
    basin: str
    lines: tuple[LineNow, ...]
    order: Order
    place: Place | None
    language: str | None
    step_free: bool
    help_numbers: tuple[HelpNumber, ...]
    published_until: datetime | None
    version: int | None

    @property
    def duties_known(self) -> bool:
        """Whether the published rota reaches the instant asked about."""
        return self.published_until is not None and self.at < self.published_until

    @property
    def nobody(self) -> tuple[str, ...]:
        """The lines asked about on which nobody of the basin is open."""
        return tuple(found.line for found in self.lines if not found.open)

    @property
    def anybody(self) -> bool:
        """Whether somebody of the basin is open on any line asked about."""
        return any(found.open for found in self.lines)
