"""The engine: a ``Problem`` in, a ``Rota`` with its proof out.

This is its door. It is cheap to import: OR-Tools is loaded by the first ``solve``, never by ``verify``.
"""

from collections.abc import Callable, Iterable

from solver.document import load_problem, problem_digest
from solver.errors import (
    DocumentError,
    NotFiniteError,
    ProblemError,
    RotaError,
    SettingError,
    SolverError,
)
from solver.explain import explain
from solver.explain_facts import (
    Candidate,
    Closing,
    Effect,
    Explanation,
    LoadChange,
    Obstacle,
    Rearranged,
    TierBest,
    TierChange,
    Waiver,
)
from solver.interrupts import heeding_interrupts
from solver.problem import Problem
from solver.reasons import Obstacles
from solver.reasons import gaps as _gaps
from solver.roster import Breach, Roster
from solver.rota import Assignment, Gap, Progress, Reason, Rota, TierResult, gap_to_bound
from solver.rota_document import load_rota
from solver.rules import breaches as _breaches
from solver.settings import checked
from solver.tiers import values as _values
from solver.verify import Finding, findings, verify
from solver.writing import dump_problem, dump_rota


def breaches(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Breach, ...]:
    """Return every hard rule that ``assignments`` break, for a rota made by hand; nothing when all hold."""
    return _breaches(Roster.of(problem, assignments))


def values(problem: Problem, assignments: Iterable[Assignment]) -> dict[str, float]:
    """Return the value of every tier of ``problem`` for ``assignments``, by name, in the problem's order."""
    return _values(Roster.of(problem, assignments))


def gaps(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Gap, ...]:
    """Return the open places that ``assignments`` leave, with the rule that keeps each service out."""
    return _gaps(Roster.of(problem, assignments))


def solve(
    problem: Problem,
    *,
    digest: str,
    time_limit: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Rota:
    """Return the best rota found for ``problem``, tier after tier, with bounds and the reasons of gaps.

    Args:
        problem: a problem as ``load_problem`` returns it; one built by hand is checked by loading its dump.
        digest: the SHA-256 of the problem's bytes (``problem_digest``), quoted in the rota.
        time_limit: seconds of wall time, or ``None`` for as long as the proof takes.
        seed: with one worker, no limit reached and the same versions, the same seed gives the same rota.
        workers: threads; ``None`` for one a processor.
        on_progress: is told of every better value or bound, from another thread perhaps.
        cancelled: is asked now and then; once it says yes the best rota so far is returned.

    Raises:
        SettingError: for a seed, a number of workers or a time limit that is out of range.
    """
    checked(seed=seed, workers=workers, time_limit=time_limit)
    with heeding_interrupts() as interrupted:
        # Loading OR-Tools takes a second or two, in which Ctrl-C must not be lost either.
        from solver.highs import dismiss
        from solver.search import search

        try:
            return search(
                problem,
                digest=digest,
                time_limit=time_limit,
                seed=seed,
                workers=workers,
                on_progress=on_progress,
                cancelled=lambda: interrupted() or (cancelled is not None and cancelled()),
            )
        finally:
            dismiss()


__all__ = [
    "Assignment",
    "Breach",
    "Candidate",
    "Closing",
    "DocumentError",
    "Effect",
    "Explanation",
    "Finding",
    "Gap",
    "LoadChange",
    "NotFiniteError",
    "Obstacle",
    "Obstacles",
    "Problem",
    "ProblemError",
    "Progress",
    "Rearranged",
    "Reason",
    "Roster",
    "Rota",
    "RotaError",
    "SettingError",
    "SolverError",
    "TierBest",
    "TierChange",
    "TierResult",
    "Waiver",
    "breaches",
    "dump_problem",
    "dump_rota",
    "explain",
    "findings",
    "gap_to_bound",
    "gaps",
    "load_problem",
    "load_rota",
    "problem_digest",
    "solve",
    "values",
    "verify",
]
