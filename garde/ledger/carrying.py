"""What a service brings along into a month: its balance, within the cap. Pure.

The cap keeps a debt from burying a small service, and a credit from excusing one for years. It is
``cap_months`` months of the service's own due, on average over its last twelve months on account, but never
less than the heaviest duty of its pool: with whole duties, nobody can be nearer than that to its part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, inf

from garde.ledger.account import Balances, Entry

WINDOW = 12
"""The months whose dues make the average."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What was written off at the end of ``year``, and what was ``left``; signed like the balance."""

    year: str
    amount: float
    left: float


@dataclass(frozen=True, slots=True)
class Carry:
    """A service's balance of one quantity after its last month, and what the next planning is given of it.

    ``balance`` is after the ``cuts`` at the ends of years; ``given`` is within the cap.
    """

    balance: float
    given: float
    cuts: tuple[Cut, ...]


def carry(entries: Iterable[Entry], months: Iterable[str], before: str, cap_months: float) -> Carry:
    """What one service carries of one quantity into the month ``before``.

    ``entries`` are those of that service and quantity; ``months`` those in which it was on account at all.
    """
    own = sorted((entry for entry in entries if entry.month < before), key=lambda entry: entry.month)
    account = sorted({month for month in months if month < before})
    balance = 0.0
    cuts: list[Cut] = []
    for number, entry in enumerate(own):
        balance += entry.balance
        following = own[number + 1].month if number + 1 < len(own) else before
        if following[:4] > entry.month[:4]:
            year_end = f"{entry.month[:4]}-12"
            kept = _within(balance, _cap(own[: number + 1], account, year_end, cap_months))
            if kept != balance:
                cuts.append(Cut(entry.month[:4], balance - kept, kept))
            balance = kept
    last = account[-1] if account else before
    return Carry(balance, _within(balance, _cap(own, account, last, cap_months)), tuple(cuts))


def carried(
    entries: Sequence[Entry], before: str, cap_months: float, lines: Iterable[str] | None = None
) -> Balances:
    """What every service carries into the month ``before``, by quantity; 0 is left out.

    With ``lines``, only what was served in pools that have one of them counts: what somebody did for others
    is no part of what it owes its own pool.
    """
    wanted = None if lines is None else frozenset(lines)
    found: dict[tuple[str, str], list[Entry]] = {}
    months: dict[str, set[str]] = {}
    for entry in entries:
        if entry.month < before and (wanted is None or entry.lines & wanted):
            found.setdefault((entry.service, entry.quantity), []).append(entry)
            if entry.share:
                months.setdefault(entry.service, set()).add(entry.month)
    result: dict[str, dict[str, float]] = {}
    for (service, quantity), own in found.items():
        given = carry(own, months.get(service, ()), before, cap_months).given
        if given:
            result.setdefault(service, {})[quantity] = given
    return result


def _cap(own: Sequence[Entry], months: Sequence[str], last: str, cap_months: float) -> float:
    """The cap after the month ``last``; infinite for who was never on account."""
    window = [month for month in months if month <= last][-WINDOW:]
    if not window:
        return inf
    recent = [entry for entry in own if entry.month in window]
    average = fsum(entry.due for entry in recent) / len(window)
    return max([cap_months * average, *(entry.heaviest for entry in recent)])


def _within(amount: float, cap: float) -> float:
    return min(max(amount, -cap), cap)
