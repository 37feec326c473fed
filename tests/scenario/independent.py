"""The ledger once more, from what commands print alone: none of garde's arithmetic is used here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

Loads = dict[tuple[str, str], Fraction]
"""By service and quantity."""


@dataclass(frozen=True)
class Account:
    """What each service served and owed of each quantity in one pool and month."""

    served: Loads
    due: Loads

    def balance(self, service: str, quantity: str) -> Fraction:
        key = (service, quantity)
        return self.served.get(key, Fraction()) - self.due.get(key, Fraction())


def account(
    slots: Iterable[Mapping[str, Any]],
    records: Iterable[Mapping[str, Any]],
    shares: Mapping[str, Fraction],
) -> Account:
    """One pool's month: ``slots`` as ``versions show --json`` prints them, ``records`` as ``served list``.

    The last record of a service in a slot holds; who replaced it has the rest of its minutes.
    """
    last = {(record["slot"], record["service"]): record for record in records}
    served: Loads = {}
    total: dict[str, Fraction] = {}
    for slot in slots:
        weights = {"burden": slot["burden"], **dict.fromkeys(slot["categories"], 1)}
        for service in slot["services"]:
            for who, part in _parts(slot, service, last):
                for quantity, weight in weights.items():
                    served[who, quantity] = served.get((who, quantity), Fraction()) + weight * part
                    total[quantity] = total.get(quantity, Fraction()) + weight * part
    everybody = sum(shares.values())
    due = {
        (service, quantity): amount * share / everybody
        for quantity, amount in total.items()
        for service, share in shares.items()
    }
    return Account(served, due)


def _parts(
    slot: Mapping[str, Any], service: str, last: Mapping[tuple[str, str], Mapping[str, Any]]
) -> list[tuple[str, Fraction]]:
    record = last.get((slot["slot"], service))
    if record is None:
        return [(service, Fraction(1))]
    own = Fraction() if record["absent"] else _minutes(record) / _minutes(slot)
    parts = [(service, own)]
    if record["replaced_by"] is not None:
        parts.append((record["replaced_by"], 1 - own))
    return parts


def _minutes(span: Mapping[str, Any]) -> Fraction:
    start, end = (datetime.fromisoformat(span[name]) for name in ("start", "end"))
    return Fraction(int((end - start).total_seconds()), 60)
