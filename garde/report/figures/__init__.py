"""The figures of a report: pure functions from gathered tables to frozen figures, added up by pandas.

One file for each chapter; ``basin_figures`` has them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from garde.report.figures.costing import Costing, costing
from garde.report.figures.covering import Covering, covering
from garde.report.figures.receiving import Receiving, receiving
from garde.report.figures.remarking import Remarking, remarking
from garde.report.figures.sharing import Sharing, sharing
from garde.report.figures.steadiness import Steadiness, steadiness
from garde.report.figures.using import Using, using
from garde.report.figures.working import Working, working
from garde.report.gathering import Gathered

__all__ = ["BasinFigures", "basin_figures"]


@dataclass(frozen=True)
class BasinFigures:
    """All figures of one basin over the period."""

    basin: str
    covering: Covering
    sharing: Sharing
    receiving: Receiving
    using: Using
    working: Working
    costing: Costing | None
    steadiness: Steadiness
    remarking: Remarking


def basin_figures(gathered: Gathered) -> BasinFigures:
    """The figures of what was gathered."""
    covered, received = covering(gathered), receiving(gathered)
    return BasinFigures(
        basin=gathered.config.id,
        covering=covered,
        sharing=sharing(gathered),
        receiving=received,
        using=using(gathered, received),
        working=working(gathered, covered),
        costing=costing(gathered),
        steadiness=steadiness(gathered),
        remarking=remarking(gathered),
    )
