"""How the load was shared, pool by pool, and what is proven about the plans."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    month: str
    pool: str
    covering: bool | None
    covering_gap: float | None
    fair: bool | None
    fair_gap: float | None


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
        proofs=_proofs(gathered.proofs),
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


def _proofs(claims: pandas.DataFrame) -> tuple[Proof, ...]:
    claims = claims.assign(
        gap=(claims["best"] - claims["bound"]).clip(lower=0) / claims["best"].abs().clip(lower=1)
    )
    plans: dict[tuple[str, str], dict[str, tuple[bool, float]]] = {}
    for claim in records(claims.sort_values(["month", "pool"], kind="stable")):
        tiers = plans.setdefault((claim["month"], claim["pool"]), {})
        tiers.setdefault(claim["tier"], (claim["proven"], claim["gap"]))
    return tuple(
        Proof(
            month,
            pool,
            *tiers.get("uncovered", (None, None)),
            *tiers.get("unfairness", (None, None)),
        )
        for (month, pool), tiers in plans.items()
    )
