"""The ledger as tables for a spreadsheet: every entry, and the totals of each service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas

from exports.sheets import Sheet
from garde.ledger.account import BURDEN, Entry

COLUMNS = ("service", "month", "pool", "quantity", "share", "served", "due", "adjusted", "balance")
DIGITS = 6
"""So many decimals are kept of amounts."""


def entries_sheet(entries: Sequence[Entry], names: Mapping[str, str]) -> Sheet:
    """One row for each service, month, pool and quantity; ``total`` is the balance up to then."""
    frame = _frame(entries)
    kinds = ["service", "pool", "quantity"]
    frame["total"] = frame.groupby(kinds, sort=False)["balance"].cumsum()
    frame.insert(1, "name", [names.get(service, "") for service in frame["service"]])
    return _sheet("ledger", frame)


def totals_sheet(entries: Sequence[Entry], names: Mapping[str, str]) -> Sheet:
    """One row for each service and pool: points served, due, adjusted, and the balance of each quantity."""
    frame = _frame(entries)
    keys = ["pool", "service"]
    points = frame[frame["quantity"] == BURDEN].groupby(keys)[["served", "due", "adjusted"]].sum()
    balances = frame.pivot_table(
        index=keys, columns="quantity", values="balance", aggfunc="sum", fill_value=0.0
    )
    order = sorted(balances.columns, key=lambda name: (name != BURDEN, name))
    table = points.join(balances[order].add_prefix("balance: "), how="outer").fillna(0.0).reset_index()
    table.insert(2, "name", [names.get(service, "") for service in table["service"]])
    return _sheet("totals", table)


def _frame(entries: Sequence[Entry]) -> pandas.DataFrame:
    rows = [[getattr(entry, column) for column in COLUMNS] for entry in entries]
    frame = pandas.DataFrame(rows, columns=list(COLUMNS))
    frame = frame.astype(dict.fromkeys(COLUMNS[4:], float))
    return frame.sort_values(["month", "pool", "service", "quantity"], kind="stable", ignore_index=True)


def _sheet(name: str, frame: pandas.DataFrame) -> Sheet:
    rows: list[list[Any]] = frame.to_numpy(dtype=object).tolist()
    return Sheet(
        name=name,
        header=tuple(str(column) for column in frame.columns),
        rows=tuple(
            tuple(round(cell, DIGITS) if isinstance(cell, float) else str(cell) for cell in row)
            for row in rows
        ),
    )
