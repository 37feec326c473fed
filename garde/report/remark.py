"""Words of the coordination beside a report's figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from garde.activity.checking import TAKE_OUT
from garde.activity.privacy import dangers, hints_at_a_person
from garde.errors import BadInput
from garde.report.period import Period

CHAPTERS = ("covering", "sharing", "receiving", "working", "costing", "steadiness", "remarks")
"""Where words may stand; ``remarks`` for what concerns no chapter alone."""
LONGEST = 600


@dataclass(frozen=True, slots=True)
class CoordinationRemark:
    """What the coordination says about a period, beside a chapter; quoted in each report that touches it."""

    id: int
    chapter: str
    period: Period
    words: str
    at: datetime
    by: str


def stated_remark(
    words: str, chapter: str, period: Period, *, at: datetime, by: str, nobody_named: bool
) -> CoordinationRemark:
    """A remark as it is stated, with 0 for its id.

    Raises BadInput for an unknown chapter, words that are none or too many, that hold what leads to a person,
    or that may name somebody unless ``nobody_named`` says that they do not.
    """
    if chapter not in CHAPTERS:
        raise BadInput(
            f"there is no chapter {chapter[:40]!r}", where="--chapter", remedy=f"use {', '.join(CHAPTERS)}"
        )
    tidy = " ".join(words.split())
    if not tidy or len(tidy) > LONGEST:
        raise BadInput(f"a remark has 1 to {LONGEST} characters", where="WORDS", remedy="write it anew")
    for danger in dangers(tidy):
        raise BadInput("the remark holds what leads to a person", where="WORDS", remedy=TAKE_OUT[danger])
    if hints_at_a_person(tidy) and not nobody_named:
        raise BadInput(
            "the remark may name or describe a person",
            where="WORDS",
            remedy="read it again; if it names and describes nobody, add --nobody-named",
        )
    return CoordinationRemark(0, chapter, period, tidy, at, by)
