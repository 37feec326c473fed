"""How the load was shared, pool by pool, and what is proven about the plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas

from garde.ledger.account import BURDEN
from garde.report.gathering import Gathered
from garde.report.tables import records


@dataclass(frozen=True)
class ServiceLoad:
    """One service in one pool over the months: points ``served``, its part of all (``due``), adjustments.

    ``heaviest`` is the weight of the heaviest duty of its pool: with whole duties, nobody can be sure to be
    nearer to its part. ``duties`` and ``hours`` are those of the period in all lines of the basin.
    """

    service: str
    pool: str
    served: float
    due: float
    adjusted: float
    share: float
    duties: int
    hours: float

    @property
    def difference(self) -> float:
        """Points above (more) or below (less) its part."""
        return self.served - self.due + self.adjusted

    @property
    def off(self) -> float | None:
        """The same as a part of what was due; None where nothing was."""
        return self.difference / self.due if self.due else None


@dataclass(frozen=True)
class PoolLoad:
    """One pool: how near its services came to their parts.

    ``within_a_duty``: services at most the heaviest duty away from their part. ``spread`` is the mean
    distance from it, each service counting alike, as a part of the mean due.
    """

    pool: str
    services: tuple[ServiceLoad, ...]
    served: float
    heaviest: float
    within_a_duty: int
    spread: float


@dataclass(frozen=True)
class Proof:
    """What is proven of the plan of one pool and month that the rota in force was made from.

    The ``uncovered`` tier comes first, ``unfairness`` later: the gaps are (best - bound) / max(1, best), 0
    where no rota can be better. ``fair`` and ``covering``: whether that is proven. None: not among the goals.
    ``nearer``: by how many duties the services could be nearer to their parts at most, in the quadratic mean
    of points for a share; None where more than points is balanced.
    """

    month: str
    pool: str
    covering: bool | None
    covering_gap: float | None
    fair: bool | None
    fair_gap: float | None
    nearer: float | None


@dataclass(frozen=True)
class Sharing:
    """The months that have an account, the pools and the proofs."""

    months: tuple[str, ...]
    pools: tuple[PoolLoad, ...]
    proofs: tuple[Proof, ...]


def sharing(gathered: Gathered) -> Sharing:
    """The loads of the period's months."""
    entries = gathered.entries
    points = entries[entries["quantity"] == BURDEN]
    return Sharing(
        months=tuple(sorted({str(month) for month in points["month"]})),
        pools=_pools(points, gathered.stints[gathered.stints["begins"]]),
        proofs=_proofs(gathered.proofs, points if _points_alone(gathered) else points.iloc[:0]),
    )


def _pools(points: pandas.DataFrame, stints: pandas.DataFrame) -> tuple[PoolLoad, ...]:
    sums = points.groupby(["pool", "service"], sort=True)[["served", "due", "adjusted", "share"]].sum()
    duties = stints.groupby("service")["key"].nunique()
    hours = stints.groupby("service")["seconds"].sum() / 3600
    heaviest = points.groupby("pool")["heaviest"].max()
    of_pool: dict[str, list[ServiceLoad]] = {}
    for row in records(sums.reset_index()):
        of_pool.setdefault(row["pool"], []).append(
            ServiceLoad(
                **row,
                duties=int(duties.get(row["service"], 0)),
                hours=float(hours.get(row["service"], 0.0)),
            )
        )
    found = []
    for pool, loads in of_pool.items():
        most = float(heaviest[pool])
        mean_due = sum(load.due for load in loads) / len(loads)
        distance = sum(abs(load.difference) for load in loads) / len(loads)
        found.append(
            PoolLoad(
                pool=pool,
                services=tuple(loads),
                served=sum(load.served for load in loads),
                heaviest=most,
                within_a_duty=sum(abs(load.difference) <= most for load in loads),
                spread=distance / mean_due if mean_due else 0.0,
            )
        )
    return tuple(found)


def _points_alone(gathered: Gathered) -> bool:
    """Whether points are all that planning balances, so that its measure can be told in duties."""
    weights = {name for name, weight in gathered.config.planning.fairness.items() if weight}
    return weights == {BURDEN}


def _proofs(claims: pandas.DataFrame, points: pandas.DataFrame) -> tuple[Proof, ...]:
    claims = claims.assign(
        gap=(claims["best"] - claims["bound"]).clip(lower=0) / claims["best"].abs().clip(lower=1),
        # The measure is the sum over services of share x (points for a share - fair rate) squared.
        more=claims["best"].clip(lower=0) ** 0.5 - claims["bound"].clip(lower=0) ** 0.5,
    )
    pools = points.groupby(["month", "pool"]).agg(shares=("share", "sum"), heaviest=("heaviest", "max"))
    units = {
        (row["month"], row["pool"]): row["shares"] ** 0.5 * row["heaviest"]
        for row in records(pools.reset_index())
    }
    plans: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for claim in records(claims.sort_values(["month", "pool"], kind="stable")):
        plans.setdefault((claim["month"], claim["pool"]), {}).setdefault(claim["tier"], claim)
    return tuple(_proof(plan, tiers, units.get(plan)) for plan, tiers in plans.items())


def _proof(plan: tuple[str, str], tiers: Mapping[str, Mapping[str, Any]], unit: float | None) -> Proof:
    covering, fair = tiers.get("uncovered"), tiers.get("unfairness")
    return Proof(
        month=plan[0],
        pool=plan[1],
        covering=None if covering is None else covering["proven"],
        covering_gap=None if covering is None else covering["gap"],
        fair=None if fair is None else fair["proven"],
        fair_gap=None if fair is None else fair["gap"],
        nearer=max(0.0, fair["more"] / unit) if fair is not None and unit else None,
    )
