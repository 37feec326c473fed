"""The chapter on how the load was shared, with the proof."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from exports.report import Block, Cell, Chapter, Chart, Paragraph, SpreadChart, SpreadRow, Table
from garde.report.figures.sharing import PoolLoad, Proof
from garde.report.telling.told import Told, chapter
from garde.report.tongue import Tongue

MOST_MONTHS = 13
"""So many months of proofs stand side by side."""
FARTHEST = 6.0
"""Duties from its part beyond which a point is drawn at the edge."""


def sharing_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """Each service's distance from its part, pool by pool, and what is proven of the plans."""
    return chapter("sharing", tongue, basins, _blocks)


def annex_chapter(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """What each service carried."""
    return chapter("annex", tongue, basins, lambda told: [_services(told)])


def _blocks(told: Told) -> Iterator[Block]:
    t, shared = told.tongue, told.figures.sharing
    if not shared.pools:
        yield Paragraph(t("sharing_nothing"))
        return
    yield Paragraph(t("sharing_intro"))
    if not told.period.whole_months:
        yield Paragraph(t("sharing_months", first=t.month(shared.months[0]), last=t.month(shared.months[-1])))
    yield _spread(told)
    yield _pools(told)
    yield from _proven(told)


def _spread(told: Told) -> Chart:
    t, pools = told.tongue, told.figures.sharing.pools
    services = sum(len(pool.services) for pool in pools)
    rows = [_spread_row(told, pool) for pool in pools]
    most = max((abs(value) for row in rows for value in row.values), default=0.0)
    return Chart(
        title=t("sharing_spread", within=sum(pool.within_a_duty for pool in pools), services=services),
        alternative=" ".join(
            t(
                "sharing_spread_of",
                pool=row.label,
                within=row.end,
                least=t.signed(min(row.values)).text,
                most=t.signed(max(row.values)).text,
            )
            for row in rows
        ),
        drawing=SpreadChart(
            rows=tuple(rows),
            zero=t("its_part"),
            less=t("carried_less"),
            more=t("carried_more"),
            limit=min(FARTHEST, max(2.0, math.ceil(most))),
        ),
        note=t("sharing_spread_note"),
    )


def _spread_row(told: Told, pool: PoolLoad) -> SpreadRow:
    return SpreadRow(
        label=told.pool(pool.pool),
        values=tuple(one.difference / pool.heaviest if pool.heaviest else 0.0 for one in pool.services),
        near=1.0,
        end=told.tongue("within_of", within=pool.within_a_duty, services=len(pool.services)),
    )


def _pools(told: Told) -> Table:
    t, pools = told.tongue, told.figures.sharing.pools
    return Table(
        title=t("pools_table"),
        sheet=t("pools_sheet"),
        header=(
            t("pool"),
            t("services"),
            t("points"),
            t("within_a_duty"),
            t("heaviest"),
            t("spread_percent"),
        ),
        rows=tuple(
            (
                told.pool(pool.pool),
                t.number(len(pool.services)),
                t.number(pool.served),
                t.number(pool.within_a_duty),
                t.number(pool.heaviest),
                t.share_number(pool.spread),
            )
            for pool in pools
        ),
        note=t("pools_note"),
    )


def _proven(told: Told) -> Iterator[Block]:
    t, proofs = told.tongue, told.figures.sharing.proofs
    judged = [proof for proof in proofs if proof.fair is not None]
    if not judged:
        yield Paragraph(t("proof_nothing"))
        return
    proven = sum(bool(proof.fair) for proof in judged)
    if proven == len(judged):
        yield Paragraph(t("proof_all", count=len(judged)))
    else:
        some = t("proof_some", proven=proven, plans=len(judged))
        yield Paragraph(f"{some} {_widest(told, judged)}")
    covering = [proof for proof in proofs if proof.covering is not None]
    if covering:
        sure = sum(bool(proof.covering) for proof in covering)
        yield Paragraph(t("proof_covering", proven=sure, plans=len(covering)))
    months = sorted({proof.month for proof in judged})
    if len(months) <= MOST_MONTHS:
        yield _proof_table(told, judged, months)


def _widest(told: Told, proofs: Sequence[Proof]) -> str:
    """How much better, at most, the plans that are not proven could be."""
    t = told.tongue
    if all(proof.nearer is not None for proof in proofs):
        nearer = max(proof.nearer or 0.0 for proof in proofs if not proof.fair)
        return t("proof_nearer", duties=t.amount(_up(nearer), 1))
    return t("proof_better", gap=t.share(max(proof.fair_gap or 0.0 for proof in proofs)))


def _up(duties: float) -> float:
    """A bound is rounded up."""
    return math.ceil(duties * 10 - 1e-9) / 10


def _proof_table(told: Told, proofs: Sequence[Proof], months: Sequence[str]) -> Table:
    t = told.tongue
    of = {(proof.pool, proof.month): proof for proof in proofs}
    pools = sorted({proof.pool for proof in proofs})
    return Table(
        title=t("proof_table"),
        sheet=t("proof_sheet"),
        header=(t("pool"), *(t.short_month(month) for month in months)),
        rows=tuple(
            (told.pool(pool), *(_proof_cell(told, of.get((pool, month))) for month in months))
            for pool in pools
        ),
        note=t("proof_note"),
    )


def _proof_cell(told: Told, proof: Proof | None) -> Cell:
    if proof is None:
        return "–"
    if proof.fair:
        return "✓"
    if proof.nearer is not None:
        return f"≤ {told.tongue.amount(_up(proof.nearer), 1)}"
    return f"≤ {told.tongue.share(proof.fair_gap or 0.0)}"


def _services(told: Told) -> Table:
    """By name: whoever reads it should not see a ranking."""
    t, pools = told.tongue, told.figures.sharing.pools
    loads = [
        (told.service(one.service), told.pool(pool.pool), one) for pool in pools for one in pool.services
    ]
    return Table(
        title=t("services_table"),
        sheet=t("services_sheet"),
        header=(
            *(t("service"), t("pool"), t("duties"), t("served_hours"), t("points")),
            *(t("due_points"), t("adjusted_points"), t("difference_points")),
        ),
        rows=tuple(
            (
                name,
                pool,
                t.number(one.duties),
                t.number(one.hours),
                t.number(one.served, 1),
                t.number(one.due, 1),
                t.signed(one.adjusted),
                t.signed(one.difference),
            )
            for name, pool, one in sorted(loads, key=lambda load: (load[1], load[0].casefold()))
        ),
        note=t("services_note"),
    )
