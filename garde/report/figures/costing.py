"""What the duties and the coordination are compensated with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas

from garde.basin.compensation import PAID
from garde.compensation.account import Owed
from garde.compensation.balance import settled_amounts
from garde.report.gathering import Gathered
from garde.report.tables import records


@dataclass(frozen=True)
class LineCost:
    """Duties of a line: integer ``cents``, and the ``hours`` of duty that they pay or give back."""

    line: str
    hours: float
    cents: int


@dataclass(frozen=True)
class Costing:
    """What all services are owed for the period, in integer cents, by the basin's rates.

    ``cents`` = ``duty_cents`` + ``coordination_cents`` + ``ceiling_cents`` (below 0). ``back_minutes`` are
    given back in place of money. ``hours`` are those of duty by kind, each hour of the best paid kind that it
    is of. ``months`` have the money of their duties and coordination, before ceilings. ``settled_cents`` were
    paid of it already; more than ``cents`` where what was paid is not owed any more.
    """

    cents: int
    duty_cents: int
    coordination_cents: int
    ceiling_cents: int
    back_minutes: int
    services: int
    hours: Mapping[str, float]
    lines: tuple[LineCost, ...]
    months: Mapping[str, int]
    settled_cents: int = 0

    @property
    def duty_hours(self) -> float:
        """Hours of duty in all."""
        return sum(self.hours.values())

    @property
    def cents_per_hour(self) -> float | None:
        """What an hour of duty costs, coordination included."""
        return self.cents / self.duty_hours if self.duty_hours else None


def costing(gathered: Gathered) -> Costing | None:
    """What is owed; None where the basin has no rates for the period."""
    owed = gathered.owed
    if owed is None:
        return None
    duties = _duties(owed)
    time = pandas.DataFrame.from_records(
        [(f"{line.day:%Y-%m}", line.cents) for statement in owed.statements for line in statement.time],
        columns=["month", "cents"],
    ).astype({"cents": "int64"})
    ceilings = sum(cut.cents for statement in owed.statements for cut in statement.cuts)
    by_line = duties.groupby("line")[["seconds", "cents"]].sum().reset_index()
    costs = {row["line"]: row for row in records(by_line)}
    money = pandas.concat([duties[["month", "cents"]], time]).groupby("month")["cents"].sum()
    return Costing(
        cents=int(duties["cents"].sum() + time["cents"].sum()) + ceilings,
        duty_cents=int(duties["cents"].sum()),
        coordination_cents=int(time["cents"].sum()),
        ceiling_cents=ceilings,
        back_minutes=round(owed.back.total_seconds() / 60),
        services=len(owed.statements),
        hours={kind: float(duties[kind].sum()) / 3600 for kind in reversed(PAID)},
        lines=tuple(
            LineCost(line.id, costs[line.id]["seconds"] / 3600, costs[line.id]["cents"])
            for line in gathered.config.lines
            if line.id in costs
        ),
        months={str(month): int(money.get(str(month), 0)) for month in gathered.period.months()},
        settled_cents=sum(settled_amounts(statement).cents for statement in owed.statements),
    )


def _duties(owed: Owed) -> pandas.DataFrame:
    """One row for each duty of each service: its line, month, cents, and seconds of each kind."""
    rows = [
        (
            line.line,
            f"{line.day:%Y-%m}",
            line.cents,
            sum(line.seconds.values()),
            *(line.seconds.get(kind, 0) for kind in PAID),
        )
        for statement in owed.statements
        for line in statement.duties
    ]
    frame = pandas.DataFrame.from_records(rows, columns=["line", "month", "cents", "seconds", *PAID])
    return frame.astype(dict.fromkeys(("cents", "seconds", *PAID), "int64"))
