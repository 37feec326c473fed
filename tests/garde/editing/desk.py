"""Drafts of small problems, edited without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import solver
from garde.editing.documents import pool_facts, rewritten
from garde.editing.judging import Judgement, judge
from garde.editing.moves import Edit, contradicted, moved, pinned
from garde.planning.decisions import Override, Pinned
from garde.planning.draft import Draft, PoolPlan
from garde.rota import FilledSlot
from solver import Assignment, Problem

AT = datetime(2026, 9, 20, 9, tzinfo=UTC)


def solved(problem: Problem) -> tuple[bytes, bytes]:
    """A problem and the engine's rota for it, as documents."""
    data = solver.dump_problem(problem)
    rota = solver.solve(problem, digest=solver.problem_digest(data), workers=1, time_limit=20)
    return data, solver.dump_rota(rota)


def draft_of(*problems: Problem, documents: tuple[tuple[bytes, bytes], ...] = ()) -> Draft:
    """A draft of one pool for each problem, in the months of their horizons."""
    pools, slots = [], list[FilledSlot]()
    for number, problem in enumerate(problems):
        month = f"{problem.horizon.start:%Y-%m}"
        data, document = documents[number] if documents else solved(problem)
        pool = PoolPlan("night", month, tuple({slot.line for slot in problem.slots}), data, document)
        pools.append(pool)
        for slot in problem.slots:
            held = [one.service for one in pool.rota.assignments if one.slot == slot.id]
            places = (*held, *[None] * (slot.required - len(held)))
            slots.append(
                FilledSlot(
                    key=slot.id,
                    line=slot.line,
                    month=month,
                    start=slot.start,
                    end=slot.end,
                    burden=slot.burden,
                    places=places,
                    categories=slot.categories,
                    languages=slot.languages,
                )
            )
    months = tuple(pool.month for pool in pools)
    return Draft(1, "essai", months, tuple(slots), tuple(pools), AT, "ann", None)


def by_hand(problem: Problem, **duties: list[str]) -> Draft:
    """A draft with these duties (slots by service), as if the engine had given them without any proof."""
    data = solver.dump_problem(problem)
    order = problem.slot_index
    assignments = tuple(
        sorted(
            (Assignment(slot, service) for service, slots in duties.items() for slot in slots),
            key=lambda duty: (order[duty.slot], duty.service),
        )
    )
    values = solver.values(problem, assignments)
    tiers = tuple(
        solver.TierResult(name, value, value, value, min(0.0, value), value <= 0)
        for name, value in values.items()
    )
    rota = solver.Rota(
        problem=solver.problem_digest(data),
        status="optimal" if all(tier.proven for tier in tiers) else "feasible",
        assignments=assignments,
        tiers=tiers,
        gaps=solver.gaps(problem, assignments),
        seconds=0.0,
        seed=0,
        workers=1,
        versions=(),
    )
    return draft_of(problem, documents=((data, solver.dump_rota(rota)),))


def judged(draft: Draft, edit: Edit) -> tuple[Draft, Judgement]:
    """The draft that an edit asks for, and what is found of it; the documents are not told anew yet."""
    change = moved(draft.slots, edit, draft.id)
    pins = pinned(draft.pins, edit, Pinned(edit.slot, edit.service, edit.on, "hand", AT, "ann"))
    against = contradicted(pins, change.slots)
    gone = {(duty.slot, duty.service) for duty in change.lost}
    proposed = replace(
        draft,
        slots=change.slots,
        pins=tuple(pin for pin in pins if pin not in against),
        overrides=tuple(one for one in draft.overrides if (one.slot, one.service) not in gone),
    )
    return proposed, judge(pool_facts(draft), pool_facts(proposed), edit, change, against)


def edited(draft: Draft, edit: Edit) -> tuple[Draft, Judgement]:
    """The draft after an edit, whatever it breaks answered for."""
    proposed, judgement = judged(draft, edit)
    fresh = [Override(b.duty.slot, b.duty.service, b.rules, "agreed", AT, "ann") for b in judgement.broken]
    return rewritten(replace(proposed, overrides=(*proposed.overrides, *fresh))), judgement


def findings(draft: Draft) -> list[str]:
    """What the independent check finds wrong with any of the draft's documents."""
    return [str(one) for pool in draft.pools for one in solver.verify(pool.problem, pool.document)]
