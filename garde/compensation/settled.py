"""What was settled: stated and paid to services, run by run. Plain facts that are only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

ItemKind = Literal["duty", "coordination"]
Place = tuple[date, ItemKind, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A duty or an entry of time in a service's account, of the local date ``day``.

    ``key`` is the slot's or the entry's number, ``line`` the duty line or the activity. ``cents`` are before
    the month's ceiling, which takes ``ceiling`` off (0 or below); ``minutes`` are given back in place of
    money. Of a settlement, all three are what it added to what had been settled before, so they may have
    either sign.
    """

    kind: ItemKind
    key: str
    line: str
    day: date
    cents: int
    ceiling: int
    minutes: int

    @property
    def net(self) -> int:
        """Cents after the ceiling."""
        return self.cents + self.ceiling

    @property
    def place(self) -> Place:
        """What tells it from all others of the service."""
        return (self.day, self.kind, self.key)

    @property
    def amounts(self) -> tuple[int, int, int]:
        """Cents, what the ceiling takes off, and minutes."""
        return (self.cents, self.ceiling, self.minutes)

    def opposite(self) -> Item:
        """What takes it back."""
        return replace(self, cents=-self.cents, ceiling=-self.ceiling, minutes=-self.minutes)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums of items: cents of duties and of coordination, what ceilings take off, minutes given back."""

    duty: int = 0
    coordination: int = 0
    ceiling: int = 0
    minutes: int = 0

    @property
    def cents(self) -> int:
        """All money."""
        return self.duty + self.coordination + self.ceiling

    def __add__(self, other: Amounts) -> Amounts:
        """The sum of both."""
        return Amounts(
            self.duty + other.duty,
            self.coordination + other.coordination,
            self.ceiling + other.ceiling,
            self.minutes + other.minutes,
        )

    def __sub__(self, other: Amounts) -> Amounts:
        """What the other lacks."""
        return self + Amounts(-other.duty, -other.coordination, -other.ceiling, -other.minutes)


def summed(items: tuple[Item, ...]) -> Amounts:
    """What items come to."""
    return Amounts(
        duty=sum(item.cents for item in items if item.kind == "duty"),
        coordination=sum(item.cents for item in items if item.kind == "coordination"),
        ceiling=sum(item.ceiling for item in items),
        minutes=sum(item.minutes for item in items),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """One act of settling, for the local dates from ``first`` to ``last``.

    ``at`` and ``by`` say when and by whom it was put on record, ``paid_on`` and ``reference`` when and under
    which communication the money went. ``rates`` are the rates in force, as the basin's file had them. A run
    that takes another one back has that one's id in ``undoes``, and a ``reason``.
    """

    id: int
    first: date
    last: date
    at: datetime
    by: str
    paid_on: date
    reference: str
    rates: tuple[Mapping[str, Any], ...]
    undoes: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a run settled with one service. ``undone_by`` is the run that took it back, where one did."""

    id: int
    run: Run
    service: str
    items: tuple[Item, ...]
    undone_by: int | None = None

    @property
    def amounts(self) -> Amounts:
        """What its items come to."""
        return summed(self.items)

    @property
    def stands(self) -> bool:
        """Whether it was neither taken back nor takes another one back."""
        return self.undone_by is None and self.run.undoes is None

    def within(self, first: date, last: date) -> Settlement:
        """The same with the items of these local dates alone."""
        return replace(self, items=tuple(item for item in self.items if first <= item.day <= last))
