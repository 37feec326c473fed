"""The problem to solve: frozen dataclasses of the ``garde-problem/1`` document, key for key.

Lists are tuples, objects of numbers are tuples of ``(name, number)``. The classes hold what the document
says and check nothing beyond offsets: a problem built by hand is checked by
``load_problem(dump_problem(problem))``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from solver.instants import Span, fixed

BURDEN = "burden"
RESERVED_QUANTITIES = frozenset({BURDEN, "duties", "hours", "duties_per_7_days"})
TIER_NAMES = ("uncovered", "changes", "languages", "distance", "unfairness", "wishes")
_DEFAULT_ORDER = ("uncovered", "unfairness", "languages", "distance", "wishes")

Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Active:
    """When a service takes part; ``None`` leaves that side open."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Fix the offsets."""
        for name in ("start", "end"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, fixed(value))


@dataclass(frozen=True)
class Service:
    """A participating service. ``rest_hours`` is in hours, ``lat`` and ``lon`` in WGS 84 degrees."""

    id: str
    lines: tuple[str, ...]
    share: float = 1
    availability: Literal["open", "declared"] = "open"
    active: Active = field(default_factory=Active)
    limits: Numbers = ()
    rest_hours: float = 11
    languages: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    group: str | None = None
    carried: Numbers = ()

    @cached_property
    def position(self) -> tuple[float, float] | None:
        """``(lat, lon)`` in degrees, or ``None`` for a service without coordinates."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @cached_property
    def tongues(self) -> frozenset[str]:
        """The language tags spoken, in lower case, as they are compared."""
        return frozenset(tag.lower() for tag in self.languages)


@dataclass(frozen=True)
class _SlotFields:
    id: str
    line: str


@dataclass(frozen=True)
class Slot(Span, _SlotFields):
    """A duty to fill by ``required`` different services; ``burden`` is in ledger points."""

    required: int = 1
    burden: int = 1
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def weight(self, quantity: str) -> int:
        """Return what one place of this slot adds to a load of ``quantity``: its burden, or 1."""
        return self.burden if quantity == BURDEN else int(quantity in self.categories)


@dataclass(frozen=True)
class _ServiceField:
    service: str


@dataclass(frozen=True)
class Period(Span, _ServiceField):
    """A stretch of time of one service: unavailable, available, or a duty served outside this problem."""


@dataclass(frozen=True)
class Wish(Span, _ServiceField):
    """A stretch of time a service would like (``points`` > 0) or not like (< 0) to serve in."""

    points: int = field(kw_only=True)


@dataclass(frozen=True)
class Pin:
    """``service`` must (``on``) or must not serve ``slot``."""

    service: str
    slot: str
    on: bool


@dataclass(frozen=True)
class Place:
    """One service on duty in one slot of the published rota."""

    service: str
    slot: str


@dataclass(frozen=True)
class Area:
    """Where ``population`` people live; WGS 84 degrees."""

    id: str
    lat: float
    lon: float
    population: float


@dataclass(frozen=True)
class LineDistance:
    """A distance of ``km`` that holds for the slots of one line (``reach`` and ``apart``)."""

    line: str
    km: float


@dataclass(frozen=True)
class TierChoice:
    """A tier, and how much of it may be given up for later ones: best × (1 + relative) + absolute."""

    name: str
    relative: float = 0
    absolute: float = 0


@dataclass(frozen=True)
class Problem:
    """One pool and one horizon: all that the engine knows; ``None`` for ``tiers`` or ``base``: absent."""

    name: str
    timezone: str
    horizon: Span
    services: tuple[Service, ...]
    slots: tuple[Slot, ...]
    unavailable: tuple[Period, ...] = ()
    available: tuple[Period, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    served: tuple[Period, ...] = ()
    areas: tuple[Area, ...] = ()
    reach: tuple[LineDistance, ...] = ()
    apart: tuple[LineDistance, ...] = ()
    fairness: Numbers = ((BURDEN, 1),)
    tiers: tuple[TierChoice, ...] | None = None
    base: tuple[Place, ...] | None = None

    @cached_property
    def order(self) -> tuple[TierChoice, ...]:
        """The tiers in their lexicographic order, the format's default when none are given."""
        if self.tiers is not None:
            return self.tiers
        first, *others = _DEFAULT_ORDER
        names = [first, *others] if self.base is None else [first, "changes", *others]
        return tuple(TierChoice(name) for name in names)

    @cached_property
    def service_index(self) -> dict[str, int]:
        """Position of each service id in ``services``."""
        return {service.id: index for index, service in enumerate(self.services)}

    @cached_property
    def slot_index(self) -> dict[str, int]:
        """Position of each slot id in ``slots``."""
        return {slot.id: index for index, slot in enumerate(self.slots)}
