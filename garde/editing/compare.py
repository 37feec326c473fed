"""Two drafts of the same months side by side: who changes, what each tier and each load becomes."""

from __future__ import annotations

from dataclasses import dataclass

from garde.accounts.actor import Actor, require_reader
from garde.editing.documents import pool_facts
from garde.errors import BadInput
from garde.planning.draft import Draft
from garde.planning.fairness import Load, loads
from garde.publication.diff import Change, changes


@dataclass(frozen=True, slots=True)
class TierPair:
    """A tier of one pool and month in both drafts; None where one of them does not have it."""

    month: str
    pool: str
    name: str
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class LoadPair:
    """A service's part in one month in both drafts; None where it is planned in one of them only."""

    month: str
    service: str
    first: Load | None
    second: Load | None


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, and what does not: every tier and every load is listed."""

    first: int
    second: int
    months: tuple[str, ...]
    changes: tuple[Change, ...]
    tiers: tuple[TierPair, ...]
    loads: tuple[LoadPair, ...]


def compare(first: Draft, second: Draft, *, actor: Actor) -> Comparison:
    """Compares two drafts.

    Tiers count every duty, those that stand against a rule too. Raises BadInput when the drafts are not of
    the same months, Forbidden unless somebody of the coordination acts.
    """
    require_reader(actor, first.basin, "compare drafts")
    if first.months != second.months:
        raise BadInput(
            f"draft {first.id} is of {', '.join(first.months)}, draft {second.id} of "
            f"{', '.join(second.months)}",
            remedy="compare drafts of the same months: garde drafts list",
        )
    tiers, others = _tiers(first), _tiers(second)
    rows, other_rows = _loads(first), _loads(second)
    return Comparison(
        first=first.id,
        second=second.id,
        months=first.months,
        changes=changes(first.slots, second.slots),
        tiers=tuple(
            TierPair(*key, tiers.get(key), others.get(key)) for key in dict.fromkeys((*tiers, *others))
        ),
        loads=tuple(
            LoadPair(*key, rows.get(key), other_rows.get(key)) for key in sorted({*rows, *other_rows})
        ),
    )


def _tiers(draft: Draft) -> dict[tuple[str, str, str], float]:
    return {
        (facts.pool.month, facts.pool.name, name): value
        for facts in pool_facts(draft)
        for name, value in facts.values.items()
    }


def _loads(draft: Draft) -> dict[tuple[str, str], Load]:
    return {(pool.month, row.service): row for pool in draft.pools for row in loads(pool, draft.slots)}
