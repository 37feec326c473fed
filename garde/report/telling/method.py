"""The chapter that says what each figure means, where it comes from, and what is not known."""

from __future__ import annotations

from exports.report import Chapter, Measure, Points
from garde.report.open_data import MEASURES
from garde.report.tongue import Tongue

SUBJECTS = (
    "period",
    "coverage",
    "load",
    "proof",
    "activity",
    "coordination",
    "cost",
    "stability",
    "people",
    "rounding",
    "limits",
)


def method_chapter(tongue: Tongue) -> Chapter:
    """Method and limits."""
    points = tuple((tongue(f"method_{name}_name"), tongue(f"method_{name}")) for name in SUBJECTS)
    return Chapter(id="method", title=tongue("method_title"), blocks=(Points(points),))


def dictionary(tongue: Tongue) -> tuple[Measure, ...]:
    """The data dictionary of the open data."""
    return tuple(
        Measure(
            id=name,
            unit=unit,
            meaning=tongue(f"measure_{name}"),
            source=tongue(f"source_{source}"),
        )
        for name, (unit, source) in MEASURES.items()
    )
