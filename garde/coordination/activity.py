"""What coordination time is spent on."""

from __future__ import annotations

from enum import StrEnum

from garde.errors import BadInput


class Activity(StrEnum):
    """The kinds of coordination work, as time sheets and the funder's report name them."""

    PREPARATION = "preparation"
    PLANNING = "planning"
    CONSULTATION = "consultation"
    PUBLICATION = "publication"
    REPAIR = "repair"
    SWAPS = "swaps"
    MEETING = "meeting"
    CALL = "call"
    ADMINISTRATION = "administration"
    OTHER = "other"


def activity_named(text: str) -> Activity:
    """The activity of that name, in any case of letters. Raises BadInput naming all of them."""
    try:
        return Activity(text.strip().lower())
    except ValueError:
        raise BadInput(
            f"there is no activity {text[:40]!r}",
            where="activity",
            remedy=f"use one of: {', '.join(Activity)}",
        ) from None
