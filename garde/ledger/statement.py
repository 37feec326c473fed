"""A service's account line by line: what it brought, its duties, its dues, what people decided. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import fsum
from typing import Literal

from garde.ledger.account import BURDEN, Entry, weights
from garde.ledger.adjustment import Adjustment
from garde.ledger.carrying import carry
from garde.served import Part

Kind = Literal["brought", "duty", "given_away", "due", "adjustment", "written_off"]


@dataclass(frozen=True)
class Line:
    """One line. ``amounts`` are what it adds to each quantity, ``balance`` what all lines so far come to.

    A ``duty`` has its slot, hours, ``portion`` and for whom it was ``planned``; a duty ``given_away`` counts
    for nothing. ``due`` has the service's ``share``, those of its pool, and the points its pool served. An
    ``origin`` names the swap by which a duty came or went.
    """

    kind: Kind
    month: str
    amounts: Mapping[str, float]
    balance: Mapping[str, float] = field(default_factory=dict)
    slot: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    portion: float = 0.0
    planned: str | None = None
    origin: str | None = None
    share: float = 0.0
    shares: float = 0.0
    pool_served: float = 0.0
    reason: str | None = None
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """A duty of the service: what it served of it, and the swap by which it came (or, ``lost``, went)."""

    part: Part
    origin: str | None = None
    lost: bool = False


def statement(
    service: str,
    entries: Sequence[Entry],
    duties: Iterable[Told],
    adjustments: Iterable[Adjustment],
    *,
    first: str,
    before: str,
    cap_months: float,
) -> tuple[Line, ...]:
    """The lines from the month ``first`` up to the one before ``before``, with a running balance.

    ``entries`` are those of the whole basin, of all months before ``before``.
    """
    own = [entry for entry in entries if entry.service == service]
    months = sorted({entry.month for entry in own if first <= entry.month < before})
    held = sorted(duties, key=lambda told: (told.part.slot.start, told.part.slot.key))
    given = list(adjustments)
    lines = [Line("brought", first, _carried(own, first, cap_months))]
    for position, month in enumerate(months):
        lines += [_duty(told, service) for told in held if told.part.slot.month == month]
        lines += _dues(service, month, entries)
        lines += [_adjustment(one) for one in given if (one.service, one.month) == (service, month)]
        following = months[position + 1] if position + 1 < len(months) else before
        if following[:4] > month[:4]:
            lines += _written_off(own, month, following, cap_months)
    return _running(lines)


def _carried(own: Sequence[Entry], before: str, cap_months: float) -> dict[str, float]:
    return _by_quantity(own, lambda entries, months: carry(entries, months, before, cap_months).balance)


def _written_off(own: Sequence[Entry], month: str, following: str, cap_months: float) -> list[Line]:
    def cut(entries: Sequence[Entry], months: Sequence[str]) -> float:
        cuts = carry(entries, months, following, cap_months).cuts
        return -fsum(one.amount for one in cuts if one.year == month[:4])

    amounts = _by_quantity(own, cut)
    return [Line("written_off", month, amounts)] if amounts else []


def _by_quantity(
    own: Sequence[Entry], reckon: Callable[[Sequence[Entry], Sequence[str]], float]
) -> dict[str, float]:
    months = [entry.month for entry in own if entry.share]
    found = {}
    for quantity in dict.fromkeys(entry.quantity for entry in own):
        amount = reckon([entry for entry in own if entry.quantity == quantity], months)
        if amount:
            found[quantity] = amount
    return found


def _duty(told: Told, service: str) -> Line:
    part = told.part
    amounts = {} if told.lost else {name: amount * part.portion for name, amount in weights(part.slot)}
    return Line(
        kind="given_away" if told.lost else "duty",
        month=part.slot.month,
        amounts=amounts,
        slot=part.slot.key,
        start=part.slot.start,
        end=part.slot.end,
        portion=0.0 if told.lost else part.portion,
        planned=part.planned if part.planned != service else None,
        origin=told.origin,
    )


def _dues(service: str, month: str, entries: Sequence[Entry]) -> list[Line]:
    lines = []
    this_month = [entry for entry in entries if entry.month == month]
    for pool in dict.fromkeys(entry.pool for entry in this_month if entry.service == service and entry.share):
        everybody = [entry for entry in this_month if entry.pool == pool]
        own = [entry for entry in everybody if entry.service == service]
        lines.append(
            Line(
                kind="due",
                month=month,
                amounts={entry.quantity: -entry.due for entry in own if entry.due},
                share=max(entry.share for entry in own),
                shares=fsum({entry.service: entry.share for entry in everybody if entry.share}.values()),
                pool_served=fsum(entry.served for entry in everybody if entry.quantity == BURDEN),
            )
        )
    return lines


def _adjustment(one: Adjustment) -> Line:
    return Line(
        kind="adjustment",
        month=one.month,
        amounts={one.quantity: one.amount},
        reason=one.reason,
        by=one.by,
        at=one.at,
    )


def _running(lines: Iterable[Line]) -> tuple[Line, ...]:
    balance: dict[str, float] = {}
    told = []
    for line in lines:
        for quantity, amount in line.amounts.items():
            balance[quantity] = balance.get(quantity, 0.0) + amount
        told.append(replace(line, balance=dict(balance)))
    return tuple(told)
