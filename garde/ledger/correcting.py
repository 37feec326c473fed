"""From what was planned to what counts: no-shows, replacements and adjustments put into the entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from garde.ledger.account import Entry, pool_account
from garde.ledger.adjustment import Adjustment
from garde.rota import FilledSlot
from garde.served import Record, parts


def corrected(
    entries: Sequence[Entry], slots: Iterable[FilledSlot], records: Sequence[Record]
) -> tuple[Entry, ...]:
    """The entries with those months told anew in which somebody served otherwise than planned.

    ``slots`` are those in force of these months. Shares stay those of the month: they are the entries' own.
    """
    told = {record.slot for record in records}
    found = list(slots)
    concerned = [slot for slot in found if slot.key in told]
    result = list(entries)
    for month, pool in dict.fromkeys((entry.month, entry.pool) for entry in entries):
        lines = set(pool.split("+"))
        if not any(slot.month == month and slot.line in lines for slot in concerned):
            continue
        own = [entry for entry in entries if (entry.month, entry.pool) == (month, pool)]
        shares = {entry.service: entry.share for entry in own if entry.share}
        served = parts([slot for slot in found if slot.month == month and slot.line in lines], records)
        anew = _as_told(pool_account(served, shares, month=month, pool=pool), own)
        result = [entry for entry in result if (entry.month, entry.pool) != (month, pool)] + anew
    return tuple(sorted(result, key=_order))


def _as_told(anew: Iterable[Entry], before: Iterable[Entry]) -> list[Entry]:
    """The heaviest duty of a pool stays the one that was planned, whoever came."""
    heaviest = {entry.quantity: entry.heaviest for entry in before}
    return [replace(entry, heaviest=heaviest.get(entry.quantity, entry.heaviest)) for entry in anew]


def adjusted(
    entries: Iterable[Entry], adjustments: Iterable[Adjustment], pools: Mapping[str, str]
) -> tuple[Entry, ...]:
    """The entries with what people added by hand.

    They go to the pool in which the service had a share that month, else to the one that ``pools`` names.
    """
    found = {(entry.service, entry.month, entry.pool, entry.quantity): entry for entry in entries}
    known = {(entry.service, entry.month): entry.pool for entry in found.values() if entry.share}
    for one in adjustments:
        pool = known.get((one.service, one.month)) or pools.get(one.service, "")
        key = (one.service, one.month, pool, one.quantity)
        entry = found.get(key) or Entry(one.service, one.month, pool, one.quantity, 0.0, 0.0)
        found[key] = replace(entry, adjusted=entry.adjusted + one.amount)
    return tuple(sorted(found.values(), key=_order))


def _order(entry: Entry) -> tuple[str, str, str, str]:
    return entry.month, entry.service, entry.quantity, entry.pool
